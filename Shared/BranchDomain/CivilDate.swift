/// A day of the Gregorian calendar, reckoned backwards before 1582 as well: 0001-01-01 …
/// 9999-12-31, in no time zone.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    public static let first = CivilDate(unchecked: -719_162)
    public static let last = CivilDate(unchecked: 2_932_896)

    /// Days since 1970-01-01, negative before.
    public let daysSinceEpoch: Int

    private init(unchecked daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// - Throws: ``DomainError`` before ``first`` and after ``last``.
    public init(daysSinceEpoch: Int) throws(DomainError) {
        let known = CivilDate.first.daysSinceEpoch...CivilDate.last.daysSinceEpoch
        guard known.contains(daysSinceEpoch) else {
            throw DomainError("A date is from 0001-01-01 to 9999-12-31.")
        }
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// - Throws: ``DomainError`` where the calendar has no such day.
    public init(year: Int, month: Int, day: Int) throws(DomainError) {
        guard (1...9_999).contains(year), (1...12).contains(month),
            (1...CivilDate.lengthOfMonth(month, of: year)).contains(day)
        else { throw DomainError("The calendar has no such day.") }
        daysSinceEpoch = CivilDate.days(year: year, month: month, day: day)
    }

    /// Reads `2026-11-20`: ISO 8601, the extended form, four digits of the year.
    ///
    /// - Throws: ``DomainError`` for any other form and where the calendar has no such day.
    public init(_ text: String) throws(DomainError) {
        let bytes = Array(text.utf8)
        let hyphen = UInt8(ascii: "-")
        guard bytes.count == 10, bytes[4] == hyphen, bytes[7] == hyphen,
            let year = CivilDate.number(bytes[0..<4]), let month = CivilDate.number(bytes[5..<7]),
            let day = CivilDate.number(bytes[8..<10])
        else { throw DomainError("A date is written as 2026-11-20.") }
        try self.init(year: year, month: month, day: day)
    }

    /// Year 1 … 9999, month and day from 1.
    public var parts: (year: Int, month: Int, day: Int) {
        let era = CivilDate.daysToEpoch + daysSinceEpoch
        assert(era >= 0, "the first day is after 0000-03-01")
        let (eras, ofEra) = era.quotientAndRemainder(dividingBy: CivilDate.daysPerEra)
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + 400 * eras + (month <= 2 ? 1 : 0)
        return (year, month, ofYear - (153 * shifted + 2) / 5 + 1)
    }

    public var year: Int { parts.year }
    public var month: Int { parts.month }
    public var day: Int { parts.day }

    /// The last day of this day's month.
    public var endOfMonth: CivilDate {
        let (year, month, day) = parts
        return CivilDate(
            unchecked: daysSinceEpoch + CivilDate.lengthOfMonth(month, of: year) - day)
    }

    /// - Throws: ``DomainError`` where that is before ``first`` or after ``last``.
    public func adding(days: Int) throws(DomainError) -> CivilDate {
        let (sum, overflows) = daysSinceEpoch.addingReportingOverflow(days)
        return try CivilDate(daysSinceEpoch: overflows ? Int.max : sum)
    }

    /// How many days after `earlier` this day is; negative where it is before.
    public func days(since earlier: CivilDate) -> Int {
        daysSinceEpoch - earlier.daysSinceEpoch
    }

    /// `2026-11-20`, ten characters always.
    public var description: String {
        let (year, month, day) = parts
        let digits = String(year)
        let padded = String(repeating: "0", count: 4 - digits.count) + digits
        return "\(padded)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    // Years begin in March here, so that the leap day comes last, and 400 of them are one era,
    // after Hinnant's days_from_civil and civil_from_days.
    private static let daysPerEra = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let daysToEpoch = 719_468

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let (eras, yearOfEra) = marchYear.quotientAndRemainder(dividingBy: 400)
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let ofEra = 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + ofYear
        return eras * daysPerEra + ofEra - daysToEpoch
    }

    private static func lengthOfMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
