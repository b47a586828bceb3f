import BranchDomain
import Journal

extension QueueHall {
    private static let mostAtOnce = 1_024

    /// The earliest of the day's end, the counters' leases and the parkings; at once before the
    /// first day.
    var nextDeadline: Timestamp? {
        guard var earliest = day?.ends else { return Timestamp(milliseconds: 0) }
        for counter in counters.rows {
            if let lease = counter.tenure?.lease, lease < earliest { earliest = lease }
        }
        if let until = parked.entries.first?.until, until < earliest { earliest = until }
        return earliest
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
        // Sorting keeps the order of equals: parkings by ticket, then counters by place.
        due.sort { $0.deadline < $1.deadline }
        var events = due.prefix(QueueHall.mostAtOnce).map(\.event)
        if now >= day.ends, events.count == due.count, events.count < QueueHall.mostAtOnce {
            events.append(.dayBegan(environment.calendar.day(at: now)))
        }
        return events.map(\.record)
    }

    private func unparking(_ key: TicketKey) -> HallEvent {
        var facts = TicketFacts(tickets[key])
        facts.state = tickets[key].isOvernight ? .expired : .waiting
        return .ticket(.unparked, facts, text: [])
    }
}
