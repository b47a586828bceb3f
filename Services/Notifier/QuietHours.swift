import BranchDomain

/// The time of day in which nobody is disturbed, by the clocks of the branch.
struct QuietHours: Sendable {
    /// Minutes after midnight.
    let from: Int
    let to: Int
    /// The distance from UTC at a moment, in seconds, positive in the east.
    private let offsetSeconds: @Sendable (Timestamp) -> Int

    /// - Parameters:
    ///   - from: `22:00`.
    ///   - to: `07:00`, of the next day where it is before `from`.
    /// - Returns: nil where one is no time of day.
    init?(from: String, to: String, offsetSeconds: @escaping @Sendable (Timestamp) -> Int) {
        guard let start = QuietHours.minutes(from), let end = QuietHours.minutes(to) else {
            return nil
        }
        self.from = start
        self.to = end
        self.offsetSeconds = offsetSeconds
    }

    /// When the quiet ends; nil where there is none at this moment.
    func end(at now: Timestamp) -> Timestamp? {
        let minute = minuteOfDay(now)
        let isQuiet =
            from <= to ? (from..<to).contains(minute) : minute >= from || minute < to
        guard isQuiet else { return nil }
        let wait = Int64((to - minute + 1_440) % 1_440) * 60_000
        let second = now.milliseconds % 60_000
        let end = now.milliseconds - second + wait
        // Where the clocks are changed in between, the wall's time counts.
        let shift = offsetSeconds(now) - offsetSeconds(Timestamp(milliseconds: end))
        return Timestamp(milliseconds: max(now.milliseconds + 1, end + Int64(shift) * 1_000))
    }

    private func minuteOfDay(_ moment: Timestamp) -> Int {
        let seconds = moment.milliseconds / 1_000 + Int64(offsetSeconds(moment))
        return Int((seconds / 60 % 1_440 + 1_440) % 1_440)
    }

    private static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
