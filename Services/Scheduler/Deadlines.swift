import BranchDomain
import Journal

extension QueueHall {
    private static let mostAtOnce = 1_024

    /// The earliest of the day's end, the counters' leases and the parkings; at once before the
    /// first day.
    var nextDeadline: Timestamp? {
        guard var earliest = day?.ends else { return Timestamp(milliseconds: 0) }
        for place in counters.rows.indices {
            if let lease = counters.rows[place].tenure?.lease, lease < earliest {
                earliest = lease
            }
        }
        if let until = parked.entries.first?.until, until < earliest { earliest = until }
        for place in services.indices {
            if let turn = services[place].turn, turn < earliest { earliest = turn }
            if services[place].admits, letsIn(services[place]) {
                return Timestamp(milliseconds: 0)
            }
        }
        return earliest
    }

    /// Whether the first in line may come in.
    private func letsIn(_ service: HallService) -> Bool {
        guard let capacity = service.definition.capacity, let first = service.line.first else {
            return false
        }
        return service.occupancy.admits(
            party: Int(tickets[first.key].party), capacity: capacity,
            batch: service.definition.batch ?? 1)
    }

    func tick(now: Timestamp, next: UInt64) -> [Record] { tick(now: now) }

    /// What has fallen due by `now`, in order of deadline, then of ticket or counter.
    func tick(now: Timestamp) -> [Record] {
        guard let day else { return [HallEvent.dayBegan(environment.calendar.day(at: now)).record] }
        guard let deadline = nextDeadline, deadline <= now else { return [] }
        var due: [(deadline: Timestamp, event: HallEvent)] = []
        // What was due before midnight comes first; what is parked longer expires with the day.
        let end = min(now, day.ends)
        for entry in parked.entries.prefix(QueueHall.mostAtOnce) where entry.until <= end {
            due.append((entry.until, unparking(entry.ticket)))
        }
        for (place, row) in counters.rows.enumerated() {
            guard let tenure = row.tenure, tenure.lease <= end else { continue }
            let index = CounterIndex(place: UInt16(place))
            due.append((tenure.lease, .leaseLapsed(index, ticket: row.ticket)))
        }
        for index in serviceIndices {
            guard let turn = self[index].turn, turn <= end else { continue }
            due.append((turn, turned(index, at: now)))
        }
        // Sorting keeps the order of equals: parkings by ticket, then counters by place.
        due.sort { $0.deadline < $1.deadline }
        var events = due.prefix(QueueHall.mostAtOnce).map(\.event)
        if now < day.ends, events.count == due.count {
            events += admissions(atMost: QueueHall.mostAtOnce - events.count)
        }
        if now >= day.ends, events.count == due.count, events.count < QueueHall.mostAtOnce {
            events.append(.dayBegan(environment.calendar.day(at: now)))
        }
        return events.map(\.record)
    }

    private func turned(_ index: ServiceIndex, at now: Timestamp) -> HallEvent {
        guard let hours = self[index].definition.hours else {
            preconditionFailure("only hours turn a service")
        }
        return .serviceTurned(
            index, isOpen: hours.isOpen(at: now, environment.calendar),
            next: hours.turn(after: now, environment.calendar))
    }

    /// Who may come in now, in order of their lines; who does not fit is not overtaken.
    private func admissions(atMost limit: Int) -> [HallEvent] {
        var events: [HallEvent] = []
        for index in serviceIndices where self[index].admits {
            guard let capacity = self[index].definition.capacity else { continue }
            let batch = self[index].definition.batch ?? 1
            var occupancy = self[index].occupancy
            for place in self[index].line.prefix(limit - events.count) {
                let ticket = tickets[place.key]
                let party = Int(ticket.party)
                guard occupancy.admits(party: party, capacity: capacity, batch: batch) else {
                    break
                }
                occupancy.use(party: party, capacity: capacity, batch: batch)
                occupancy.enter(party: party)
                var facts = TicketFacts(ticket)
                facts.state = .called
                facts.counter = nil
                facts.reason = .admission
                if facts.calls < .max { facts.calls += 1 }
                events.append(.ticket(.admitted, facts, text: []))
            }
        }
        return events
    }

    private func unparking(_ key: TicketKey) -> HallEvent {
        var facts = TicketFacts(tickets[key])
        facts.state = tickets[key].isOvernight ? .expired : .waiting
        return .ticket(.unparked, facts, text: [])
    }
}
