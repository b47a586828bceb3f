import BranchDomain
import Messages
import Testing

@testable import Scheduler

/// Whether what people are told when they take a ticket comes true.
@Suite struct CalibrationTests {
    struct Branch: Sendable, CustomTestStringConvertible {
        let counters: Int
        /// Customers an hour.
        let rate: Double
        let spread: Double
        /// Whether the counters also serve a second service.
        var isShared = false

        var testDescription: String {
            "\(counters) counters, \(rate) an hour, spread \(spread)\(isShared ? ", shared" : "")"
        }
    }

    @Test(arguments: [
        Branch(counters: 1, rate: 19, spread: 0.7), Branch(counters: 3, rate: 60, spread: 0.7),
        Branch(counters: 4, rate: 82, spread: 1), Branch(counters: 6, rate: 120, spread: 0.4),
        Branch(counters: 4, rate: 40, spread: 0.7, isShared: true),
    ])
    func nineInTenAreCalledWithinTheirNinetieth(_ branch: Branch) throws {
        var plan = SimulationPlan(
            services: [
                SimulationPlan.Service(
                    service: "cash", arrivals: ["9-17": branch.rate],
                    serving: SimulationPlan.Serving(mean: 180, spread: branch.spread),
                    noShows: 0.03)
            ], counters: [SimulationPlan.Counters(count: ["9-17": branch.counters])])
        if branch.isShared {
            plan.services.append(plan.services[0])
            plan.services[1].service = "loans"
        }
        var (promised, half, ninety) = (0, 0, 0)
        for seed in 1...4 {
            let promises = try SimulationRun.promises(try plan.day(seed: UInt64(seed)))
            promised += promises.promised
            half += promises.half
            ninety += promises.ninety
        }
        let held = Double(ninety) / Double(promised)
        let middle = Double(half) / Double(promised)
        #expect(promised > 200)
        #expect((0.82...0.98).contains(held), "seeds 1 to 4: the p90 held for \(held)")
        #expect((0.35...0.75).contains(middle), "seeds 1 to 4: the p50 held for \(middle)")
    }

    @Test func whatTheCountersDoElsewhereIsInTheEstimate() throws {
        var alone = ServicePace()
        for _ in 1...20 { alone.measure(milliseconds: 100_000) }
        var shared = alone
        var time = Timestamp(milliseconds: 0)
        for _ in 1...20 {
            shared.call(at: time, isWaitedFor: true, counters: 2)
            time = time.adding(.seconds(100))
        }
        let one = try #require(alone.estimate(position: 4, counters: 2))
        let two = try #require(shared.estimate(position: 4, counters: 2))
        #expect(two.p50 > one.p50 * 3 / 2, "every other call was for another service")
        #expect(one.p50 < one.p90)
    }

    @Test func anEmptyLineSaysNothingOfItsSpeed() {
        var pace = ServicePace()
        pace.measure(milliseconds: 60_000)
        let before = pace.estimate(position: 1, counters: 1)
        pace.call(at: Timestamp(milliseconds: 0), isWaitedFor: false, counters: 1)
        pace.call(at: Timestamp(milliseconds: 3_600_000), isWaitedFor: true, counters: 1)
        pace.beginDay()
        pace.call(at: Timestamp(milliseconds: 86_400_000), isWaitedFor: false, counters: 1)
        #expect(pace.turns == 0 && pace.estimate(position: 1, counters: 1) == before)
    }
}
