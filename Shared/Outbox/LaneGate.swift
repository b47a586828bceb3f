import BranchDomain

/// How much one lane may send now: never faster than its rate, one at a time while the other
/// side is in trouble, nothing until it is worth another try.
public struct LaneGate: Sendable {
    private var window: SlidingWindow
    private let schedule: RetrySchedule
    /// Troubles in a row.
    public private(set) var failures = 0
    public private(set) var closedUntil: Timestamp?

    /// - Parameter perSecond: Messages in any second.
    public init(perSecond: Int, schedule: RetrySchedule = .standard) {
        window = SlidingWindow(limit: perSecond, span: .seconds(1))
        self.schedule = schedule
    }

    /// How many may go out now.
    public mutating func grant(now: Timestamp) -> Int {
        if let closedUntil, now < closedUntil { return 0 }
        let free = max(0, window.free(now: now))
        return failures > 0 ? min(1, free) : free
    }

    /// Counts messages that go out.
    public mutating func spend(_ count: Int, now: Timestamp) {
        window.take(count, now: now)
    }

    /// Of those, so many did not go out after all.
    public mutating func refund(_ count: Int) {
        window.giveBack(count)
    }

    /// When the next one may go out.
    public mutating func opens(after now: Timestamp) -> Timestamp {
        let paced = window.opens(after: now)
        return max(paced, closedUntil ?? paced)
    }

    /// The other side answered as it should.
    public mutating func succeeded() {
        failures = 0
        closedUntil = nil
    }

    /// The other side is in trouble, or asks for a pause.
    public mutating func failed(now: Timestamp, retryAfter: Duration?, random: UInt64) {
        failures += 1
        let delay = schedule.delay(afterAttempt: failures, random: random)
        let until = now.adding(max(delay, min(retryAfter ?? .zero, schedule.lifetime)))
        closedUntil = max(until, closedUntil ?? until)
    }
}
