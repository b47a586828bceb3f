import BranchDomain
import Testing

@Suite struct CivilDateTests {
    /// Day numbers as `date -u -d … +%s` gives them, divided by 86 400.
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
        ("1900-02-28", -25_509), ("1900-03-01", -25_508), ("2026-11-20", 20_777),
        ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("1600-02-29", -135_081),
        ("1582-10-15", -141_427), ("2038-01-19", 24_855), ("2100-03-01", 47_541),
    ])
    func aDateIsADayNumber(text: String, days: Int) throws {
        #expect(try CivilDate(text).daysSinceEpoch == days)
        #expect(try CivilDate(daysSinceEpoch: days).description == text)
    }

    @Test(arguments: [
        "", "2026-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32",
        "2026-04-31", "0000-01-01", "10000-01-01", "26-01-01", "2026-1-1", "2026/01/01",
        "20260101", "2026-01-01Z", " 2026-01-01", "2026-01-01 ", "2026-01-1a", "+026-01-01",
        "-001-01-01", "2026-W01-1", "２026-01-01", "2026-01-01T00:00",
    ])
    func whatIsNoDateIsRefused(text: String) {
        #expect(throws: DomainError.self) { try CivilDate(text) }
    }

    @Test(arguments: [
        (0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 2, 29),
        (Int.max, 1, 1), (Int.min, 1, 1), (2026, Int.max, 1), (2026, 1, Int.min),
    ])
    func noSuchDayIsRefused(year: Int, month: Int, day: Int) {
        #expect(throws: DomainError.self) { try CivilDate(year: year, month: month, day: day) }
    }

    @Test(arguments: [-719_163, 2_932_897, Int.min, Int.max])
    func outsideTheCalendarIsRefused(days: Int) {
        #expect(throws: DomainError.self) { try CivilDate(daysSinceEpoch: days) }
    }

    /// Every day of two eras of 400 years, against a calendar that only ever adds one day.
    @Test func everyDayFollowsTheOneBefore() throws {
        var (year, month, day) = (1_600, 1, 1)
        var date = try CivilDate("1600-01-01")
        while year < 2_401 {
            let parts = date.parts
            guard parts == (year, month, day),
                try CivilDate(year: year, month: month, day: day) == date
            else {
                Issue.record("\(date.daysSinceEpoch) is \(parts), not \((year, month, day))")
                return
            }
            let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            date = try date.adding(days: 1)
        }
        #expect(date.days(since: try CivilDate("1600-01-01")) == 2 * 146_097 + 366)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func whatIsWrittenIsReadBackAlike(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let all = CivilDate.first.daysSinceEpoch...CivilDate.last.daysSinceEpoch
        for _ in 0..<500 {
            let date = try CivilDate(daysSinceEpoch: Int.random(in: all, using: &random))
            let (year, month, day) = date.parts
            #expect(try CivilDate(date.description) == date, "seed \(seed): \(date)")
            #expect(try CivilDate(year: year, month: month, day: day) == date, "seed \(seed)")
            #expect((date.year, date.month, date.day) == date.parts, "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("2026-01-01", "2026-01-31"), ("2026-02-10", "2026-02-28"), ("2024-02-29", "2024-02-29"),
        ("1900-02-01", "1900-02-28"), ("2000-02-01", "2000-02-29"), ("2026-04-30", "2026-04-30"),
        ("9999-12-01", "9999-12-31"),
    ])
    func aMonthHasALastDay(text: String, last: String) throws {
        #expect(try CivilDate(text).endOfMonth.description == last)
    }

    @Test func daysAreAddedWithinTheCalendar() throws {
        let date = try CivilDate("2024-02-28")
        #expect(try date.adding(days: 2) == CivilDate("2024-03-01"))
        #expect(try date.adding(days: -59) == CivilDate("2023-12-31"))
        #expect(try date.adding(days: 366).days(since: date) == 366)
        #expect(date < (try date.adding(days: 1)))
        #expect(throws: DomainError.self) { try CivilDate.last.adding(days: 1) }
        #expect(throws: DomainError.self) { try CivilDate.first.adding(days: -1) }
        #expect(throws: DomainError.self) { try date.adding(days: Int.max) }
        #expect(throws: DomainError.self) { try CivilDate.first.adding(days: Int.min) }
    }
}
