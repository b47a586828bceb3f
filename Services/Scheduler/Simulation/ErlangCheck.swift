import BranchDomain
import Foundation
import Messages

/// The rules against Erlang C: arrivals and services without memory, one line, so many counters.
struct ErlangCheck: Sendable, Equatable {
    /// How far the mean wait may be off, as a part of what the formula says.
    static let tolerance = 0.02

    let counters: Int
    /// The part of its time that a counter is busy.
    let load: Double
    /// Each with its own luck.
    var days: Int
    var customersADay = 40_000

    /// As many days that the tolerance is three standard errors, at loads that need the fewest:
    /// emptier lines seldom wait, fuller ones remember too long.
    static let all = [
        ErlangCheck(counters: 1, load: 0.35, days: 6),
        ErlangCheck(counters: 2, load: 0.45, days: 15),
        ErlangCheck(counters: 3, load: 0.55, days: 26),
        ErlangCheck(counters: 8, load: 0.7, days: 80),
    ]

    /// All customers of a day come within twenty hours, so that nobody waits over midnight.
    private var gap: Double { 72_000_000 / Double(customersADay) }
    private var meanService: Double { gap * Double(counters) * load }

    var formula: ErlangC {
        let line = ErlangC(
            arrivals: 1_000 / gap, meanService: meanService / 1_000, counters: counters)
        guard let line else { preconditionFailure("a checked line keeps up") }
        return line
    }

    /// When each customer comes and how long each takes, milliseconds.
    func customers(seed: UInt64) -> [(arrives: Int64, serving: Int64)] {
        var luck = Luck(seed: seed)
        let gaps = luck.spread(customersADay)
        let services = luck.spread(customersADay)
        var time = 0.0
        return zip(gaps, services).map { between, taken in
            time -= log(between) * gap
            return (Int64(time), max(1, Int64((-log(taken) * meanService).rounded())))
        }
    }

    func workload(seed: UInt64) -> Workload {
        let people = customers(seed: seed).map { customer in
            Workload.Customer(
                service: 0, arrives: Timestamp(milliseconds: customer.arrives),
                serving: .milliseconds(customer.serving))
        }
        // A free counter closes at once: nobody comes as it does.
        let last = people.last?.arrives.milliseconds ?? 0
        let end = Timestamp(milliseconds: last + 1)
        return Workload(
            services: [ServiceAdd.Request(service: "cash", prefix: "A", names: ["en": "Cash"])],
            customers: people,
            shifts: (1...counters).map {
                Workload.Shift(
                    counter: "\($0)", opens: Timestamp(milliseconds: 0), closes: end)
            }, calendar: .utc)
    }

    /// What came out.
    struct Result: Sendable, Equatable {
        let check: ErlangCheck
        /// The mean wait of each day, seconds.
        let means: [Double]
        /// The part of each day's customers that waited.
        let shares: [Double]

        var mean: Double { means.reduce(0, +) / Double(means.count) }
        var share: Double { shares.reduce(0, +) / Double(shares.count) }
        /// As a part of what the formula says.
        var difference: Double { mean / check.formula.meanWait - 1 }
        /// Of the difference, by how much the days differ among themselves.
        var standardError: Double {
            let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let variance = squares / Double(max(1, means.count - 1)) / Double(means.count)
            return variance.squareRoot() / check.formula.meanWait
        }

        var isWithin: Bool { abs(difference) < ErlangCheck.tolerance }
    }

    /// Plays the days, the first of them with this seed.
    func play(seed: UInt64) throws(PlanError) -> Result {
        var means: [Double] = []
        var shares: [Double] = []
        for day in 0..<UInt64(days) {
            let waits = try SimulationRun.play(workload(seed: seed &+ day)).summary()
            means.append(waits.mean)
            shares.append(waits.waited)
        }
        return Result(check: self, means: means, shares: shares)
    }

    /// As people read it: seconds, and parts of the customers.
    static func table(_ results: [Result]) -> String {
        let header = [
            "counters", "busy", "customers", "mean wait", "Erlang C", "off by", "±", "waited",
            "Erlang C",
        ]
        let rows = results.map { result in
            [
                "\(result.check.counters)", SimulationReport.percent(result.check.load),
                "\(result.check.days * result.check.customersADay)",
                String(format: "%.3f", result.mean),
                String(format: "%.3f", result.check.formula.meanWait),
                String(format: "%+.2f %%", result.difference * 100),
                String(format: "%.2f %%", result.standardError * 100),
                SimulationReport.percent(result.share),
                SimulationReport.percent(result.check.formula.waits),
            ]
        }
        return SimulationReport.columns([header] + rows)
    }
}
