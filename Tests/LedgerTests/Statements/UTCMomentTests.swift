import BranchDomain
import Testing

@testable import Ledger

@Suite struct UTCMomentTests {
    @Test func knownMomentsAreWrittenByTheCalendar() {
        let table: [(milliseconds: Int64, dateTime: String, ofx: String)] = [
            (0, "1970-01-01T00:00:00.000Z", "19700101000000.000[0:GMT]"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z", "20000229000000.000[0:GMT]"),
            (1_795_212_345_678, "2026-11-20T22:05:45.678Z", "20261120220545.678[0:GMT]"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z", "21000228235959.999[0:GMT]"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z", "21000301000000.000[0:GMT]"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z", "99991231235959.999[0:GMT]"),
        ]
        for (milliseconds, dateTime, ofx) in table {
            let moment = Timestamp(milliseconds: milliseconds).utc
            #expect(moment.dateTime == dateTime)
            #expect(moment.ofx == ofx)
            #expect(moment.date == dateTime.prefix(10))
        }
    }

    @Test func everyDayOfEightHundredYearsFollowsTheOneBefore() {
        var (year, month, day) = (1970, 1, 1)
        for number in 0..<292_194 as Range<Int64> {
            let moment = Timestamp(milliseconds: number * 86_400_000 + 86_399_999).utc
            guard moment.year == year, moment.month == month, moment.day == day else {
                Issue.record("day \(number) is \(moment.date), not \(year)-\(month)-\(day)")
                return
            }
            day += 1
            if day > length(of: month, in: year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    private func length(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}
