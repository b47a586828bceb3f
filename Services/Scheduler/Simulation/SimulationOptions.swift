import Messages

/// What can be said without a file.
enum SimulationOptions {
    /// Reads `cash:60:180` or `cash:60:180:exponential`: customers an hour, seconds of a service.
    static func service(_ text: String, hours: String) throws(PlanError) -> SimulationPlan.Service {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 3 || parts.count == 4, let rate = Double(parts[1]),
            let mean = Double(parts[2])
        else {
            throw PlanError(
                "\(text) is no service such as cash:60:180, customers an hour and mean seconds.")
        }
        return SimulationPlan.Service(
            service: parts[0], arrivals: [hours: rate],
            serving: SimulationPlan.Serving(
                mean: mean, spread: nil, shape: parts.count == 4 ? parts[3] : nil))
    }

    /// Reads `priority`, or `priority/300` (ageing) and `ratio/4` (one in).
    static func policy(_ text: String) throws(PlanError) -> CallPolicy {
        let parts = text.split(separator: "/").map(String.init)
        let number = parts.count == 2 ? Int(parts[1]) : nil
        let takesNumber = parts.first == "priority" || parts.first == "ratio"
        guard let rule = parts.first, parts.count == 1 || takesNumber && number != nil else {
            throw PlanError("\(text) is no policy such as arrival, priority/600 or ratio/3.")
        }
        let policy = CallPolicy(
            rule: rule, ageing: rule == "priority" ? number : nil,
            every: rule == "ratio" ? number : nil)
        do {
            _ = try QueuePolicy(policy)
        } catch {
            throw PlanError(error.message)
        }
        return policy
    }

    /// Reads `10m`, `90s` or `600`: seconds.
    static func seconds(_ text: String) throws(PlanError) -> Double {
        let scale = text.hasSuffix("m") ? 60.0 : 1
        let digits = text.hasSuffix("m") || text.hasSuffix("s") ? String(text.dropLast()) : text
        guard let value = Double(digits), value >= 0, value <= 86_400 else {
            throw PlanError("\(text) is no time such as 10m or 90s.")
        }
        return value * scale
    }

    /// Reads `90%`, `90` or `0.9`: 0 … 1.
    static func share(_ text: String) throws(PlanError) -> Double {
        let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
        guard let value = Double(digits), value > 0 else {
            throw PlanError("\(text) is no part such as 90%.")
        }
        let share = text.hasSuffix("%") || value > 1 ? value / 100 : value
        guard share < 1 else { throw PlanError("Never everybody: a part is below 100 %.") }
        return share
    }

    /// A day as many branches know it: two peaks, and more money than loans.
    static let example = SimulationPlan(
        services: [
            SimulationPlan.Service(
                service: "cash",
                arrivals: ["9": 35, "10": 50, "11-13": 65, "13": 45, "14-16": 35, "16": 50],
                serving: SimulationPlan.Serving(mean: 170, spread: 0.7), preferred: 0.1,
                priority: 2, noShows: 0.03),
            SimulationPlan.Service(
                service: "loans", arrivals: ["9-17": 5],
                serving: SimulationPlan.Serving(mean: 900, spread: 0.6), noShows: 0.02),
        ],
        counters: [SimulationPlan.Counters(count: ["9-11": 4, "11-14": 5, "14-17": 4])])
}
