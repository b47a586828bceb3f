/// Interest that grows day by day and is posted now and then, exact between postings.
///
/// The sum is a whole number of parts of a minor unit, 10¹¹ · 365 or 10¹¹ · 360 parts to the unit,
/// so that adding never rounds. Rounding happens in ``post(rounding:)`` alone, on the sum since
/// the beginning: however often one posts, all postings together are that sum, rounded once.
///
/// The bound is 36 600 days, over a hundred years, of the largest balance at 100 %: less than
/// 2⁵³ · 10¹¹ · 36 600 < 2¹⁰⁵ parts, far inside Int128, and over 360 days and 10¹¹ fewer than
/// 2⁶⁰ minor units, inside Int64.
public struct Accrual: Hashable, Sendable {
    /// The most days that one call may add, and the bound of the sum at the largest balance.
    public static let mostDays = 36_600

    public let dayCount: DayCount
    /// All interest since the beginning, in minor units over ``denominator``; may be negative.
    public private(set) var accrued: Int128
    /// What was posted of it, in minor units.
    public private(set) var posted: Int64

    /// Nothing accrued yet.
    public init(dayCount: DayCount) {
        self.dayCount = dayCount
        accrued = 0
        posted = 0
    }

    /// An accrual as it was stored.
    ///
    /// - Throws: ``DomainError`` where either sum is beyond the bound.
    public init(dayCount: DayCount, accrued: Int128, posted: Int64) throws(DomainError) {
        self.init(dayCount: dayCount)
        let mostPosted = Accrual.mostParts / denominator.magnitude + 1
        guard accrued.magnitude <= Accrual.mostParts, posted.magnitude <= mostPosted else {
            throw Accrual.beyondBound
        }
        self.accrued = accrued
        self.posted = posted
    }

    /// How many parts a minor unit has.
    public var denominator: Int128 { Int128(Rate.denominator) * Int128(dayCount.daysPerYear) }

    /// What is accrued and not posted, in minor units over ``denominator``.
    ///
    /// Right after a posting it is less than a minor unit, negative where that rounded up.
    public var remainder: Int128 { accrued - Int128(posted) * denominator }

    /// Adds the interest on a balance that stood for some days; negative on a negative balance.
    ///
    /// - Throws: ``DomainError`` where `days` is not in 0 … ``mostDays`` or the sum would be beyond
    ///   the bound; the accrual is then as it was.
    public mutating func add(
        _ balance: Balance, at rate: Rate, days: Int
    ) throws(DomainError) {
        guard (0...Accrual.mostDays).contains(days) else {
            throw DomainError("Interest is accrued over 0 to \(Accrual.mostDays) days at once.")
        }
        let parts = Int128(balance.minorUnits) * Int128(rate.numerator) * Int128(days)
        assert(parts.magnitude <= Accrual.mostParts, "each factor has its bound")
        let sum = accrued + parts
        guard sum.magnitude <= Accrual.mostParts else { throw Accrual.beyondBound }
        accrued = sum
    }

    /// Adds the interest on a balance that stood from `start`, which counts, to `end`, which does
    /// not, in a period of interest that began on `periodStart`.
    ///
    /// Day by day or in any parts, the sum over a period is the same.
    ///
    /// - Throws: ``DomainError`` unless `periodStart` ≤ `start` ≤ `end`, and as above.
    public mutating func add(
        _ balance: Balance, at rate: Rate, from start: CivilDate, to end: CivilDate,
        inPeriodFrom periodStart: CivilDate
    ) throws(DomainError) {
        let days = try dayCount.days(from: start, to: end, inPeriodFrom: periodStart)
        try add(balance, at: rate, days: days)
    }

    /// Posts what is due: the sum since the beginning, rounded, less what was posted before.
    ///
    /// The remainder stays and is part of the next posting.
    ///
    /// - Returns: Minor units to post, negative where the balance's owner owes them; may be 0.
    public mutating func post(rounding mode: RoundingMode = .halfEven) -> Int64 {
        let whole = Int64(mode.quotient(accrued, over: denominator))
        let due = whole - posted
        posted = whole
        assert(remainder.magnitude < denominator, "what is left is less than a minor unit")
        return due
    }

    private static let mostParts =
        (Int128(Amount.largest) * Int128(Rate.denominator) * Int128(mostDays)).magnitude
    private static let beyondBound = DomainError(
        "The interest is beyond a hundred years of the largest balance at 100 %.")
}
