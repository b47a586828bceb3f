import BranchDomain
import Testing

/// A line of a published table: start, end, days.
struct DayCountCase: Sendable, CustomTestStringConvertible {
    let start: String
    let end: String
    let days: Int

    init(_ start: String, _ end: String, _ days: Int) {
        (self.start, self.end, self.days) = (start, end, days)
    }

    var testDescription: String { "\(start) … \(end)" }
}

@Suite struct DayCountTests {
    private func check(_ dayCount: DayCount, _ line: DayCountCase) throws {
        let days = try dayCount.days(from: CivilDate(line.start), to: CivilDate(line.end))
        #expect(days == line.days)
    }

    @Test func theWireSpellsThem() {
        let spelled = ["ACT/365", "ACT/360", "30/360", "30E/360"]
        #expect(DayCount.allCases.map(\.rawValue) == spelled)
        #expect(DayCount.allCases.map(\.daysPerYear) == [365, 360, 360, 360])
        #expect(DayCount(rawValue: "act/365") == nil)
    }

    /// ISDA's sheet for the 2006 Definitions, section 4.16, "30/360 day count conventions"
    /// (30-360-2006ISDADefs.xls), column 30/360 (Bond Basis), as QuantLib's tests have it too.
    @Test(arguments: [
        DayCountCase("2006-08-20", "2007-02-20", 180),
        DayCountCase("2007-02-20", "2007-08-20", 180),
        DayCountCase("2007-08-20", "2008-02-20", 180),
        DayCountCase("2008-02-20", "2008-08-20", 180),
        DayCountCase("2008-08-20", "2009-02-20", 180),
        DayCountCase("2009-02-20", "2009-08-20", 180),
        DayCountCase("2006-08-31", "2007-02-28", 178),
        DayCountCase("2007-02-28", "2007-08-31", 183),
        DayCountCase("2007-08-31", "2008-02-29", 179),
        DayCountCase("2008-02-29", "2008-08-31", 182),
        DayCountCase("2008-08-31", "2009-02-28", 178),
        DayCountCase("2009-02-28", "2009-08-31", 183),
        DayCountCase("2006-01-31", "2006-02-28", 28), DayCountCase("2006-01-30", "2006-02-28", 28),
        DayCountCase("2006-02-28", "2006-03-03", 5), DayCountCase("2006-02-14", "2006-02-28", 14),
        DayCountCase("2006-09-30", "2006-10-31", 30), DayCountCase("2006-10-31", "2006-11-28", 28),
        DayCountCase("2007-08-31", "2008-02-28", 178),
        DayCountCase("2008-02-28", "2008-08-28", 180),
        DayCountCase("2008-02-28", "2008-08-30", 182),
        DayCountCase("2008-02-28", "2008-08-31", 183),
        DayCountCase("2007-02-26", "2008-02-28", 362),
        DayCountCase("2007-02-26", "2008-02-29", 363),
        DayCountCase("2008-02-29", "2009-02-28", 359), DayCountCase("2008-02-28", "2008-03-30", 32),
        DayCountCase("2008-02-28", "2008-03-31", 33),
    ])
    func bondBasisIsAsPublished(line: DayCountCase) throws {
        try check(.thirty360, line)
    }

    /// The same sheet, column 30E/360 (Eurobond Basis).
    @Test(arguments: [
        DayCountCase("2006-08-20", "2007-02-20", 180),
        DayCountCase("2007-02-20", "2007-08-20", 180),
        DayCountCase("2006-02-28", "2006-08-31", 182),
        DayCountCase("2006-08-31", "2007-02-28", 178),
        DayCountCase("2007-02-28", "2007-08-31", 182),
        DayCountCase("2007-08-31", "2008-02-29", 179),
        DayCountCase("2008-02-29", "2008-08-31", 181),
        DayCountCase("2008-08-31", "2009-02-28", 178),
        DayCountCase("2009-02-28", "2009-08-31", 182),
        DayCountCase("2009-08-31", "2010-02-28", 178),
        DayCountCase("2010-02-28", "2010-08-31", 182),
        DayCountCase("2010-08-31", "2011-02-28", 178),
        DayCountCase("2011-02-28", "2011-08-31", 182),
        DayCountCase("2011-08-31", "2012-02-29", 179),
        DayCountCase("2006-01-31", "2006-02-28", 28), DayCountCase("2006-01-30", "2006-02-28", 28),
        DayCountCase("2006-02-28", "2006-03-03", 5), DayCountCase("2006-02-14", "2006-02-28", 14),
        DayCountCase("2006-09-30", "2006-10-31", 30), DayCountCase("2006-10-31", "2006-11-28", 28),
        DayCountCase("2007-08-31", "2008-02-28", 178),
        DayCountCase("2008-02-28", "2008-08-28", 180),
        DayCountCase("2008-02-28", "2008-08-30", 182),
        DayCountCase("2008-02-28", "2008-08-31", 182),
        DayCountCase("2007-02-26", "2008-02-28", 362),
        DayCountCase("2007-02-26", "2008-02-29", 363),
        DayCountCase("2008-02-29", "2009-02-28", 359), DayCountCase("2008-02-28", "2008-03-30", 32),
        DayCountCase("2008-02-28", "2008-03-31", 32),
    ])
    func eurobondBasisIsAsPublished(line: DayCountCase) throws {
        try check(.thirtyE360, line)
    }

