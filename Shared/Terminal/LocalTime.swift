import BranchDomain
import Foundation

/// A moment as a clock on the wall of some time zone shows it.
public struct LocalTime: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// 0 is Sunday.
    public let weekday: Int

    public init(_ moment: Timestamp, in zone: TimeZone) {
        let utc = moment.milliseconds.flooredQuotient(1_000)
        let date = Date(timeIntervalSince1970: TimeInterval(utc))
        let seconds = utc + Int64(zone.secondsFromGMT(for: date))
        let days = seconds.flooredQuotient(86_400)
        let ofDay = Int(seconds - days * 86_400)
        (hour, minute, second) = (ofDay / 3_600, ofDay / 60 % 60, ofDay % 60)
        weekday = Int((days + 4) - (days + 4).flooredQuotient(7) * 7)
        // Days since 0000-03-01 in eras of 400 years, after Hinnant's civil_from_days.
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        day = Int(ofYear - (153 * shiftedMonth + 2) / 5) + 1
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// `10:42`.
    public var clock: String { "\(LocalTime.two(hour)):\(LocalTime.two(minute))" }
    /// `10:42:07`.
    public var clockWithSeconds: String { clock + ":\(LocalTime.two(second))" }
    /// `2026-11-20`.
    public var date: String { "\(year)-\(LocalTime.two(month))-\(LocalTime.two(day))" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int64 {
    /// Division that rounds down, also below zero.
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
