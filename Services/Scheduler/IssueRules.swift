import BranchDomain
import Journal
import Messages

/// What somebody asks for when taking a ticket, checked.
struct IssueOrder: Sendable, Equatable {
    static let highestPriority = 9
    static let mostKeys = 8
    static let mostServices = 8

    let service: String
    /// nil where it was not given; giving one is a right of staff and devices.
    let priority: UInt8?
    let details: TicketDetails
    /// Services of the visit behind the first.
    let then: [String]

    /// - Throws: ``Refusal`` `malformed`, naming the rule that the body breaks.
    init(_ body: [UInt8], from principal: Principal) throws(Refusal) {
        if let service = PlainBody.text("service", in: body) {
            self.service = service
            priority = nil
            details = TicketDetails()
            then = []
            return
        }
        let request = try JSON.decode(QueueIssue.Request.self, from: body)
        service = request.service
        then = request.then ?? []
        guard then.count <= IssueOrder.mostServices else {
            throw Refusal(
                .malformed, "A visit has at most \(IssueOrder.mostServices) services more.")
        }
        if let priority = request.priority {
            guard (0...IssueOrder.highestPriority).contains(priority) else {
                throw Refusal(.malformed, "A priority is 0 to \(IssueOrder.highestPriority).")
            }
            self.priority = UInt8(priority)
        } else {
            priority = nil
        }
        if let party = request.party, !(1...99).contains(party) {
            throw Refusal(.malformed, "A party has 1 to 99 people.")
        }
        details = TicketDetails(
            name: try IssueOrder.checked(name: request.name),
            contact: try IssueOrder.checked(contact: request.contact), party: request.party,
            unique: try IssueOrder.checked(keys: request.unique)?.map { key in
                // Whoever guesses a neighbour's flat must not get the ticket that a chatbot or a
                // teller gave out: other callers' keys are apart from theirs, by user.
                principal.isStaffOrDevice ? key : "\u{1f}\(principal.user)\u{1f}\(key)"
            })
    }

    static func checked(name: String?) throws(Refusal) -> String? {
        guard let name else { return nil }
        do {
            return try PersonName(name).description
        } catch {
            throw Refusal(error)
        }
    }

    static func checked(contact: String?) throws(Refusal) -> String? {
        guard let contact else { return nil }
        guard (1...254).contains(contact.utf8.count), isPrintable(contact) else {
            throw Refusal(.malformed, "A contact has 1 to 254 bytes and no control characters.")
        }
        return contact
    }

