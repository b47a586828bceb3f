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
            return JSON.encode(reply(facts))
        case .dayBegan, .leaseRenewed, .leaseLapsed:
            preconditionFailure("nobody asked for a record of kind \(record.kind)")
        }
    }

    private func answer(
        _ kind: TicketRecordKind, _ facts: TicketFacts, _ text: [UInt8], _ principal: Principal
    ) -> [UInt8] {
        var name: String?
        if !text.isEmpty, principal.isStaffOrDevice {
            name =
                kind == .issued
                ? DetailsBook.read(text).name : String(decoding: text, as: UTF8.self)
        }
        var writer = WireWriter(reserving: 256)
        switch kind {
        case .issued, .found, .cancelled, .left:
            writer.ticket(wire(facts, name: name))
        case .called:
            writer.raw(#"{"ticket":"#)
            writer.ticket(wire(facts, name: name))
            writer.raw(#","why":"#)
            writer.text((facts.reason ?? .arrival).text)
            writer.raw("}")
        case .recalled, .started, .served, .noShow, .held, .resumed:
            writer.raw(#"{"ticket":"#)
            writer.ticket(wire(facts, name: name))
            writer.raw("}")
        case .unparked: preconditionFailure("nobody asked for an unparking")
        }
        return writer.bytes
    }

    /// A ticket as its record tells it, with what is known only now: position and estimate.
    func wire(_ facts: TicketFacts, name: String?) -> WireTicket {
        var ticket = WireTicket(facts: facts, service: self[facts.service].definition)
        ticket.name = name
        switch facts.state {
        case .waiting:
            guard let present = tickets.find(facts.key), present.state == .waiting else { break }
            let service = self[facts.service]
            let position = service.line.ahead(of: present.place) + 1
            ticket.position = position
            ticket.estimate = service.pace.estimate(
                position: position, counters: service.activeCounters)
        case .called, .serving, .parked, .served, .noShow:
            ticket.counter = facts.counter.map { counters[$0].name }
        case .cancelled, .expired: break
        }
        return ticket
    }

    private func reply(_ facts: CounterFacts) -> Counter {
        Counter(
            counter: facts.counter,
            services: facts.tenure.services.map { self[$0].definition.service },
            lease: facts.lease, teller: facts.teller, state: facts.state)
    }
}
