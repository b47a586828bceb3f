import BranchDomain
import Journal
import Messages

extension QueueHall {
    /// `queue.services`.
    func serviceList() -> [UInt8] {
        JSON.encode(
            QueueServices.Reply(
                services: serviceIndices.map { self[$0].definition.info(isOpen: self[$0].isOpen) }))
    }

    /// `queue.ticket`: as it stands now; also an appointment that is no ticket yet.
    func ticket(_ command: Command) throws(Refusal) -> Decision {
        let handle = try handleText(command)
        if let bits = HandleBits(text: handle.utf8), tickets.find(bits) == nil,
            let entry = appointments[bits]
        {
            return .read(JSON.encode(present(entry, to: command.principal)))
        }
        let ticket = try existing(ticket: handle)
        var writer = WireWriter(reserving: 256)
        writer.ticket(present(ticket, to: command.principal))
        return .read(writer.bytes)
    }

    private func present(_ entry: AppointmentDiary.Entry, to principal: Principal) -> Ticket {
        let booking = entry.booking
        return Ticket(
            ticket: String(decoding: booking.handle.textBytes, as: UTF8.self), number: "",
            service: self[booking.index].definition.service, state: entry.state.text,
            issued: booking.made, calls: 0, name: principal.isStaffOrDevice ? booking.name : nil,
            at: booking.at)
    }

    /// How many are called before somebody who waits, and that one.
    func position(of ticket: HallTicket) -> Int {
        let place = linePlace(of: ticket)
        if let desk = ticket.desk { return counters[desk].line.ahead(of: place) + 1 }
        return self[ticket.service].ahead(of: place) + 1
    }

    func present(_ ticket: HallTicket, to principal: Principal) -> WireTicket {
        wire(
            TicketFacts(ticket),
            name: principal.isStaffOrDevice ? details[ticket.key]?.name : nil)
    }

    func state(of counter: HallCounter, _ tenure: HallCounter.Tenure) -> String {
        if let ticket = counter.ticket { return tickets[ticket].state.text }
        return tenure.pause == nil ? "idle" : "paused"
    }
}

/// `queue.list`: today's tickets in order of arrival, a page at a time.
struct ListOrder {
    static let largestPage = 200
    /// A page ends early behind so many tickets, so that no list holds up the hall.
    static let mostVisited = 20_000
    /// And before so many bytes, so that a reply stays below the limit of a frame.
    static let mostBytes = 56 * 1024

    let service: ServiceIndex?
    let state: TicketState?
    let after: TicketKey
    let limit: Int

    init(_ request: QueueList.Request, service: ServiceIndex?) throws(Refusal) {
        self.service = service
        if let text = request.state {
            guard let state = TicketState.allCases.first(where: { $0.text == text }) else {
                throw Refusal(.malformed, "The field state is not a state of a ticket.")
            }
            self.state = state
        } else {
            state = nil
        }
        guard let ordinal = UInt64(request.after ?? "0") else {
            throw Refusal(.malformed, "The field after is the next of an earlier page.")
        }
        after = TicketKey(ordinal: ordinal)
        limit = request.limit ?? 50
        guard (1...ListOrder.largestPage).contains(limit) else {
            throw Refusal(.malformed, "A page has 1 to \(ListOrder.largestPage) tickets.")
        }
    }

    func includes(_ ticket: HallTicket) -> Bool {
        (service == nil || service == ticket.service) && (state == nil || state == ticket.state)
    }
}

extension QueueHall {
    func list(_ command: Command) throws(Refusal) -> Decision {
        let request = try JSON.decode(QueueList.Request.self, from: command.body)
        let service: ServiceIndex? =
            if let name = request.service { try existing(service: name) } else { nil }
        let order = try ListOrder(request, service: service)
        var writer = WireWriter(reserving: 16_384)
        writer.raw(#"{"tickets":["#)
        var index = tickets.index(after: order.after)
        let end = min(tickets.rows.count, index + ListOrder.mostVisited)
        var found = 0
        while index < end, found < order.limit, writer.bytes.count < ListOrder.mostBytes {
            let ticket = tickets.rows[index]
            index += 1
            guard order.includes(ticket) else { continue }
            if found > 0 { writer.raw(",") }
            writer.ticket(present(ticket, to: command.principal))
            found += 1
        }
        writer.raw("]")
        if index < tickets.rows.count, index > 0 {
            writer.raw(#","next":""#)
            writer.integer(tickets.rows[index - 1].key.ordinal)
            writer.raw(#"""#)
        }
        writer.raw("}")
        return .read(writer.bytes)
    }
}
