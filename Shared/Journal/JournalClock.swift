import BranchDomain

/// The time that goes into the journal, made of readings of the wall clock and of the clock that
/// runs evenly since boot.
///
/// It never goes back. A step of the wall clock of more than five minutes against the boot clock
/// is not followed until somebody confirms it; smaller ones are.
public struct JournalClock: Sendable {
    public static let largestStep = Duration.seconds(5 * 60)

    /// Wall time at boot, as it was last believed.
    private var origin: Timestamp
    private var last: Timestamp
    /// How far the wall clock is ahead of what is believed, where that is not followed.
    public private(set) var unconfirmedStep: Duration?

    /// - Parameters:
    ///   - last: The journal's last time.
    ///   - wall: The wall clock now.
    ///   - boot: The time since boot now.
    public init(last: Timestamp, wall: Timestamp, boot: Duration) {
        self.last = last
        origin = wall.adding(.zero - boot)
    }

    /// The journal's time now.
    public mutating func now(wall: Timestamp, boot: Duration) -> Timestamp {
        let believed = origin.adding(boot)
        let step = wall.since(believed)
        if abs(step) > JournalClock.largestStep {
            unconfirmedStep = step
            last = max(last, believed)
        } else {
            unconfirmedStep = nil
            origin = wall.adding(.zero - boot)
            last = max(last, wall)
        }
        return last
    }

    /// Follows the wall clock from here on, however far it stepped.
    public mutating func confirm(wall: Timestamp, boot: Duration) {
        origin = wall.adding(.zero - boot)
        unconfirmedStep = nil
    }

    private func abs(_ duration: Duration) -> Duration {
        duration < .zero ? .zero - duration : duration
    }
}
