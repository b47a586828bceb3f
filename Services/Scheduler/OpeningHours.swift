import BranchDomain
import Messages

/// When a service issues tickets, by weekday and by date, in the branch's own time.
struct OpeningHours: Codable, Sendable, Equatable {
    static let mostEntries = 60
    static let mostSpans = 6
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let daysAhead: Int64 = 14

    /// As on the wire; checked.
    let text: [String: [String]]

    /// - Throws: ``Refusal`` `malformed` naming what cannot be read.
    init(_ text: [String: [String]]) throws(Refusal) {
        guard text.count <= OpeningHours.mostEntries else {
            throw Refusal(.malformed, "Hours have at most \(OpeningHours.mostEntries) days.")
        }
        for (day, spans) in text {
            let isDay = OpeningHours.weekdays.contains(day) || (try? CivilDate(day)) != nil
            guard isDay else {
                throw Refusal(.malformed, "Hours are by mon … sun or by a date as 2026-12-24.")
            }
            guard spans.count <= OpeningHours.mostSpans else {
                throw Refusal(.malformed, "A day opens at most \(OpeningHours.mostSpans) times.")
            }
            var end = -1
            for span in spans {
                guard let minutes = OpeningHours.minutes(span), minutes.lowerBound > end else {
                    throw Refusal(
                        .malformed, "Hours are written as 09:00-13:30, one behind the other.")
                }
                end = minutes.upperBound
            }
        }
        self.text = text
    }

    /// The minutes of a day between which the service is open; a date comes before its weekday.
    ///
    /// - Parameter day: Local days since 1970-01-01.
    func spans(on day: Int64) -> [Range<Int>] {
        let date = try? CivilDate(daysSinceEpoch: Int(day)).description
        // 1970-01-01 was a Thursday.
        let weekday = OpeningHours.weekdays[Int(((day + 3) % 7 + 7) % 7)]
        let spans = date.flatMap { text[$0] } ?? text[weekday] ?? []
        return spans.compactMap { OpeningHours.minutes($0) }
    }

    func isOpen(at moment: Timestamp, _ calendar: BusinessCalendar) -> Bool {
        let (day, minute) = calendar.local(at: moment)
        return spans(on: day).contains { $0.contains(minute) }
    }

    /// The next moment at which to look again.
    func turn(after moment: Timestamp, _ calendar: BusinessCalendar) -> Timestamp {
        let today = calendar.local(at: moment).day
        for day in today...today + OpeningHours.daysAhead {
            for span in spans(on: day) {
                for minute in [span.lowerBound, span.upperBound] {
                    let turn = calendar.moment(day: day, minute: minute)
                    if turn > moment { return turn }
                }
            }
        }
        return calendar.moment(day: today + OpeningHours.daysAhead + 1, minute: 0)
    }

    private static func minutes(_ span: String) -> Range<Int>? {
        let parts = span.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let from = minute(parts[0]), let to = minute(parts[1]), from < to
        else { return nil }
        return from..<to
    }

    private static func minute(_ time: Substring) -> Int? {
        let bytes = Array(time.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hour < 24 && minute < 60 || hour == 24 && minute == 0 else { return nil }
        return hour * 60 + minute
    }
}
