import BranchDomain
import Foundation
import Journal
import Messages

extension QueueHall {
    mutating func apply(_ record: Record, sequence: UInt64, at time: Timestamp) {
        switch HallEvent(record) {
        case .ticket(let kind, let facts, let text):
            apply(kind, facts, text, at: time)
        case .dayBegan(let day): begin(day)
        case .serviceAdded(let definition): add(HallService(definition: definition))
        case .serviceOpened(let service): set(service, isOpen: true)
        case .serviceClosed(let service): set(service, isOpen: false)
        case .counterOpened(let facts), .counterPaused(let facts):
            let index = counters.findOrAdd(facts.counter)
            counters[index].tenure = facts.tenure
            countActive()
        case .counterClosed(let facts):
            let index = counters.findOrAdd(facts.counter)
            counters[index].tenure = nil
            countActive()
        case .leaseRenewed(let counter, let until): renew(counter, until: until)
        case .leaseLapsed(let counter, let ticket):
            precondition(counters[counter].ticket == ticket, "a lapse names the counter's ticket")
            if let ticket { move(ticket, by: backInLine(ticket, .lapse), at: time) }
            counters[counter].tenure = nil
            countActive()
        case .calledNobody(let counter, let finished, let lease):
            if let finished { move(finished, by: .finish, at: time) }
            assert(counters[counter].ticket == nil, "a call leaves what it finished")
            renew(counter, until: lease)
        }
    }

    private mutating func apply(
        _ kind: TicketRecordKind, _ facts: TicketFacts, _ text: [UInt8], at time: Timestamp
    ) {
        switch kind {
        case .issued: issue(facts, details: text)
        case .found: return
        default:
            guard let event = kind.event else { preconditionFailure("\(kind) is no event") }
            if let finished = facts.finished { move(finished, by: .finish, at: time) }
            move(facts.key, by: backInLine(facts.key, event), facts, at: time)
            if let counter = facts.counter, let lease = facts.lease {
                renew(counter, until: lease)
            }
        }
        assert(tickets[facts.key].state == facts.state, "the record tells the state after it")
    }

    /// The event itself, unless it would send a ticket of an earlier day back among today's.
    private func backInLine(_ key: TicketKey, _ event: TicketEvent) -> TicketEvent {
        let isBack = event == .lapse || event == .unpark
        return isBack && tickets[key].isOvernight ? .outlive : event
    }

    private mutating func issue(_ facts: TicketFacts, details text: [UInt8]) {
        let ticket = HallTicket(
            key: facts.key, handle: facts.handle, service: facts.service, number: facts.number,
            priority: facts.priority, issued: facts.issued)
        tickets.append(ticket)
        self[facts.service].line.insert(ticket.place)
        self[facts.service].issuedToday += 1
        changed[Int(facts.service.place)] = true
        if !text.isEmpty { details.insert(DetailsBook.read(text), of: ticket.key, isOpen: true) }
        if tickets.rows.count >= TicketBook.mostRemembered {
            let young = tickets.rows.count * 3 / 4
            let gone = tickets.clear { index, row in index >= young || row.state.isOpen }
            for key in gone { details.forget(key) }
        }
    }

    /// The one place where a ticket changes its state: what held it lets go, what gets it takes it.
    private mutating func move(
        _ key: TicketKey, by event: TicketEvent, _ facts: TicketFacts? = nil, at time: Timestamp
    ) {
        let before = tickets[key]
        guard let state = TicketLife.state(after: event, in: before.state) else {
            preconditionFailure("\(event) cannot happen to a ticket that is \(before.state)")
        }
        release(before)
        tickets.update(key) { ticket in
            ticket.state = state
            ticket.note(event, facts, at: time)
        }
        let after = tickets[key]
        take(after)
        switch event {
        case .call, .recall, .resume: self[after.service].announce(RecentCall(after))
        default: break
        }
        if event == .finish {
            let start = before.started ?? before.called ?? time
            let taken = time.milliseconds - start.milliseconds
            self[before.service].pace.measure(milliseconds: taken)
        }
        if !state.isOpen { details.release(key) }
        changed[Int(before.service.place)] = true
    }

