import BranchDomain
import Testing

@Suite struct AccrualTests {
    private let most = Amount.largest

    private func balance(_ minorUnits: Int64) throws -> Balance {
        try Balance(minorUnits: minorUnits)
    }

    /// Balance, rate, days and the interest in whole minor units, half to even.
    @Test(
        arguments: [
            (DayCount.act365, 1_000_000, "3.65", 1, 100), (.act365, 1_000_000, "3.65", 365, 36_500),
            (.act360, 1_000_000, "3.6", 1, 100), (.act360, 1_000_000, "3.65", 365, 37_007),
            (.thirty360, 1_000_000, "5", 360, 50_000), (.thirtyE360, 1_000_000, "5", 178, 24_722),
            (.act365, -1_000_000, "3.65", 10, -1_000), (.act365, 182, "1", 1, 0),
            (.act365, 36_500, "0.5", 1, 0), (.act365, 36_500, "1.5", 1, 2),
            (.act365, 36_500, "2.5", 1, 2), (.act365, -36_500, "1.5", 1, -2),
            (.act365, 0, "100", 365, 0), (.act365, 1_000_000, "0", 365, 0),
            (.act365, 1_000_000, "100", 0, 0),
        ] as [(DayCount, Int64, String, Int, Int64)])
    func interestIsBalanceTimesRateTimesDays(
        dayCount: DayCount, minorUnits: Int64, rate: String, days: Int, interest: Int64
    ) throws {
        var accrual = Accrual(dayCount: dayCount)
        try accrual.add(balance(minorUnits), at: Rate(rate), days: days)
        #expect(accrual.post() == interest)
    }

    @Test func theFractionIsKeptExactly() throws {
        var accrual = Accrual(dayCount: .act365)
        try accrual.add(balance(1), at: Rate("0.000000001"), days: 1)
        #expect(accrual.accrued == 1)
        #expect(accrual.denominator == 36_500_000_000_000)
        #expect(accrual.post() == 0)
        #expect(accrual.remainder == 1)
        #expect(Accrual(dayCount: .thirty360).denominator == 36_000_000_000_000)
    }

    @Test func aHalfThatWasPostedIsNotPostedAgain() throws {
        // 0.5 a day: 0, 1, 1.5 → 2, 2, 2.5 → 2, 3 in all.
        var accrual = Accrual(dayCount: .act365)
        var postings: [Int64] = []
        for _ in 1...6 {
            try accrual.add(balance(36_500), at: Rate("0.5"), days: 1)
            postings.append(accrual.post())
        }
        #expect(postings == [0, 1, 1, 0, 0, 1])
        #expect(accrual.remainder == 0)
        #expect(accrual.post() == 0)
    }

    @Test(
        arguments: [
            (RoundingMode.halfEven, [0, 1, 1, 0]), (.halfUp, [1, 0, 1, 0]), (.down, [0, 1, 0, 1]),
        ] as [(RoundingMode, [Int64])])
    func aPostingRoundsAsItIsTold(mode: RoundingMode, expected: [Int64]) throws {
        var accrual = Accrual(dayCount: .act365)
        var postings: [Int64] = []
        for _ in expected {
            try accrual.add(balance(36_500), at: Rate("0.5"), days: 1)
            postings.append(accrual.post(rounding: mode))
        }
        #expect(postings == expected)
    }

    @Test func anOverdraftTakesBackWhatWasNotPosted() throws {
        var accrual = Accrual(dayCount: .act365)
        try accrual.add(balance(36_500), at: Rate("2.7"), days: 1)
        #expect(accrual.post(rounding: .down) == 2)
        try accrual.add(balance(-36_500), at: Rate("1"), days: 1)
        #expect(accrual.post(rounding: .down) == -1)
        #expect(accrual.remainder * 10 == accrual.denominator * 7)
    }

    @Test(arguments: DayCount.allCases)
    func aHundredYearsOfTheLargestBalanceAtAHundredPerCentFit(dayCount: DayCount) throws {
        for sign: Int64 in [1, -1] {
            var accrual = Accrual(dayCount: dayCount)
            let full = try balance(sign * most)
            try accrual.add(full, at: Rate("100"), days: Accrual.mostDays)
            #expect(throws: DomainError.self) { try accrual.add(full, at: Rate("100"), days: 1) }
            let years = Int128(Accrual.mostDays) * Int128(sign * most)
            let whole = years / Int128(dayCount.daysPerYear)
            let posted = accrual.post(rounding: .down)
            #expect(Int128(posted) == whole)
            #expect(accrual.accrued == years * Int128(Rate.denominator))
            let stored = try Accrual(
                dayCount: dayCount, accrued: accrual.accrued, posted: accrual.posted)
            #expect(stored == accrual)
        }
    }