    private static func checked(keys: [String]?) throws(Refusal) -> [String]? {
        guard let keys, !keys.isEmpty else { return nil }
        let isShort = keys.allSatisfy { (1...64).contains($0.utf8.count) && isPrintable($0) }
        guard keys.count <= mostKeys, isShort else {
            throw Refusal(
                .malformed, "At most \(mostKeys) unique keys of 1 to 64 bytes may be given.")
        }
        return Set(keys).sorted()
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

extension QueueHall {
    /// `queue.issue`: a new ticket at the end of its line, or the open one that has the key.
    func issue(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        precondition(day != nil, "a day has begun before the first ticket")
        let order = try IssueOrder(command.body, from: command.principal)
        if order.priority != nil, !command.principal.isStaffOrDevice {
            throw Refusal(.notPermitted, "Only staff and devices may give a priority.")
        }
        let service = try existing(service: order.service)
        if let keys = order.details.unique, let holder = details.holder(of: keys) {
            let facts = TicketFacts(tickets[holder])
            return .write([HallEvent.ticket(.found, facts, text: nameBytes(holder)).record])
        }
        guard self[service].isOpen else {
            throw Refusal(
                .serviceClosed,
                "No tickets are issued for \(order.service) now; who waits is still served.")
        }
        guard tickets.open < TicketBook.mostOpen else {
            throw Refusal(.queueFull, "Too many tickets are open; none can be issued now.")
        }
        try checkParty(order.details.party ?? 1, in: service)
        var details = order.details
        if !order.then.isEmpty {
            var then: [UInt16] = []
            for name in order.then {
                let next = try existing(service: name)
                try checkParty(order.details.party ?? 1, in: next)
                then.append(next.place)
            }
            details.then = then
        }
        let definition = self[service].definition
        let ticket = HallTicket(
            key: tickets.next, handle: environment.handle(command.id), service: service,
            number: definition.numbering.number(after: self[service].issuedToday),
            priority: order.priority ?? 0, issued: now)
        let text = details.isEmpty ? [] : JSON.encode(details)
        return .write([HallEvent.ticket(.issued, TicketFacts(ticket), text: text).record])
    }

    /// `queue.cancel`: by whoever has the handle; staff and devices may say that the person left.
    func cancel(_ command: Command) throws(Refusal) -> Decision {
        var handle = PlainBody.text("ticket", in: command.body)
        var kind = TicketRecordKind.cancelled
        if handle == nil {
            let request = try JSON.decode(QueueCancel.Request.self, from: command.body)
            handle = request.ticket
            if request.abandoned == true { kind = .abandoned }
        }
        let principal = command.principal
        guard kind == .cancelled || principal.isStaffOrDevice else {
            throw Refusal(.notPermitted, "Only staff and devices say that somebody left.")
        }
        let ticket = try existing(ticket: handle ?? "")
        var facts = try facts(of: ticket, kind)
        facts.leaver = principal.role == "device" ? .device : principal.isStaff ? .staff : .holder
        return .write([HallEvent.ticket(kind, facts, text: nameBytes(ticket.key)).record])
    }

    /// `queue.leave`: done with it, the place inside or at the counter is free.
    func leave(_ command: Command) throws(Refusal) -> Decision {
        let ticket = try existing(ticket: try handleText(command))
        let facts = try facts(of: ticket, .left)
        return .write([HallEvent.ticket(.left, facts, text: nameBytes(ticket.key)).record])
    }

    /// The facts after an event, where the ticket's state lets it happen.
    func facts(
        of ticket: HallTicket, _ kind: TicketRecordKind
    ) throws(Refusal) -> TicketFacts {
        guard let event = kind.event,
            let state = TicketLife.state(after: event, in: ticket.state)
        else { throw refusal(of: ticket, kind) }
        var facts = TicketFacts(ticket)
        facts.state = state
        return facts
    }

    private func refusal(of ticket: HallTicket, _ kind: TicketRecordKind) -> Refusal {
        let number = text(ticket).description
        let state = ticket.state.text
        let message =
            switch (kind, ticket.state) {
            case (.left, .waiting), (.left, .parked):
                "\(number) has not been called yet; queue.cancel gives the place up."
            case (.cancelled, .called), (.cancelled, .serving):
                "\(number) is called already; queue.leave says that it is done."
            default:
                ticket.state.isOpen
                    ? "\(number) is \(state) now." : "\(number) is over already: \(state)."
            }
        return Refusal(.ticketState, message, details: ["number": number, "state": state])
    }

    func existing(service name: String) throws(Refusal) -> ServiceIndex {
        guard let service = find(service: name) else {
            throw Refusal(.serviceNotFound, "There is no such service; queue.services lists them.")
        }
        return service
    }

    func existing(ticket handle: String) throws(Refusal) -> HallTicket {
        guard let bits = HandleBits(text: handle.utf8), let ticket = tickets.find(bits) else {
            throw Refusal(.ticketNotFound, "There is no such ticket today.")
        }
        return ticket
    }

    func handleText(_ command: Command) throws(Refusal) -> String {
        try PlainBody.text("ticket", in: command.body, else: \QueueTicket.Request.ticket)
    }

    /// The holder's name for a record, so that a repeated answer has it too.
    func nameBytes(_ ticket: TicketKey) -> [UInt8] {
        details[ticket]?.name.map { Array($0.utf8) } ?? []
    }
}

extension Principal {
    /// Who may read the names of people who wait.
    var isStaffOrDevice: Bool {
        switch role {
        case "teller", "supervisor", "admin", "device": true
        default: false
        }
    }

    var isStaff: Bool { isStaffOrDevice && role != "device" }
}
