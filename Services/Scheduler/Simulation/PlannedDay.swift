import BranchDomain
import Messages

extension SimulationPlan {
    /// 2026-01-05, a Monday; the rules know no other difference between days.
    private static let midnight: Int64 = 20_458 * 86_400_000
    private static let hour: Int64 = 3_600_000

    /// Which hour of a planned day a moment is in.
    static func hour(of moment: Timestamp) -> Int {
        Int((moment.milliseconds - midnight) / hour)
    }

    /// One day of the plan; the same for the same seed. Whoever comes is the same however many
    /// counters there are, so that what differs is the staffing and not luck.
    func day(seed: UInt64) throws(PlanError) -> Workload {
        try check()
        var customers: [Workload.Customer] = []
        for (index, service) in services.enumerated() {
            var random = Luck(
                seed: seed &* 0x2545_f491_4f6c_dd1d &+ UInt64(index) &* 0x9e37)
            customers += try service.customers(index, &random, from: SimulationPlan.midnight)
        }
        customers.sort { ($0.arrives, $0.service) < ($1.arrives, $1.service) }
        return Workload(
            services: services.enumerated().map { index, service in
                ServiceAdd.Request(
                    service: service.service,
                    prefix: String(UnicodeScalar(UInt8(65 + index))),
                    names: ["en": service.service], terms: ServiceTerms(policy: service.policy))
            }, customers: customers, shifts: try shifts(), calendar: .utc)
    }

    /// One shift for each stretch of hours in which a counter is open.
    private func shifts() throws(PlanError) -> [Workload.Shift] {
        var shifts: [Workload.Shift] = []
        for group in counters {
            let counts = try Hours.spread(group.count, of: "count").map { $0 ?? 0 }
            let last = counts.lastIndex { $0 > 0 } ?? 0
            for place in 0..<(counts.max() ?? 0) {
                var hour = 0
                while hour < 24 {
                    guard counts[hour] > place else {
                        hour += 1
                        continue
                    }
                    let begin = hour
                    while hour < 24, counts[hour] > place { hour += 1 }
                    shifts.append(
                        Workload.Shift(
                            counter: "\(shifts.count + 1)", services: group.services ?? [],
                            opens: SimulationPlan.moment(begin),
                            closes: SimulationPlan.moment(hour), servesTheRest: hour > last))
                }
            }
        }
        return shifts
    }

    private static func moment(_ hour: Int) -> Timestamp {
        Timestamp(milliseconds: midnight + Int64(hour) * SimulationPlan.hour)
    }

    /// The plan with so many counters in one hour, in the group that serves the service.
    ///
    /// - Parameter service: The first group where it is nil.
    func with(_ count: Int, at hour: Int, for service: String?) throws(PlanError) -> SimulationPlan
    {
        let group =
            service.map { name in
                counters.firstIndex { $0.services?.contains(name) ?? true }
            } ?? 0
        guard let group else { throw PlanError("No counter serves \(service ?? "it").") }
        var changed = self
        changed.counters[group].count = [:]
        for (at, present) in try Hours.spread(counters[group].count, of: "count").enumerated() {
            changed.counters[group].count["\(at)"] = at == hour ? count : present ?? 0
        }
        return changed
    }

    /// The plan with as many counters, wherever there are some, as Erlang C asks for in its
    /// busiest hour.
    func staffedByErlang(share: Double, within seconds: Double) throws(PlanError) -> SimulationPlan
    {
        try check()
        var most = 1
        let spread = try services.map { service throws(PlanError) in
            try Hours.spread(service.arrivals, of: "arrivals")
        }
        for hour in 0..<24 {
            let rates = spread.map { ($0[hour] ?? 0) / 3_600 }
            let sum = rates.reduce(0, +)
            guard sum > 0 else { continue }
            let load = zip(rates, services).reduce(0) { $0 + $1.0 * $1.1.serving.mean }
            most = max(
                most,
                ErlangC.counters(
                    arrivals: sum, meanService: load / sum, share: share, within: seconds))
        }
        return try with(min(most, SimulationPlan.mostCounters))
    }

    /// The plan with so many counters wherever there are some.
    func with(_ count: Int) throws(PlanError) -> SimulationPlan {
        var changed = self
        for group in counters.indices {
            let present = try Hours.spread(counters[group].count, of: "count")
            changed.counters[group].count = [:]
            for (hour, number) in present.enumerated() where number ?? 0 > 0 {
                changed.counters[group].count["\(hour)"] = count
            }
        }
        return changed
    }
}

extension SimulationPlan.Service {
    /// Poisson arrivals, hour by hour.
    fileprivate func customers(
        _ index: Int, _ random: inout Luck, from midnight: Int64
    ) throws(PlanError) -> [Workload.Customer] {
        var customers: [Workload.Customer] = []
        for (hour, rate) in try Hours.spread(arrivals, of: "arrivals").enumerated() {
            guard let rate, rate > 0 else { continue }
            var passed = random.exponential(mean: 3_600_000 / rate)
            while passed < 3_600_000 {
                let time = midnight + Int64(hour) * 3_600_000 + Int64(passed)
                customers.append(customer(index, Timestamp(milliseconds: time), &random))
                passed += random.exponential(mean: 3_600_000 / rate)
            }
        }
        return customers
    }

    private func customer(
        _ index: Int, _ time: Timestamp, _ random: inout Luck
    ) -> Workload.Customer {
        let taken =
            serving.shape == "exponential"
            ? random.exponential(mean: serving.mean)
            : random.logNormal(mean: serving.mean, spread: serving.spread ?? 0.7)
        let isNoShow = noShows.map { random.unit() <= $0 } ?? false
        let isPreferred = preferred.map { random.unit() <= $0 } ?? false
        var customer = Workload.Customer(
            service: index, arrives: time, priority: isPreferred ? priority ?? 1 : 0,
            serving: isNoShow ? .seconds(60) : .milliseconds(Int64((taken * 1_000).rounded())),
            isNoShow: isNoShow)
        if let patience {
            customer.patience = .milliseconds(
                Int64(random.exponential(mean: patience * 60_000)))
        }
        return customer
    }
}
