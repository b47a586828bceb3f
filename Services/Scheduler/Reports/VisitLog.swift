import BranchDomain
import Journal
import Messages

/// Follows the hall record by record and tells what is over: visits, idle counters, tenures.
///
/// Every transition's time is that of its record. Promises are those of the present rules, worked
/// out anew from what had been measured by then.
struct VisitLog: Sendable {
    /// What is over since the last ``drain()``.
    struct Findings: Sendable, Equatable {
        var visits: [Visit] = []
        /// Told before as over, and reopened since: they count no longer.
        var withdrawn: [Visit] = []
        var idle: [IdleStretch] = []
        var tenancies: [Tenancy] = []

        /// - Parameter isIncluded: Of the times at which they began; what was withdrawn stays.
        mutating func add(_ more: Findings, where isIncluded: (Timestamp) -> Bool) {
            visits += more.visits.filter { isIncluded($0.began) }
            idle += more.idle.filter { isIncluded($0.from) }
            tenancies += more.tenancies.filter { isIncluded($0.from) }
        }
    }

    private struct Desk {
        var openSince: Timestamp?
        var freeSince: Timestamp?
        var services: [ServiceIndex] = []
    }

    private(set) var found = Findings()
    private var open: [TicketKey: Visit] = [:]
    /// Of this business day: any of them may be reopened.
    private var over: [TicketKey: Visit] = [:]
    private var desks: [CounterIndex: Desk] = [:]
    private var next: TicketKey?

    /// What is not over at this time: visits, and counters that are open or idle until then.
    func unfinished(at time: Timestamp) -> Findings {
        var found = Findings()
        found.visits = Array(open.values)
        for (counter, desk) in desks {
            if let since = desk.openSince, since < time {
                found.tenancies.append(
                    Tenancy(counter: counter, services: desk.services, from: since, to: time))
            }
            if let since = desk.freeSince, since < time {
                found.idle.append(IdleStretch(counter: counter, from: since, to: time))
            }
        }
        return found
    }

    mutating func drain() -> Findings {
        defer { found = Findings() }
        return found
    }

    /// Before the hall applies the record: whoever waits at the end of the day is gone after it.
    mutating func before(_ hall: QueueHall, _ record: Record, at time: Timestamp) {
        guard case .dayBegan(let day) = HallEvent(record), let present = hall.day,
            day.number > present.number
        else { return }
        over = [:]
        for (key, visit) in open {
            let state = hall.tickets.find(key)?.state
            guard state != .called, state != .serving else { continue }
            var gone = visit
            gone.state = .expired
            gone.ended = min(time, present.ends)
            found.visits.append(gone)
            open[key] = nil
        }
    }

    /// After the hall applied it.
    mutating func after(_ hall: QueueHall, _ record: Record, at time: Timestamp) {
        if next == nil { next = TicketKey(ordinal: 1) }
        while let key = next, key < hall.tickets.next {
            begin(key, hall, at: time)
            next = TicketKey(ordinal: key.ordinal + 1)
        }
        switch HallEvent(record) {
        case .ticket(let kind, let facts, _):
            if let finished = facts.finished { end(finished, hall, at: time) }
            note(kind, facts, hall, at: time)
        case .calledNobody(let counter, let finished, _):
            if let finished { end(finished, hall, at: time) }
            look(at: counter, hall, time)
        case .leaseLapsed(let counter, let ticket):
            if let ticket { end(ticket, hall, at: time) }
            look(at: counter, hall, time)
        case .counterOpened(let facts), .counterPaused(let facts), .counterClosed(let facts):
            if let counter = hall.counters.find(facts.counter) { look(at: counter, hall, time) }
        case .dayBegan:
            for counter in hall.counters.indices { look(at: counter, hall, time) }
        default: break
        }
    }

    private mutating func begin(_ key: TicketKey, _ hall: QueueHall, at time: Timestamp) {
        guard let ticket = hall.tickets.find(key) else { return }
        var visit = Visit(
            key: key, service: ticket.service, began: time, priority: ticket.priority)
        if ticket.state == .waiting,
            let estimate = hall.estimate(of: ticket)
        {
            visit.promise = Visit.Promise(p50: estimate.p50, p90: estimate.p90)
        }
        open[key] = visit
    }

    private mutating func note(
        _ kind: TicketRecordKind, _ facts: TicketFacts, _ hall: QueueHall, at time: Timestamp
    ) {
        let before = open[facts.key]?.counter
        switch kind.event {
        case .call, .recall, .resume:
            if kind.event == .call, open[facts.key]?.firstCalled == nil {
                open[facts.key]?.firstCalled = time
            }
            open[facts.key]?.lastCalled = time
            open[facts.key]?.started = nil
            open[facts.key]?.counter = facts.counter
        case .start: open[facts.key]?.started = time
        case .reopen:
            if var visit = over.removeValue(forKey: facts.key) {
                found.withdrawn.append(visit)
                (visit.state, visit.ended, visit.started) = (.waiting, nil, nil)
                open[facts.key] = visit
            }
        default: end(facts.key, hall, at: time)
        }
        for counter in [before, facts.counter].compactMap(\.self) {
            look(at: counter, hall, time)
        }
    }

    /// The visit is over where the hall says that its ticket is.
    private mutating func end(_ key: TicketKey, _ hall: QueueHall, at time: Timestamp) {
        guard var visit = open[key] else { return }
        if let ticket = hall.tickets.find(key), ticket.state.isOpen { return }
        visit.state = hall.tickets.find(key)?.state ?? .expired
        visit.ended = time
        found.visits.append(visit)
        over[key] = visit
        open[key] = nil
    }

    private mutating func look(at counter: CounterIndex, _ hall: QueueHall, _ time: Timestamp) {
        let row = hall.counters[counter]
        var desk = desks[counter] ?? Desk()
        let isOpen = row.tenure.map { $0.pause == nil } ?? false
        let services = row.tenure?.services ?? []
        if let since = desk.openSince, !isOpen || services != desk.services {
            found.tenancies.append(
                Tenancy(counter: counter, services: desk.services, from: since, to: time))
            desk.openSince = nil
        }
        if isOpen, desk.openSince == nil { (desk.openSince, desk.services) = (time, services) }
        let isFree = isOpen && row.ticket == nil
        if let since = desk.freeSince, !isFree {
            if time > since {
                found.idle.append(IdleStretch(counter: counter, from: since, to: time))
            }
            desk.freeSince = nil
        }
        if isFree, desk.freeSince == nil { desk.freeSince = time }
        desks[counter] = desk
    }
}

extension QueueHall {
    /// What somebody who waits is told; nil where nothing was measured or no counter is active.
    func estimate(of ticket: HallTicket) -> Estimate? {
        self[ticket.service].pace.estimate(
            position: position(of: ticket), counters: self[ticket.service].activeCounters)
    }
}
