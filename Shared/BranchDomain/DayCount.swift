/// How days become parts of a year: 2006 ISDA Definitions, section 4.16. The raw value is the
/// wire's.
public enum DayCount: String, Sendable, CaseIterable, Hashable {
    /// Actual/365 (Fixed), 4.16(d): every day counts, leap days too.
    case act365 = "ACT/365"
    /// Actual/360, 4.16(e).
    case act360 = "ACT/360"
    /// 30/360, Bond Basis, 4.16(f): a 31st is a 30th at the start, at the end only after a start
    /// on the 30th or 31st.
    case thirty360 = "30/360"
    /// 30E/360, Eurobond Basis, 4.16(g): a 31st is a 30th at either end.
    case thirtyE360 = "30E/360"

    /// The days of a year by this convention, under the days counted.
    public var daysPerYear: Int {
        switch self {
        case .act365: 365
        case .act360, .thirty360, .thirtyE360: 360
        }
    }

    /// The days from `start`, which counts, to `end`, which does not; never negative.
    ///
    /// - Throws: ``DomainError`` where `end` is before `start`.
    public func days(from start: CivilDate, to end: CivilDate) throws(DomainError) -> Int {
        guard start <= end else { throw DomainError("A period ends no earlier than it starts.") }
        switch self {
        case .act365, .act360: return end.days(since: start)
        case .thirty360, .thirtyE360: break
        }
        let (one, other) = (start.parts, end.parts)
        let startDay = min(one.day, 30)
        let isEndCut = self == .thirtyE360 || startDay == 30
        let endDay = isEndCut ? min(other.day, 30) : other.day
        let months = 12 * (other.year - one.year) + other.month - one.month
        return 30 * months + endDay - startDay
    }

    /// The days of a part of a period, so that the parts of a period add up to the period.
    ///
    /// Bond Basis is why this exists: from the 29th to the 31st it counts 2, but 1 + 0 day by day,
    /// since the rule for the end looks at the start. Here the period's own start is looked at.
    ///
    /// - Throws: ``DomainError`` unless `periodStart` ≤ `start` ≤ `end`.
    public func days(
        from start: CivilDate, to end: CivilDate, inPeriodFrom periodStart: CivilDate
    ) throws(DomainError) -> Int {
        guard start <= end else { throw DomainError("A period ends no earlier than it starts.") }
        let before = try days(from: periodStart, to: start)
        let days = try days(from: periodStart, to: end) - before
        assert(days >= 0, "no convention counts back")
        return days
    }
}
