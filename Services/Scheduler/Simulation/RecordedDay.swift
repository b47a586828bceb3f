import BranchDomain
import Messages

/// A day of the journal: who came, what each took, and which counters were open.
struct RecordedDay {
    let workload: Workload
    /// As it really was.
    let scenario: SimulationReport.Scenario

    /// - Parameters:
    ///   - hall: The services by their places.
    ///   - found: Everything that the journal tells of the day; a reopened ticket's last visit.
    init(_ hall: QueueHall, _ found: VisitLog.Findings, _ calendar: BusinessCalendar) {
        var last: [TicketKey: Visit] = [:]
        for visit in found.visits { last[visit.key] = visit }
        let visits = last.values.sorted { ($0.began, $0.key) < ($1.began, $1.key) }
        let services = Set(visits.map(\.service)).sorted()
        let places = Dictionary(uniqueKeysWithValues: services.enumerated().map { ($1, $0) })
        let names = services.map { hall[$0].definition.service }
        let typical = RecordedDay.typicalServing(visits)
        let end = visits.last?.began ?? Timestamp(milliseconds: 0)
        workload = Workload(
            services: services.enumerated().map { place, index in
                let definition = hall[index].definition
                return ServiceAdd.Request(
                    service: definition.service,
                    prefix: RecordedDay.prefix(place), names: ["en": definition.service],
                    terms: ServiceTerms(policy: definition.chosenPolicy?.wire))
            },
            customers: visits.map { visit in
                RecordedDay.customer(visit, places[visit.service] ?? 0, typical)
            },
            shifts: found.tenancies.sorted { $0.from < $1.from }.enumerated().compactMap {
                place, stint in
                let served = stint.services.map { hall[$0].definition.service }
                let known = served.filter { names.contains($0) }
                guard stint.to > stint.from, served.isEmpty || !known.isEmpty else { return nil }
                return Workload.Shift(
                    counter: "\(place + 1)", services: known, opens: stint.from,
                    closes: stint.to, servesTheRest: stint.to >= end)
            }, calendar: calendar)
        scenario = RecordedDay.scenario(visits, found)
    }

    private static func customer(
        _ visit: Visit, _ place: Int, _ typical: Int64
    ) -> Workload.Customer {
        var customer = Workload.Customer(
            service: place, arrives: visit.began, priority: Int(visit.priority),
            serving: .milliseconds(max(1, visit.serving ?? typical)),
            isNoShow: visit.state == .noShow)
        if visit.firstCalled == nil, visit.state != .expired, let ended = visit.ended {
            customer.patience = .milliseconds(
                max(1, ended.milliseconds - visit.began.milliseconds))
        }
        return customer
    }

    /// For those whom nobody served: the middle of the others, milliseconds.
    private static func typicalServing(_ visits: [Visit]) -> Int64 {
        let known = visits.filter { $0.state == .served }.compactMap(\.serving).sorted()
        return known.isEmpty ? 120_000 : known[known.count / 2]
    }

    private static func prefix(_ place: Int) -> String {
        let letters = (0..<2).map { UnicodeScalar(UInt8(65 + (place / ($0 == 0 ? 26 : 1)) % 26)) }
        return letters.map { String($0) }.joined()
    }

    private static func scenario(
        _ visits: [Visit], _ found: VisitLog.Findings
    ) -> SimulationReport.Scenario {
        let waits = visits.compactMap(\.wait)
        let open = found.tenancies.reduce(0) { $0 + $1.to.since($1.from).wholeMilliseconds }
        let idle = found.idle.reduce(0) { $0 + $1.to.since($1.from).wholeMilliseconds }
        return SimulationReport.Scenario(
            policy: "as it was", counters: "day",
            waits: WaitSummary(waits: waits, uncalled: visits.count - waits.count),
            served: visits.count { $0.state == .served },
            noShows: visits.count { $0.state == .noShow },
            left: visits.count { $0.state == .cancelled || $0.state == .abandoned },
            utilisation: open > 0 ? 1 - Double(idle) / Double(open) : 0)
    }
}
