import BranchDomain
import Foundation
import Messages

/// What a simulated day is made of, as its JSON file says it.
struct SimulationPlan: Codable, Sendable, Equatable {
    struct Service: Codable, Sendable, Equatable {
        var service: String
        /// Customers an hour, by hour of the day: `{"9-12": 40, "12": 60}`.
        var arrivals: [String: Double]
        var serving: Serving
        var policy: CallPolicy?
        /// The part of the customers who have a priority, and which one.
        var preferred: Double?
        var priority: Int?
        /// The part that does not come when called; a minute is lost.
        var noShows: Double?
        /// Minutes after which people give up, in the mean; nobody does where absent.
        var patience: Double?
    }

    struct Serving: Codable, Sendable, Equatable {
        /// Seconds.
        var mean: Double
        /// The deviation as a part of the mean; 0.7 where absent. Exponential is always 1.
        var spread: Double?
        /// `logNormal` (where absent) or `exponential`.
        var shape: String?
    }

    /// Counters that are alike.
    struct Counters: Codable, Sendable, Equatable {
        /// All services where absent.
        var services: [String]?
        /// How many are open, by hour: `{"9-17": 3, "11": 5}`.
        var count: [String: Int]
    }

    var services: [Service]
    var counters: [Counters]
    /// 1 where absent.
    var seed: UInt64?

    static let mostAnHour = 100_000.0
    static let mostCounters = 500

    /// - Throws: ``PlanError`` naming the field.
    func check() throws(PlanError) {
        guard (1...26).contains(services.count) else {
            throw PlanError("A plan has 1 to 26 services.")
        }
        for service in services {
            for rate in try Hours.spread(service.arrivals, of: "arrivals") {
                guard (0...SimulationPlan.mostAnHour).contains(rate ?? 0) else {
                    throw PlanError("\(service.service): arrivals are 0 to 100,000 an hour.")
                }
            }
            try service.check()
        }
        guard !counters.isEmpty else { throw PlanError("A plan has counters.") }
        for group in counters {
            let all = try Hours.spread(group.count, of: "count")
            guard all.allSatisfy({ (0...SimulationPlan.mostCounters).contains($0 ?? 0) }) else {
                throw PlanError("Counters are 0 to \(SimulationPlan.mostCounters).")
            }
            for name in group.services ?? [] where !services.contains(where: { $0.service == name })
            {
                throw PlanError("Counters serve \(name), which is no service of the plan.")
            }
        }
    }
}

extension SimulationPlan.Service {
    fileprivate func check() throws(PlanError) {
        guard serving.mean > 0, serving.mean <= 14_400 else {
            throw PlanError("\(service): the mean service takes 0 to 14400 seconds.")
        }
        guard (0...10).contains(serving.spread ?? 1) else {
            throw PlanError("\(service): the spread is 0 to 10 means.")
        }
        guard ["logNormal", "exponential"].contains(serving.shape ?? "logNormal") else {
            throw PlanError("\(service): the shape is logNormal or exponential.")
        }
        guard (0...1).contains(preferred ?? 0), (0...1).contains(noShows ?? 0) else {
            throw PlanError("\(service): preferred and noShows are parts, 0 to 1.")
        }
        guard (1...IssueOrder.highestPriority).contains(priority ?? 1), patience ?? 1 > 0 else {
            throw PlanError("\(service): a priority is 1 to 9; patience is minutes, more than 0.")
        }
    }
}

/// Why a plan cannot be played, for whoever wrote it.
struct PlanError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Hours of a day as keys: `9`, or `9-12` for nine, ten and eleven.
enum Hours {
    /// By hour, nil where none is given; a single hour comes before a span.
    static func spread<Value>(
        _ values: [String: Value], of field: String
    ) throws(PlanError) -> [Value?] {
        var hours = [Value?](repeating: nil, count: 24)
        for (key, value) in values.sorted(by: { $0.key.count > $1.key.count }) {
            let parts = key.split(separator: "-", omittingEmptySubsequences: false)
            guard let first = parts.first.flatMap({ Int($0) }),
                let last = Int(parts[parts.count - 1]),
                parts.count <= 2, (0...23).contains(first),
                parts.count == 1 || (first + 1...24).contains(last)
            else { throw PlanError("\(field): \(key) is no hour such as 9, or 9-12.") }
            for hour in first..<(parts.count == 1 ? first + 1 : last) { hours[hour] = value }
        }
        return hours
    }
}
