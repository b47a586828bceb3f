import BranchDomain
import Journal

extension QueueHall {
    /// The one place where a ticket changes its state: what held it lets go, what gets it takes it.
    mutating func move(
        _ key: TicketKey, by event: TicketEvent, _ facts: TicketFacts? = nil,
        sequence: UInt64 = 0, at time: Timestamp
    ) {
        let before = tickets[key]
        guard let state = TicketLife.state(after: event, in: before.state) else {
            preconditionFailure("\(event) cannot happen to a ticket that is \(before.state)")
        }
        release(before)
        if event == .reopen { uncount(before) }
        tickets.update(key) { ticket in
            ticket.state = state
            ticket.note(event, facts, sequence: sequence, at: time)
        }
        if event == .requeue || event == .reopen {
            stand(key, at: facts?.position ?? .arrival, time)
        }
        let after = tickets[key]
        if event == .call, after.isAdmitted { usePlaces(after) }
        take(after)
        tell(event, before, after, at: time)
        if !state.isOpen, !goesOn(after, event, at: time), event != .transfer {
            details.release(key)
        }
        if event == .reopen { details.hold(key) }
        changed[Int(before.service.place)] = true
    }

    /// What boards show and what is measured of it.
    private mutating func tell(
        _ event: TicketEvent, _ before: HallTicket, _ after: HallTicket, at time: Timestamp
    ) {
        switch event {
        case .call, .recall, .resume: self[after.service].announce(RecentCall(after))
        default: break
        }
        if event == .call {
            countTurn(of: after)
            if after.counter != nil {
                let isWaitedFor = self[after.service].line.count > 0
                let counters = self[after.service].activeCounters
                self[after.service].pace.call(
                    at: time, isWaitedFor: isWaitedFor, counters: counters)
            }
        }
        if event == .finish, before.counter != nil {
            let start = before.started ?? before.called ?? time
            let taken = time.milliseconds - start.milliseconds
            self[before.service].pace.measure(milliseconds: taken)
        }
    }

    private mutating func usePlaces(_ ticket: HallTicket) {
        guard let capacity = self[ticket.service].definition.capacity else { return }
        self[ticket.service].occupancy.use(
            party: Int(ticket.party), capacity: capacity,
            batch: self[ticket.service].definition.batch ?? 1)
    }

    private mutating func countTurn(of ticket: HallTicket) {
        let calls = self[ticket.service].sincePriority
        self[ticket.service].sincePriority = ticket.priority > 0 ? 0 : min(calls + 1, 1_000)
    }

    /// A visit with services to come goes on with the next of them.
    private mutating func goesOn(
        _ ticket: HallTicket, _ event: TicketEvent, at time: Timestamp
    ) -> Bool {
        guard event == .finish, !ticket.isOvernight,
            let next = details[ticket.key]?.then?.first
        else { return false }
        let service = ServiceIndex(place: next)
        guard !self[service].isRemoved else { return false }
        let key = tickets.next
        goOn(ticket.key, as: key, at: service, time, isNextOfVisit: true)
        place(key, at: .arrival, desk: nil, time)
        return true
    }

    /// Makes the next leg of a visit; ``place(_:at:desk:_:)`` puts it into a line.
    mutating func goOn(
        _ leg: TicketKey, as key: TicketKey, at service: ServiceIndex, _ time: Timestamp,
        isNextOfVisit: Bool = false
    ) {
        let next = tickets[leg].next(key, at: service)
        precondition(!tickets[leg].state.isOpen, "one leg is over before the next begins")
        tickets.append(next)
        if var said = details[leg] {
            if isNextOfVisit, let then = said.then {
                said.then = then.count > 1 ? Array(then.dropFirst()) : nil
            }
            details.move(said, from: leg, to: key)
        }
        changed[Int(service.place)] = true
    }

    /// Puts a new leg into its line.
    mutating func place(
        _ key: TicketKey, at position: LinePosition, desk: CounterIndex?, _ time: Timestamp
    ) {
        tickets.update(key) { $0.desk = desk }
        stand(key, at: position, time)
        take(tickets[key])
    }

    private mutating func stand(_ key: TicketKey, at position: LinePosition, _ time: Timestamp) {
        let last = Arrival(at: time, order: nextArrival)
        if position == .last { nextArrival += 1 }
        tickets.update(key) { ticket in
            ticket.goesFirst = position == .first
            ticket.arrival = position == .last ? last : ticket.firstArrival
        }
    }

    /// A ticket that was over is not counted as such any more.
    private mutating func uncount(_ ticket: HallTicket) {
        switch ticket.state {
        case .served: self[ticket.service].tally.served -= 1
        case .noShow: self[ticket.service].tally.noShow -= 1
        default: break
        }
    }

    mutating func release(_ ticket: HallTicket) {
        switch ticket.state {
        case .waiting:
            let place = linePlace(of: ticket)
            if let desk = ticket.desk {
                counters[desk].line.remove(place)
                self[ticket.service].tally.directed -= 1
            } else {
                self[ticket.service].line.remove(place)
            }
        case .called, .serving:
            if let counter = ticket.counter {
                precondition(
                    counters[counter].ticket == ticket.key,
                    "a ticket that is \(ticket.state) is at its counter")
                counters[counter].ticket = nil
                if let teller = counters[counter].tenure?.teller { busy[teller] = nil }
            } else {
                self[ticket.service].occupancy.leave(party: Int(ticket.party))
            }
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
        case .served, .noShow, .cancelled: break
        case .expired, .abandoned, .transferred, .booked:
            preconditionFailure("a ticket that is \(ticket.state) does not move")
        }
    }

    /// Puts a ticket where its state says that it is.
    mutating func take(_ ticket: HallTicket) {
        switch ticket.state {
        case .waiting:
            let place = linePlace(of: ticket)
            if let desk = ticket.desk {
                counters[desk].line.insert(place)
                self[ticket.service].tally.directed += 1
            } else {
                self[ticket.service].line.insert(place)
            }
        case .called, .serving:
            if let counter = ticket.counter {
                guard counters[counter].ticket == nil, let tenure = counters[counter].tenure
                else { preconditionFailure("a ticket is called to a counter that is free") }
                counters[counter].ticket = ticket.key
                busy[tenure.teller] = counter
            } else {
                self[ticket.service].occupancy.enter(party: Int(ticket.party))
            }
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
        case .cancelled, .expired, .abandoned, .transferred: break
        case .booked: preconditionFailure("an appointment is no ticket yet")
        }
    }
}

extension HallTicket {
    /// Called, but to no counter: it was let in.
    var isAdmitted: Bool { state.isAtCounter && counter == nil }

    /// Writes down when it happened.
    mutating func note(
        _ event: TicketEvent, _ facts: TicketFacts?, sequence: UInt64, at time: Timestamp
    ) {
        switch event {
        case .call, .recall, .resume:
            guard let facts else { preconditionFailure("\(event) has its facts") }
            counter = facts.counter
            calls = facts.calls
            called = time
            goesFirst = false
            desk = nil
            until = nil
            started = nil
            if event == .call { callSequence = sequence }
        case .start: started = time
        case .hold:
            parked = time
            until = facts?.until
        case .unpark: until = nil
        case .lapse, .requeue:
            goesFirst = true
            started = nil
        case .reopen:
            (started, ended, until, leaver, desk) = (nil, nil, nil, nil, nil)
        case .finish, .noShow, .cancel, .abandon, .transfer, .expire, .outlive:
            ended = time
            until = nil
            leaver = facts?.leaver
        case .checkIn: preconditionFailure("an appointment is no ticket yet")
        }
    }
}
