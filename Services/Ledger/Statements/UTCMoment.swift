import BranchDomain

/// A moment by the calendar and the clock of UTC, as statements write it.
///
/// The Gregorian calendar without leap seconds, as RFC 3339 has it; no locale, no time zone.
struct UTCMoment: Equatable {
    /// Milliseconds of what can be written: 1970-01-01 up to the end of 9999.
    static let writable: ClosedRange<Int64> = 0...253_402_300_799_999

    let year: Int
    /// 1 … 12.
    let month: Int
    /// 1 … 31.
    let day: Int
    /// 0 … 86 399 999, within the day.
    let milliseconds: Int

    init(_ time: Timestamp) {
        precondition(
            UTCMoment.writable.contains(time.milliseconds), "a year has four digits, from 1970")
        let (days, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        milliseconds = Int(rest)
        // Counted from 1 March of the year 0, leap days stand at the end of a year; 146 097 days
        // are 400 years, 1 460, 36 524 and 146 096 are the days before a leap day.
        let shifted = Int(days) + 719_468
        let (era, ofEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        day = ofYear - (153 * fromMarch + 2) / 5 + 1
        month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `2026-01-31`.
    var date: String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `2026-01-31T23:59:59.999Z`, RFC 3339 and `xs:dateTime`.
    var dateTime: String {
        let clock = [hour, minute, second].map { padded($0, 2) }.joined(separator: ":")
        return "\(date)T\(clock).\(padded(milliseconds % 1_000, 3))Z"
    }

    /// `20260131235959.999[0:GMT]`, OFX 2.2 section 3.2.8.2.
    var ofx: String {
        let parts = [month, day, hour, minute, second].map { padded($0, 2) }.joined()
        return "\(padded(year, 4))\(parts).\(padded(milliseconds % 1_000, 3))[0:GMT]"
    }

    private var hour: Int { milliseconds / 3_600_000 }
    private var minute: Int { milliseconds / 60_000 % 60 }
    private var second: Int { milliseconds / 1_000 % 60 }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Timestamp {
    /// The moment by the calendar and the clock of UTC.
    var utc: UTCMoment { UTCMoment(self) }
}
