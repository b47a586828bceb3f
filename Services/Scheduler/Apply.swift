import BranchDomain
import Foundation
import Journal
import Messages

extension QueueHall {
    static func knows(_ kind: UInt16) -> Bool { HallEvent.knows(kind) }

    mutating func apply(_ record: Record, sequence: UInt64, at time: Timestamp) {
        switch HallEvent(record) {
        case .ticket(let kind, let facts, let text):
            apply(kind, facts, text, sequence: sequence, at: time)
        case .dayBegan(let day): begin(day, at: time)
        case .serviceAdded(let definition): add(HallService(definition: definition))
        case .serviceOpened(let service): set(service, isOpen: true)
        case .serviceClosed(let service): set(service, isOpen: false)
        case .serviceUpdated(let change): redefine(change)
        case .serviceRemoved(let service): remove(service)
        case .serviceTurned(let service, let isOpen, let next):
            self[service].turn = next
            set(service, isOpen: isOpen)
        case .counterOpened(let facts), .counterPaused(let facts):
            let index = counters.findOrAdd(facts.counter)
            counters[index].tenure = facts.tenure
            countActive()
        case .counterClosed(let facts): vacate(counters.findOrAdd(facts.counter), at: time)
        case .leaseRenewed(let counter, let until): renew(counter, until: until)
        case .leaseLapsed(let counter, let ticket):
            precondition(counters[counter].ticket == ticket, "a lapse names the counter's ticket")
            if let ticket { move(ticket, by: backInLine(ticket, .lapse), at: time) }
            vacate(counter, at: time)
        case .calledNobody(let counter, let finished, let lease):
            if let finished { move(finished, by: .finish, at: time) }
            assert(counters[counter].ticket == nil, "a call leaves what it finished")
            renew(counter, until: lease)
        case .booked(let booking):
            appointments.insert(AppointmentDiary.Entry(booking: booking, state: .booked))
        case .bookingCancelled(let booking): appointments.move(booking.handle, by: .cancel)
        }
    }

    private mutating func apply(
        _ kind: TicketRecordKind, _ facts: TicketFacts, _ text: [UInt8], sequence: UInt64,
        at time: Timestamp
    ) {
        switch kind {
        case .issued: issue(facts, details: text)
        case .checkedIn:
            appointments.move(facts.handle, by: .checkIn)
            issue(facts, details: text)
        case .found, .relieved: return
        case .transferred:
            guard let leg = facts.finished else { preconditionFailure("a leg follows another") }
            move(leg, by: .transfer, at: time)
            let note = TransferNote(text)
            goOn(leg, as: facts.key, at: facts.service, time)
            place(facts.key, at: facts.position ?? .last, desk: note.desk, time)
            if let counter = facts.counter, let lease = facts.lease { renew(counter, until: lease) }
        default:
            guard let event = kind.event else { preconditionFailure("\(kind) is no event") }
            if let finished = facts.finished { move(finished, by: .finish, at: time) }
            move(facts.key, by: backInLine(facts.key, event), facts, sequence: sequence, at: time)
            if let counter = facts.counter, let lease = facts.lease {
                renew(counter, until: lease)
            }
        }
        assert(tickets[facts.key].state == facts.state, "the record tells the state after it")
    }

    /// The event itself, unless it would send a ticket of an earlier day back among today's.
    private func backInLine(_ key: TicketKey, _ event: TicketEvent) -> TicketEvent {
        let isBack = event == .lapse || event == .unpark || event == .requeue
        return isBack && tickets[key].isOvernight ? .outlive : event
    }

    private mutating func issue(_ facts: TicketFacts, details text: [UInt8]) {
        var ticket = HallTicket(
            key: facts.key, handle: facts.handle, service: facts.service, number: facts.number,
            priority: facts.priority, issued: facts.issued, origin: nextArrival)
        nextArrival += 1
        let details = text.isEmpty ? TicketDetails() : DetailsBook.read(text)
        ticket.party = UInt8(clamping: details.party ?? 1)
        ticket.appointment = details.appointment.map { Timestamp(milliseconds: $0) }
        tickets.append(ticket)
        take(ticket)
        self[facts.service].issuedToday += 1
        self[facts.service].highest = max(self[facts.service].highest, facts.number)
        changed[Int(facts.service.place)] = true
        if !text.isEmpty { self.details.insert(details, of: ticket.key, isOpen: true) }
        if tickets.rows.count >= TicketBook.mostRemembered {
            let young = tickets.rows.count * 3 / 4
            let gone = tickets.clear { index, row in index >= young || row.state.isOpen }
            for key in gone { self.details.forget(key) }
        }
    }

    /// No row is moved: who is at a counter stays, all else of the days before is forgotten.
    private mutating func begin(_ day: BusinessDay, at time: Timestamp) {
        let previous = self.day
        self.day = day
        // The same day with another end: the zone was changed. Its numbers go on.
        guard let previous, day.number > previous.number else { return }
        appointments.clear(before: previous.ends)
        // Who was let in and never said that they left is out after the second night.
        for row in tickets.rows where row.isOvernight && row.isAdmitted {
            move(row.key, by: .outlive, at: time)
        }
        let gone = tickets.clear { _, ticket in
            ticket.state.isOpen && TicketLife.state(after: .expire, in: ticket.state) == nil
        }
        for key in gone { details.forget(key) }
        for row in tickets.rows { tickets.update(row.key) { $0.isOvernight = true } }
        parked.removeAll()
        for index in services.indices {
            services[index].beginDay()
            changed[index] = !services[index].isRemoved
        }
        for index in counters.indices { counters[index].line.removeAll() }
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

    /// Nobody has the counter any more: who waits for it alone waits for its service again.
    private mutating func vacate(_ counter: CounterIndex, at time: Timestamp) {
        let line = counters[counter].line
        for place in line.prefix(line.count) {
            release(tickets[place.key])
            tickets.update(place.key) { $0.desk = nil }
            take(tickets[place.key])
            changed[Int(tickets[place.key].service.place)] = true
        }
        assert(counters[counter].line.count == 0, "nobody waits for a closed counter")
        counters[counter].tenure = nil
        countActive()
    }

    /// Who waits stands anew, by the changed policy.
    private mutating func redefine(_ change: ServiceChange) {
        let index = ServiceIndex(place: change.place)
        let waiting = self[index].line
        let before = self[index].definition
        let isReordered = before.policy != change.definition.policy
        self[index].redefine(change.definition)
        changed[Int(change.place)] = true
        guard isReordered else { return }
        self[index].line.removeAll()
        for place in waiting.prefix(waiting.count) {
            self[index].line.insert(change.definition.policy.place(of: tickets[place.key]))
        }
        for counter in counters.indices {
            let line = counters[counter].line
            for place in line.prefix(line.count) where tickets[place.key].service == index {
                counters[counter].line.remove(place)
                counters[counter].line.insert(
                    change.definition.policy.place(of: tickets[place.key]))
            }
        }
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