    private mutating func release(_ ticket: HallTicket) {
        switch ticket.state {
        case .waiting: self[ticket.service].line.remove(ticket.place)
        case .called, .serving:
            guard let counter = ticket.counter, counters[counter].ticket == ticket.key else {
                preconditionFailure("a ticket that is \(ticket.state) is at its counter")
            }
            counters[counter].ticket = nil
            if ticket.state == .called {
                self[ticket.service].tally.called -= 1
            } else {
                self[ticket.service].tally.serving -= 1
            }
            self[ticket.service].takeDown(ticket.key)
        case .parked:
            guard let until = ticket.until else { preconditionFailure("parked without an end") }
            parked.remove(ParkedTickets.Entry(until: until, ticket: ticket.key))
            self[ticket.service].tally.parked -= 1
        case .served, .noShow, .cancelled, .expired:
            preconditionFailure("a ticket that is \(ticket.state) does not move any more")
        }
    }

    mutating func take(_ ticket: HallTicket) {
        switch ticket.state {
        case .waiting: self[ticket.service].line.insert(ticket.place)
        case .called, .serving:
            guard let counter = ticket.counter, counters[counter].ticket == nil,
                counters[counter].tenure != nil
            else { preconditionFailure("a ticket is called to a counter that is open and free") }
            counters[counter].ticket = ticket.key
            if ticket.state == .called {
                self[ticket.service].tally.called += 1
            } else {
                self[ticket.service].tally.serving += 1
            }
            self[ticket.service].putUp(RecentCall(ticket))
        case .parked:
            guard let until = ticket.until else { preconditionFailure("parked without an end") }
            parked.insert(ParkedTickets.Entry(until: until, ticket: ticket.key))
            self[ticket.service].tally.parked += 1
        case .served: self[ticket.service].tally.served += 1
        case .noShow: self[ticket.service].tally.noShow += 1
        case .cancelled, .expired: break
        }
    }

    /// No row is moved: who is at a counter stays, all else of the days before is forgotten.
    private mutating func begin(_ day: BusinessDay) {
        let previous = self.day
        self.day = day
        // The same day with another end: the zone was changed. Its numbers go on.
        guard let previous, day.number > previous.number else { return }
        let gone = tickets.clear { _, ticket in
            ticket.state.isOpen && TicketLife.state(after: .expire, in: ticket.state) == nil
        }
        for key in gone { details.forget(key) }
        for row in tickets.rows { tickets.update(row.key) { $0.isOvernight = true } }
        parked.removeAll()
        for index in services.indices {
            services[index].beginDay()
            changed[index] = true
        }
        assert(tickets.open == tickets.rows.count, "only open tickets outlive their day")
    }

    private mutating func set(_ service: ServiceIndex, isOpen: Bool) {
        self[service].isOpen = isOpen
        changed[Int(service.place)] = true
    }

    private mutating func renew(_ counter: CounterIndex, until lease: Timestamp) {
        precondition(counters[counter].tenure != nil, "a closed counter has no lease")
        counters[counter].tenure?.lease = lease
    }

    /// Counts for each service the counters that would call its tickets.
    mutating func countActive() {
        for index in services.indices { services[index].activeCounters = 0 }
        for row in counters.rows {
            guard let tenure = row.tenure, tenure.pause == nil else { continue }
            for index in serviceIndices where tenure.serves(index) {
                self[index].activeCounters += 1
            }
        }
    }
}

extension HallTicket {
    /// Writes down when it happened.
    mutating func note(_ event: TicketEvent, _ facts: TicketFacts?, at time: Timestamp) {
        switch event {
        case .call, .recall, .resume:
            guard let facts, let counter = facts.counter else {
                preconditionFailure("\(event) names a counter")
            }
            self.counter = counter
            calls = facts.calls
            called = time
            goesFirst = false
            until = nil
            started = nil
        case .start: started = time
        case .hold:
            parked = time
            until = facts?.until
        case .unpark: until = nil
        case .lapse:
            goesFirst = true
            started = nil
        case .finish, .noShow, .cancel, .expire, .outlive:
            ended = time
            until = nil
        }
    }
}
