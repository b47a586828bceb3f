/// A business day of the branch: local midnight to local midnight.
public struct BusinessDay: Sendable, Equatable {
    /// Local days since 1970-01-01.
    public let number: Int64
    /// The first moment that is no longer of this day.
    public let ends: Timestamp

    public init(number: Int64, ends: Timestamp) {
        self.number = number
        self.ends = ends
    }
}

/// Which business day a moment belongs to; a pure function of the moment.
public struct BusinessCalendar: Sendable {
    /// The distance from UTC at a moment, in seconds, positive in the east.
    private let offsetSeconds: @Sendable (Timestamp) -> Int64

    public init(offsetSeconds: @escaping @Sendable (Timestamp) -> Int64) {
        self.offsetSeconds = offsetSeconds
    }

    public static let utc = BusinessCalendar { _ in 0 }

    func offset(at moment: Timestamp) -> Int64 { offsetSeconds(moment) }

    public func day(at moment: Timestamp) -> BusinessDay {
        let number = dayNumber(at: moment)
        let midnight = (number + 1) * 86_400_000
        // The clocks may be changed between now and midnight, or at midnight itself: the day ends
        // at the earlier of the two possible moments that is of another day.
        let now = offsetSeconds(moment)
        let then = offsetSeconds(Timestamp(milliseconds: midnight - now * 1_000))
        let early = Timestamp(milliseconds: midnight - max(now, then) * 1_000)
        let late = Timestamp(milliseconds: midnight - min(now, then) * 1_000)
        let ends = early > moment && dayNumber(at: early) > number ? early : late
        precondition(ends > moment, "a day ends after each of its moments")
        return BusinessDay(number: number, ends: ends)
    }

    private func dayNumber(at moment: Timestamp) -> Int64 {
        let local = moment.milliseconds + offsetSeconds(moment) * 1_000
        return local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
    }
}

/// The clock on the branch's wall.
extension BusinessCalendar {
    /// The local day and the minute of it, 0 … 1439.
    public func local(at moment: Timestamp) -> (day: Int64, minute: Int) {
        let local = moment.milliseconds + offset(at: moment) * 1_000
        let day = local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
        return (day, Int((local - day * 86_400_000) / 60_000))
    }

    /// The moment at which the clock on the wall shows a minute of a day, 0 … 1440; where clocks
    /// go forward over it, the moment that would have been.
    public func moment(day: Int64, minute: Int) -> Timestamp {
        let local = day * 86_400_000 + Int64(minute) * 60_000
        let guess = local - offset(at: Timestamp(milliseconds: local)) * 1_000
        return Timestamp(
            milliseconds: local - offset(at: Timestamp(milliseconds: guess)) * 1_000)
    }
}
