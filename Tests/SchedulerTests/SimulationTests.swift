import BranchDomain
import Foundation
import Messages
import Testing

@testable import Scheduler

@Suite struct SimulationTests {
    private func plan(_ rate: Double = 60, _ counters: Int = 4) -> SimulationPlan {
        SimulationPlan(
            services: [
                SimulationPlan.Service(
                    service: "cash", arrivals: ["9-17": rate],
                    serving: SimulationPlan.Serving(mean: 180, spread: 0.7))
            ], counters: [SimulationPlan.Counters(count: ["9-17": counters])], seed: 1)
    }

    @Test func theSameSeedIsTheSameDayAndAnotherIsAnother() throws {
        let outcomes = try [7, 7, 8].map { seed in
            try SimulationRun.play(try plan().day(seed: UInt64(seed)))
        }
        #expect(outcomes[0] == outcomes[1])
        #expect(outcomes[0] != outcomes[2])
    }

    @Test func everybodyIsAccountedFor() throws {
        var plan = plan()
        plan.services[0].noShows = 0.1
        plan.services[0].patience = 4
        let workload = try plan.day(seed: 5)
        let outcome = try SimulationRun.play(workload)
        #expect(outcome.noShows > 0 && outcome.left > 0)
        let summary = outcome.summary()
        #expect(outcome.served + outcome.noShows == summary.waits.count)
        #expect(summary.waits.count + outcome.left == workload.customers.count)
        #expect(summary.uncalled == outcome.left)
    }

    @Test func moreCountersNeverWaitLonger() throws {
        let means = try (3...6).map { count in
            try SimulationRun.play(try plan().with(count).day(seed: 1)).summary().mean
        }
        #expect(means == means.sorted(by: >))
    }

    @Test func aPriorityWaitsLessUnderPriorityAndNotUnderArrival() throws {
        var plan = plan(75)
        plan.services[0].preferred = 0.2
        plan.services[0].priority = 5
        let day = try plan.day(seed: 2)
        func mean(_ rule: String, _ isPreferred: Bool) throws -> Double {
            try SimulationRun.play(day.under(CallPolicy(rule: rule))).summary {
                (day.customers[$0].priority > 0) == isPreferred
            }.mean
        }
        #expect(try mean("priority", true) < mean("priority", false) / 2)
        #expect(try abs(mean("arrival", true) / mean("arrival", false) - 1) < 0.3)
    }

    @Test func theHourGetsAsManyCountersAsItNeeds() throws {
        let question = StaffSearch.Question(hour: 11, share: 0.9, limit: 600, days: 4)
        let rows = try StaffSearch(plan: plan(100, 6), question: question).rows()
        let last = try #require(rows.last)
        #expect(last.waits.within(600) >= 0.9)
        #expect(rows.dropLast().allSatisfy { $0.waits.within(600) < 0.9 })
        // Erlang's 6 or 7 are for an hour that never ends and services that vary more.
        #expect((5...7).contains(last.counters), "\(last.counters)")
        #expect(StaffSearch.text(rows, question).contains("With \(last.counters) counters at 11"))
    }

    @Test func aCounterClosesWhenItsHoursAreOverAndTheLastOnesServeTheRest() throws {
        var plan = plan(40, 1)
        plan.counters[0].count = ["9-10": 3, "10-17": 2]
        let workload = try plan.day(seed: 9)
        #expect(workload.shifts.map(\.servesTheRest) == [true, true, false])
        let outcome = try SimulationRun.play(workload)
        #expect(outcome.summary().uncalled == 0)
    }

    @Test(arguments: [
        (["9-8": 1.0], "arrivals: 9-8 is no hour"), (["24": 1], "arrivals: 24 is no hour"),
        (["9": -1], "cash: arrivals are 0 to 100,000 an hour"),
    ])
    func aPlanThatCannotBeSaysWhy(arrivals: [String: Double], reason: String) {
        var plan = plan()
        plan.services[0].arrivals = arrivals
        #expect {
            _ = try plan.day(seed: 1)
        } throws: { "\($0)".hasPrefix(reason) }
    }

    @Test func aChartHasABarForEachDay() {
        let chart = WaitChart(
            title: "A < B",
            bars: [
                .init(label: "arrival ×3", detail: "", median: 60, ninetieth: 240),
                .init(label: "arrival ×4", detail: "", median: 0, ninetieth: 60),
            ])
        #expect(chart.text.split(separator: "\n").count == 3)
        #expect(chart.text.contains("1:00 / 4:00"))
        #expect(chart.svg.contains("A &lt; B") && !chart.svg.contains("A < B"))
        #expect(chart.svg.components(separatedBy: "<rect").count == 6)
    }
}
