import BranchDomain
import Messages
import Testing

@testable import Scheduler

extension ErlangCheck: CustomTestStringConvertible {
    public var testDescription: String { "\(counters) counters, each \(load) busy" }
}

@Suite struct ErlangCTests {
    @Test func theFormulaIsThatOfTheTextbooks() throws {
        // One counter: the part that waits is the load.
        let one = try #require(ErlangC(arrivals: 0.5, meanService: 1, counters: 1))
        #expect(abs(one.waits - 0.5) < 1e-12 && abs(one.meanWait - 1) < 1e-12)
        // Two Erlang on three counters: 4/9.
        let three = try #require(ErlangC(arrivals: 2, meanService: 1, counters: 3))
        #expect(abs(three.waits - 4.0 / 9) < 1e-12 && abs(three.meanWait - 4.0 / 9) < 1e-12)
        #expect(abs(three.within(0) - 5.0 / 9) < 1e-12)
        #expect(ErlangC(arrivals: 3, meanService: 1, counters: 3) == nil, "it never catches up")
        let many = try #require(ErlangC(arrivals: 950, meanService: 1, counters: 1_000))
        #expect(many.waits > 0 && many.waits < 1 && many.meanWait.isFinite)
    }

    @Test func theFewestCountersAreFound() {
        let found = ErlangC.counters(
            arrivals: 1.0 / 60, meanService: 180, share: 0.9, within: 600)
        #expect(found == 4)
    }

    /// The rules against what they must come to: whoever comes takes the counter that is free
    /// first. Customer by customer, so that what holds for one holds for the other.
    @Test(arguments: [(1, 0.8), (2, 0.85), (3, 0.9), (8, 0.95)])
    func firstComeFirstServedIsExact(counters: Int, load: Double) throws {
        let check = ErlangCheck(
            counters: counters, load: load, days: 1, customersADay: 1_200)
        let outcome = try SimulationRun.play(check.workload(seed: 11))
        let expected = Self.waits(check, seed: 11)
        let other = zip(outcome.waits, expected).enumerated().first { $1.0 != $1.1 }
        #expect(other == nil, "seed 11: customer \(other?.offset ?? 0)")
        #expect(outcome.waits.count == 1_200 && outcome.waits.contains { $0 > 0 })
    }

    /// The recursion that the rules were shown to equal, on so many days that 2 % are two
    /// standard errors. `branch simulate --check` plays twice as many with the rules themselves,
    /// for which a build with debugging has no time.
    @Test(arguments: ErlangCheck.all)
    func waitsAreWithinTwoPercentOfErlang(_ whole: ErlangCheck) {
        var check = whole
        check.days = (whole.days + 1) / 2
        let days = (0..<UInt64(check.days)).map { Self.summary(check, seed: 1 + $0) }
        let result = ErlangCheck.Result(
            check: check, means: days.map(\.mean), shares: days.map(\.waited))
        #expect(result.isWithin, "seed 1: \(ErlangCheck.table([result]))")
        #expect(abs(result.share / check.formula.waits - 1) < ErlangCheck.tolerance, "seed 1")
        #expect(result.standardError < 0.015, "seed 1: too few days to say")
    }

    @Test func theCheckPlaysTheRulesAndSaysHowFarOffTheyAre() throws {
        let check = ErlangCheck(counters: 2, load: 0.6, days: 3, customersADay: 400)
        let result = try check.play(seed: 5)
        #expect(result.means == (5...7).map { Self.summary(check, seed: $0).mean })
        #expect(result.standardError > 0)
        let table = ErlangCheck.table([result])
        #expect(table.contains("1200") && table.contains("60.0 %"))
        for (factor, isWithin) in [(1.0, true), (1.019, true), (1.03, false), (0.97, false)] {
            let mean = check.formula.meanWait * factor
            let found = ErlangCheck.Result(check: check, means: [mean], shares: [0])
            #expect(found.isWithin == isWithin)
        }
    }

    private static func summary(_ check: ErlangCheck, seed: UInt64) -> WaitSummary {
        WaitSummary(waits: waits(check, seed: seed), uncalled: 0)
    }

    /// Kiefer and Wolfowitz: when each counter is free, kept in order.
    private static func waits(_ check: ErlangCheck, seed: UInt64) -> [Int64] {
        var free = [Int64](repeating: 0, count: check.counters)
        return check.customers(seed: seed).map { wait($0.arrives, $0.serving, &free) }
    }

    private static func wait(_ arrives: Int64, _ serving: Int64, _ free: inout [Int64]) -> Int64 {
        let begins = max(arrives, free[0])
        let ends = begins + serving
        var place = 0
        while place + 1 < free.count, free[place + 1] < ends {
            free[place] = free[place + 1]
            place += 1
        }
        free[place] = ends
        return begins - arrives
    }
}
