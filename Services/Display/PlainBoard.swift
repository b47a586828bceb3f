import BranchDomain
import Foundation
import Messages
import Terminal

/// The board as lines for pipes and logs: one for each call, and one whenever the branch goes
/// out of hearing or comes back.
struct PlainBoard: Sendable {
    let zone: TimeZone
    private var last: Liveness = .starting

    init(zone: TimeZone) {
        self.zone = zone
    }

    /// A call, with `calls` where it is not the first.
    ///
    /// `2026-11-20T10:42:07 call A012 counter 2 service cash`
    func line(_ announcement: Announcement) -> String {
        let call = announcement.call
        let moment = stamp(Timestamp(milliseconds: call.called))
        let again = call.calls > 1 ? " calls \(call.calls)" : ""
        return "\(moment) call \(word(call.number)) counter \(word(call.counter))"
            + " service \(word(announcement.service))\(again)"
    }

    /// What has changed about being live since the last question; nil: nothing.
    mutating func line(_ liveness: Liveness, now: Timestamp) -> String? {
        defer { last = liveness }
        switch (last, liveness) {
        case (.starting, .live(nil)):
            return "\(stamp(now)) live"
        case (_, .live(let gap?)) where last != liveness:
            return "\(stamp(now)) live again, not live since \(stamp(gap.since))"
        case (.starting, .never(let since)), (.live, .stale(let since)),
            (.starting, .stale(let since)):
            return "\(stamp(now)) stale, not live since \(stamp(since))"
        default:
            return nil
        }
    }

    private func stamp(_ moment: Timestamp) -> String {
        let time = LocalTime(moment, in: zone)
        return "\(time.date)T\(time.clockWithSeconds)"
    }

    /// Text from the network as one word that cannot break the line.
    private func word(_ text: String) -> String {
        let printable = text.unicodeScalars.filter {
            $0.properties.generalCategory != .control && !$0.properties.isWhitespace
        }
        return printable.isEmpty ? "-" : String(String.UnicodeScalarView(printable)).fitted(to: 40)
    }
}
