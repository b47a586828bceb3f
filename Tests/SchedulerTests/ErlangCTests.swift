import BranchDomain
import Messages
import Testing

@testable import Scheduler

/// One line of the check: so many counters, so busy.
struct Balance: Sendable, CustomTestStringConvertible {
    let counters: Int
    let load: Double
    let customers: Int

    var testDescription: String { "\(counters) counters, each \(load) busy" }

    static let meanMilliseconds = 400.0

    var formula: ErlangC? {
        ErlangC(
            arrivals: Double(counters) * load / Balance.meanMilliseconds * 1_000,
            meanService: Balance.meanMilliseconds / 1_000, counters: counters)
    }

    /// Arrivals and services without memory.
    func workload(_ customers: Int, seed: UInt64) -> Workload {
        var random = Luck(seed: seed)
        var time = 0.0
        let gap = Balance.meanMilliseconds / (Double(counters) * load)
        let people = (0..<customers).map { _ in
            time += random.exponential(mean: gap)
            let taken = random.exponential(mean: Balance.meanMilliseconds)
            return Workload.Customer(
                service: 0, arrives: Timestamp(milliseconds: Int64(time)),
                serving: .milliseconds(Int64(taken.rounded())))
        }
        // A free counter closes at once: nobody comes as it does.
        let end = Timestamp(milliseconds: Int64(time) + 1)
        return Workload(
            services: [ServiceAdd.Request(service: "cash", prefix: "A", names: ["en": "Cash"])],
            customers: people,
            shifts: (1...counters).map {
                Workload.Shift(
                    counter: "\($0)", opens: Timestamp(milliseconds: 0), closes: end)
            }, calendar: .utc)
    }
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
    @Test(arguments: [
        Balance(counters: 1, load: 0.8, customers: 1_500),
        Balance(counters: 3, load: 0.9, customers: 1_500),
        Balance(counters: 8, load: 0.95, customers: 1_500),
    ])
    func firstComeFirstServedIsExact(_ balance: Balance) throws {
        let workload = balance.workload(balance.customers, seed: 11)
        let outcome = try SimulationRun.play(workload)
        let expected = Self.waits(of: workload, counters: balance.counters)
        let other = zip(outcome.waits, expected).enumerated().first { $1.0 != $1.1 }
        #expect(other == nil, "seed 11: customer \(other?.offset ?? 0)")
    }

    /// The recursion that the rules were shown to equal, often enough for chance to matter less
    /// than the 2 %.
    @Test(arguments: [
        Balance(counters: 1, load: 0.5, customers: 1_000_000),
        Balance(counters: 2, load: 0.7, customers: 1_000_000),
        Balance(counters: 5, load: 0.75, customers: 1_000_000),
        Balance(counters: 10, load: 0.8, customers: 1_000_000),
    ])
    func waitsAreThoseOfErlang(_ balance: Balance) throws {
        let formula = try #require(balance.formula)
        var luck = Luck(seed: 1)
        var free = [Int64](repeating: 0, count: balance.counters)
        let gap = Balance.meanMilliseconds / (Double(balance.counters) * balance.load)
        var (time, sum, waited) = (0.0, Int64(0), 0)
        for _ in 0..<balance.customers {
            time += luck.exponential(mean: gap)
            let taken = luck.exponential(mean: Balance.meanMilliseconds).rounded()
            let wait = Self.wait(Int64(time), max(1, Int64(taken)), &free)
            sum += wait
            waited += wait > 0 ? 1 : 0
        }
        let mean = Double(sum) / 1_000 / Double(balance.customers)
        let share = Double(waited) / Double(balance.customers)
        #expect(
            abs(mean / formula.meanWait - 1) < 0.02,
            "seed 1: mean \(mean), not \(formula.meanWait)")
        #expect(abs(share / formula.waits - 1) < 0.02, "seed 1: \(share), not \(formula.waits)")
    }

    /// Without the recursion between them; more counters need more customers than a test has
    /// time for.
    @Test(arguments: [Balance(counters: 1, load: 0.4, customers: 40_000)])
    func theRulesThemselvesComeToErlang(_ balance: Balance) throws {
        let formula = try #require(balance.formula)
        let outcome = try SimulationRun.play(balance.workload(balance.customers, seed: 3))
        let summary = outcome.summary()
        #expect(
            abs(summary.mean / formula.meanWait - 1) < 0.02,
            "seed 3: mean \(summary.mean), not \(formula.meanWait)")
        #expect(
            abs(summary.waited / formula.waits - 1) < 0.02,
            "seed 3: \(summary.waited) wait, not \(formula.waits)")
    }

    /// Kiefer and Wolfowitz: when each counter is free, kept in order.
    static func waits(of workload: Workload, counters: Int) -> [Int64] {
        var free = [Int64](repeating: 0, count: counters)
        return workload.customers.map { customer in
            wait(
                customer.arrives.milliseconds, max(1, customer.serving.wholeMilliseconds), &free)
        }
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
