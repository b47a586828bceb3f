import BranchDomain
import Foundation
import Testing

@testable import Terminal

@Suite struct LocalTimeTests {
    private func text(_ milliseconds: Int64, _ zone: String) throws -> String {
        let zone = try #require(TimeZone(identifier: zone))
        let time = LocalTime(Timestamp(milliseconds: milliseconds), in: zone)
        return "\(time.date) \(time.clockWithSeconds) \(time.weekday)"
    }

    @Test func momentsAreReadInTheirZone() throws {
        #expect(try text(0, "UTC") == "1970-01-01 00:00:00 4")
        #expect(try text(-1, "UTC") == "1969-12-31 23:59:59 3")
        #expect(try text(1_709_164_800_000, "UTC") == "2024-02-29 00:00:00 4")
        #expect(try text(1_795_171_320_000, "Europe/Madrid") == "2026-11-20 11:42:00 5")
        #expect(try text(1_795_171_320_000, "America/Bogota") == "2026-11-20 05:42:00 5")
    }

    @Test func everyDayFollowsTheOneBefore() {
        let zone = TimeZone(identifier: "UTC") ?? .current
        var before = LocalTime(Timestamp(milliseconds: -86_400_000), in: zone)
        for day in 0..<36_525 {
            let time = LocalTime(Timestamp(milliseconds: Int64(day) * 86_400_000), in: zone)
            #expect(time.weekday == (before.weekday + 1) % 7)
            let isNext =
                time.day == before.day + 1 && time.month == before.month
                || time.day == 1 && (28...31).contains(before.day)
            #expect(isNext, "\(before.date) → \(time.date)")
            before = time
        }
    }
}