    /// The periods of ISDA's paper "The Actual/Actual Day Count Fraction" (3 June 1999), whose
    /// fractions have these days above the line: 61/365 + 121/366 is 182 days.
    @Test(arguments: [
        DayCountCase("2003-11-01", "2004-05-01", 182),
        DayCountCase("1999-02-01", "1999-07-01", 150),
        DayCountCase("1999-07-01", "2000-07-01", 366),
        DayCountCase("2002-08-15", "2003-07-15", 334),
        DayCountCase("2003-07-15", "2004-01-15", 184),
        DayCountCase("1999-07-30", "2000-01-30", 184),
        DayCountCase("2000-01-30", "2000-06-30", 152), DayCountCase("2000-02-29", "2000-02-29", 0),
    ])
    func actualDaysAreThoseOfTheCalendar(line: DayCountCase) throws {
        try check(.act365, line)
        try check(.act360, line)
    }

    @Test(arguments: DayCount.allCases)
    func aYearFromAnyFirstOfTheMonthIsAYear(dayCount: DayCount) throws {
        for month in 1...12 {
            let start = try CivilDate(year: 2_025, month: month, day: 1)
            let end = try CivilDate(year: 2_026, month: month, day: 1)
            let isActual = dayCount == .act365 || dayCount == .act360
            #expect(try dayCount.days(from: start, to: end) == (isActual ? 365 : 360))
        }
    }

    @Test(arguments: DayCount.allCases)
    func aPeriodNeverEndsBeforeItStarts(dayCount: DayCount) throws {
        let (day, next) = (try CivilDate("2026-01-30"), try CivilDate("2026-01-31"))
        #expect(throws: DomainError.self) { try dayCount.days(from: next, to: day) }
        #expect(throws: DomainError.self) {
            try dayCount.days(from: next, to: day, inPeriodFrom: day)
        }
        #expect(throws: DomainError.self) {
            try dayCount.days(from: day, to: next, inPeriodFrom: next)
        }
    }

    @Test func bondBasisByItselfDoesNotAddUpWhichIsWhyAPeriodHasAStart() throws {
        let days = try ["2026-01-29", "2026-01-30", "2026-01-31"].map(CivilDate.init)
        let basis = DayCount.thirty360
        #expect(try basis.days(from: days[0], to: days[2]) == 2)
        #expect(try basis.days(from: days[0], to: days[1]) == 1)
        #expect(try basis.days(from: days[1], to: days[2]) == 0)
        #expect(try basis.days(from: days[1], to: days[2], inPeriodFrom: days[0]) == 1)
    }

    @Test(arguments: DayCount.allCases, 1...3 as ClosedRange<UInt64>)
    func theDaysOfAPeriodAddUpToThePeriod(dayCount: DayCount, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<40 {
            let start = try CivilDate(
                daysSinceEpoch: Int.random(in: 18_000...22_000, using: &random))
            let end = try start.adding(days: Int.random(in: 0...800, using: &random))
            var (day, sum) = (start, 0)
            while day < end {
                let step = Int.random(in: 1...3, using: &random)
                let next = min(end, try day.adding(days: step))
                let days = try dayCount.days(from: day, to: next, inPeriodFrom: start)
                #expect((0...step + 2).contains(days), "seed \(seed): \(day) to \(next)")
                sum += days
                day = next
            }
            #expect(
                try sum == dayCount.days(from: start, to: end), "seed \(seed): \(start) to \(end)")
        }
    }
}
