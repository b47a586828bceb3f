import BranchDomain
import Journal
import Messages

extension QueueHall {
    func answer(
        to record: Record, at position: Position, principal: Principal
    ) -> [UInt8] {
        switch HallEvent(record) {
        case .ticket(let kind, let facts, let text):
            return answer(kind, facts, text, principal)
        case .calledNobody:
            return Array(#"{"ticket":null,"why":"nobody"}"#.utf8)
        case .serviceAdded(let definition):
            return JSON.encode(definition.info(isOpen: true))
        case .serviceOpened(let service):
            return JSON.encode(self[service].definition.info(isOpen: true))
        case .serviceClosed(let service):
            return JSON.encode(self[service].definition.info(isOpen: false))
        case .counterOpened(let facts), .counterPaused(let facts), .counterClosed(let facts):
            return JSON.encode(wire(facts.counter, facts.tenure, state: facts.state))
        case .serviceUpdated(let change):
            let isOpen = self[ServiceIndex(place: change.place)].isOpen
            return JSON.encode(change.definition.info(isOpen: isOpen))
        case .serviceRemoved(let service):
            return JSON.encode(self[service].definition.info(isOpen: false))
        case .booked(let booking): return JSON.encode(reply(booking, .booked))
        case .bookingCancelled(let booking): return JSON.encode(reply(booking, .cancelled))
        case .dayBegan, .leaseRenewed, .leaseLapsed, .serviceTurned:
            preconditionFailure("nobody asked for a record of kind \(record.kind)")
        }
    }

    private func answer(
        _ kind: TicketRecordKind, _ facts: TicketFacts, _ text: [UInt8], _ principal: Principal
    ) -> [UInt8] {
        let sees = principal.isStaffOrDevice && !text.isEmpty
        func plain() -> String? { sees ? String(decoding: text, as: UTF8.self) : nil }
        var writer = WireWriter(reserving: 256)
        switch kind {
        case .issued, .checkedIn:
            writer.ticket(wire(facts, name: sees ? DetailsBook.read(text).name : nil))
        case .found, .cancelled, .abandoned, .left: writer.ticket(wire(facts, name: plain()))
        case .called: write(called: facts, plain(), note: nil, into: &writer)
        case .chosen:
            let note = CallNote(text)
            write(called: facts, sees ? note.name : nil, note: note, into: &writer)
        case .outOfTurn: writer.only(wire(facts, name: sees ? CallNote(text).name : nil))
        case .transferred: writer.only(wire(facts, name: sees ? TransferNote(text).name : nil))
        case .relieved:
            let relief = Relief(text)
            writer.raw(#"{"ticket":"#)
            writer.ticket(wire(facts, name: sees ? relief.name : nil))
            writer.raw(#","next":"#)
            writer.ticket(wire(relief.next, name: sees ? relief.nextName : nil))
            writer.raw("}")
        case .recalled, .started, .served, .noShow, .held, .resumed, .requeued, .reopened:
            writer.only(wire(facts, name: plain()))
        case .unparked, .admitted: preconditionFailure("nobody asked for \(kind)")
        }
        return writer.bytes
    }

    private func write(
        called facts: TicketFacts, _ name: String?, note: CallNote?, into writer: inout WireWriter
    ) {
        writer.raw(#"{"ticket":"#)
        writer.ticket(wire(facts, name: name))
        writer.raw(#","why":"#)
        writer.text((facts.reason ?? .arrival).text)
        if let note {
            if let rule = note.rule {
                writer.raw(#","rule":"#)
                writer.text(rule.text)
            }
            writer.raw(#","runnersUp":["#)
            for (count, runner) in note.runnersUp.enumerated() {
                writer.raw(count > 0 ? #",{"number":"# : #"{"number":"#)
                writer.number(runner.number, prefix: self[runner.issuer].definition.prefix)
                writer.raw(#","service":"#)
                writer.text(self[runner.service].definition.service)
                writer.raw(#","waited":"#)
                writer.integer(runner.waited)
                writer.raw("}")
            }
            writer.raw("]")
        }
        writer.raw("}")
    }

    /// A ticket as its record tells it, with what is known only now: position and estimate.
    func wire(_ facts: TicketFacts, name: String?) -> WireTicket {
        var ticket = WireTicket(
            facts: facts, prefix: self[facts.issuer].definition.prefix,
            service: self[facts.service].definition.service)
        ticket.name = name
        switch facts.state {
        case .waiting:
            guard let present = tickets.find(facts.key), present.state == .waiting else { break }
            ticket.at = present.appointment
            let position = position(of: present)
            ticket.position = position
            ticket.estimate = self[facts.service].pace.estimate(
                position: position, counters: self[facts.service].activeCounters)
        case .called, .serving, .parked, .served, .noShow:
            ticket.counter = facts.counter.map { counters[$0].name }
        case .cancelled, .abandoned: ticket.by = facts.leaver?.text
        case .expired, .transferred, .booked: break
        }
        return ticket
    }

    func reply(_ booking: Booking, _ state: TicketState) -> AppointmentBook.Reply {
        AppointmentBook.Reply(
            appointment: String(decoding: booking.handle.textBytes, as: UTF8.self),
            service: self[booking.index].definition.service, at: booking.at, state: state.text)
    }
}
