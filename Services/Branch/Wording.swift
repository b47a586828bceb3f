import BranchDomain
import Foundation
import Messages

/// How values of the wire are written for people.
enum Wording {
    /// `125.50 USD`; minor units as they are where the currency is not known here.
    static func money(_ minorUnits: Int64, _ code: String) -> String {
        guard let currency = try? Currency(code) else { return "\(minorUnits) \(code) (minor)" }
        return "\(currency.text(minorUnits: minorUnits)) \(code)"
    }

    /// The same without the code, for a column whose currency stands beside it.
    static func amount(_ minorUnits: Int64, _ code: String) -> String {
        guard let currency = try? Currency(code) else { return String(minorUnits) }
        return currency.text(minorUnits: minorUnits)
    }

    static func account(_ reference: AccountReference) -> String {
        switch reference {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }

    /// A number where the text is digits only, else a name.
    static func reference(_ text: String) -> AccountReference {
        UInt64(text).map { .number($0) } ?? .name(text)
    }

    /// `2026-11-21 10:42:07` in the zone of whoever looks.
    static func time(_ milliseconds: Int64, zone: TimeZone = .current) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
        let two: (Int?) -> String = { number in
            let digits = String(number ?? 0)
            return digits.count < 2 ? "0" + digits : digits
        }
        let day = "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
        return "\(day) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    }

    /// `4 min` or `40 s`, as boards say it.
    static func wait(seconds: Int) -> String {
        seconds < 60 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
    }

    static func yes(_ flag: Bool) -> String { flag ? "yes" : "" }
}