    @Test func whatIsBeyondTheBoundIsRefusedAndChangesNothing() throws {
        var accrual = Accrual(dayCount: .act360)
        let full = try balance(most)
        try accrual.add(full, at: Rate("100"), days: Accrual.mostDays)
        let before = accrual
        for days in [-1, 1, Accrual.mostDays, Accrual.mostDays + 1, Int.max, Int.min] {
            #expect(throws: DomainError.self) { try accrual.add(full, at: Rate("1"), days: days) }
        }
        #expect(accrual == before)
        #expect(throws: DomainError.self) {
            try Accrual(dayCount: .act360, accrued: before.accrued + 1, posted: 0)
        }
        #expect(throws: DomainError.self) {
            try Accrual(dayCount: .act360, accrued: Int128.min, posted: 0)
        }
        #expect(throws: DomainError.self) {
            try Accrual(dayCount: .act360, accrued: 0, posted: Int64.min)
        }
    }
}

/// What holds for any balances, rates and dates.
@Suite struct AccrualPropertyTests {
    /// A balance that stood at a rate from one day to another.
    private struct Span {
        let balance: Balance
        let rate: Rate
        let start: CivilDate
        let end: CivilDate
    }

    private func spans(_ random: inout SeededRandom, from start: CivilDate) throws -> [Span] {
        var spans: [Span] = []
        var day = start
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let end = try day.adding(days: Int.random(in: 0...70, using: &random))
            // Small multiples of a year's days at half per cents often meet an exact half.
            let isTie = Bool.random(using: &random)
            let minorUnits =
                isTie
                ? 36_500 * 36 * Int64.random(in: -3...3, using: &random)
                : Int64.random(in: -Amount.largest...Amount.largest, using: &random)
            let numerator =
                isTie
                ? 500_000_000 * Int64.random(in: 0...9, using: &random)
                : Int64.random(in: 0...Rate.denominator, using: &random)
            spans.append(
                Span(
                    balance: try Balance(minorUnits: minorUnits),
                    rate: try Rate(numerator: numerator), start: day, end: end))
            day = end
        }
        return spans
    }

    @Test(arguments: DayCount.allCases, 1...8 as ClosedRange<UInt64>)
    func aSpanIsItsDays(dayCount: DayCount, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let start = try CivilDate(daysSinceEpoch: Int.random(in: 18_000...22_000, using: &random))
        var (bySpan, byDay) = (Accrual(dayCount: dayCount), Accrual(dayCount: dayCount))
        for span in try spans(&random, from: start) {
            try bySpan.add(
                span.balance, at: span.rate, from: span.start, to: span.end, inPeriodFrom: start)
            var day = span.start
            while day < span.end {
                let next = try day.adding(days: 1)
                try byDay.add(span.balance, at: span.rate, from: day, to: next, inPeriodFrom: start)
                day = next
            }
            #expect(byDay == bySpan, "seed \(seed), \(dayCount), \(span.start) to \(span.end)")
        }
        #expect(byDay.post() == bySpan.post(), "seed \(seed), \(dayCount)")
    }

    @Test(arguments: RoundingMode.allCases, 1...40 as ClosedRange<UInt64>)
    func anySplitOfPeriodsPostsTheSame(mode: RoundingMode, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let dayCount = DayCount.allCases[Int.random(in: 0..<4, using: &random)]
        let start = try CivilDate(daysSinceEpoch: Int.random(in: 18_000...22_000, using: &random))
        var (once, often) = (Accrual(dayCount: dayCount), Accrual(dayCount: dayCount))
        var sum: Int64 = 0
        for span in try spans(&random, from: start) {
            var day = span.start
            while day < span.end {
                let next = min(
                    span.end, try day.adding(days: Int.random(in: 1...9, using: &random)))
                try once.add(span.balance, at: span.rate, from: day, to: next, inPeriodFrom: start)
                try often.add(span.balance, at: span.rate, from: day, to: next, inPeriodFrom: start)
                if Bool.random(using: &random) { sum += often.post(rounding: mode) }
                day = next
            }
        }
        sum += often.post(rounding: mode)
        #expect(once.post(rounding: mode) == sum, "seed \(seed), \(mode), \(dayCount)")
        #expect(once == often, "seed \(seed), \(mode), \(dayCount)")
    }
}
