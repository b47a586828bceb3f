import BranchDomain
import Foundation
import Testing

@testable import Notifier

@Suite struct QuietHoursTests {
    private static let madrid = TimeZone(identifier: "Europe/Madrid") ?? .gmt

    private func hours(_ from: String, _ to: String) throws -> QuietHours {
        try #require(
            QuietHours(from: from, to: to) { moment in
                QuietHoursTests.madrid.secondsFromGMT(
                    for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000))
            })
    }

    private func moment(_ text: String) throws -> Timestamp {
        let date = try Date.ISO8601FormatStyle().parse(text)
        return Timestamp(milliseconds: Int64(date.timeIntervalSince1970) * 1_000)
    }

    @Test(arguments: [
        ("2026-11-20T20:59:59Z", nil),  // 21:59:59 in Madrid
        ("2026-11-20T21:00:30Z", "2026-11-21T06:00:00Z"),
        ("2026-11-21T05:59:59Z", "2026-11-21T06:00:00Z"),
        ("2026-11-21T06:00:00Z", nil),
        // The clocks go back in this night, and forward in that one.
        ("2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z"),
        ("2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z"),
    ])
    func theNightEndsByTheBranchsClocks(now: String, end: String?) throws {
        let quiet = try hours("22:00", "07:00")
        #expect(try quiet.end(at: moment(now)) == end.map(moment))
    }

    @Test func quietMayLieWithinADay() throws {
        let siesta = try hours("14:00", "16:30")
        #expect(
            try siesta.end(at: moment("2026-11-20T13:30:00Z")) == moment("2026-11-20T15:30:00Z"))
        #expect(try siesta.end(at: moment("2026-11-20T15:30:00Z")) == nil)
    }

    @Test(arguments: ["7:00", "24:00", "07:60", "soon", "", "07:00:00"])
    func whatIsNoTimeOfDayIsNone(text: String) {
        #expect(QuietHours(from: text, to: "07:00") { _ in 0 } == nil)
    }
}
