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
        #expect(outcome.waits == Self.waits(of: workload, counters: balance.counters))
    }

    /// Three seeds each, all of them printed by the failure.
    @Test(arguments: [
        Balance(counters: 1, load: 0.5, customers: 2_000_000),
        Balance(counters: 2, load: 0.7, customers: 2_000_000),
        Balance(counters: 5, load: 0.8, customers: 2_000_000),
        Balance(counters: 12, load: 0.8, customers: 3_000_000),
    ])
    func waitsAreThoseOfErlang(_ balance: Balance) throws {
        let formula = try #require(balance.formula)
        // Days of 100,000: the recursion, which the rules equal as the test before shows, is what
        // is affordable two million times.
        var (sum, waited, count) = (0.0, 0, 0)
        for seed in 1...UInt64(balance.customers / 100_000) {
            let workload = balance.workload(100_000, seed: seed)
            for wait in Self.waits(of: workload, counters: balance.counters) {
                sum += Double(wait) / 1_000
                waited += wait > 0 ? 1 : 0
                count += 1
            }
        }
        let (mean, share) = (sum / Double(count), Double(waited) / Double(count))
        #expect(abs(mean / formula.meanWait - 1) < 0.02, "mean \(mean), not \(formula.meanWait)")
        #expect(abs(share / formula.waits - 1) < 0.02, "\(share) wait, not \(formula.waits)")
    }

    /// Kiefer and Wolfowitz: when each counter is free, kept in order.
    static func waits(of workload: Workload, counters: Int) -> [Int64] {
        var free = [Int64](repeating: 0, count: counters)
        return workload.customers.map { customer in
            let arrives = customer.arrives.milliseconds
            let begins = max(arrives, free[0])
            let ends = begins + max(1, customer.serving.wholeMilliseconds)
            var place = 0
            while place + 1 < counters, free[place + 1] < ends {
                free[place] = free[place + 1]
                place += 1
            }
            free[place] = ends
            return begins - arrives
        }
    }
}
