import Messages

/// How many counters one hour needs, tried with one more at a time.
struct StaffSearch {
    /// What was asked.
    struct Question: Sendable, Equatable {
        let hour: Int
        /// 0 … 1
        let share: Double
        /// Seconds.
        let limit: Double
        /// All services where it is nil.
        var service: String?
        /// Days that are played for each number of counters.
        var days = 20
    }

    /// One number of counters, over all the days.
    struct Row: Sendable, Equatable {
        let counters: Int
        /// Of those who came in the hour.
        let waits: WaitSummary
        /// By Erlang C, for the hour by itself; nil where they cannot keep up.
        let expected: Double?
    }

    static let most = 200

    let plan: SimulationPlan
    let question: Question

    /// - Returns: What was tried; the last row is the answer, unless even the most were too few.
    /// - Throws: ``PlanError``.
    func rows() throws(PlanError) -> [Row] {
        let (arrivals, meanService) = try work()
        guard arrivals > 0 else {
            throw PlanError("Nobody comes at \(question.hour) o'clock by this plan.")
        }
        var rows: [Row] = []
        let least = max(1, Int(arrivals * meanService))
        guard least <= StaffSearch.most else {
            throw PlanError("More than \(StaffSearch.most) counters would be busy all the time.")
        }
        for count in least...StaffSearch.most {
            let row = try row(count, arrivals, meanService)
            rows.append(row)
            if row.waits.within(question.limit) >= question.share { break }
        }
        return rows
    }

    private func row(
        _ count: Int, _ arrivals: Double, _ meanService: Double
    ) throws(PlanError) -> Row {
        let staffed = try plan.with(count, at: question.hour, for: question.service)
        var waits = WaitSummary(waits: [], uncalled: 0)
        for day in 0..<question.days {
            let workload = try staffed.day(seed: (plan.seed ?? 1) &+ UInt64(day))
            let wanted = question.service.flatMap { name in
                plan.services.firstIndex { $0.service == name }
            }
            let outcome = try SimulationRun.play(workload)
            waits = waits.adding(
                outcome.summary { index in
                    let customer = workload.customers[index]
                    return SimulationPlan.hour(of: customer.arrives) == question.hour
                        && (wanted == nil || wanted == customer.service)
                })
        }
        let line = ErlangC(arrivals: arrivals, meanService: meanService, counters: count)
        return Row(counters: count, waits: waits, expected: line?.within(question.limit))
    }

    /// Arrivals a second in the hour, and the mean of their services, of those who share a line.
    private func work() throws(PlanError) -> (arrivals: Double, meanService: Double) {
        var (sum, time) = (0.0, 0.0)
        for service in plan.services {
            guard question.service == nil || service.service == question.service else { continue }
            let spread = try Hours.spread(service.arrivals, of: "arrivals")
            let rate = (spread[question.hour] ?? 0) / 3_600
            sum += rate
            time += rate * service.serving.mean
        }
        return (sum, sum > 0 ? time / sum : 0)
    }
}
