import BranchDomain
import Journal
import Messages

extension QueueHall {
    /// `queue.services`.
    func serviceList() -> [UInt8] {
        JSON.encode(
            QueueServices.Reply(services: services.map { $0.definition.info(isOpen: $0.isOpen) }))
    }

    /// `queue.ticket`: as it stands now.
    func ticket(_ command: Command) throws(Refusal) -> Decision {
        let ticket = try existing(ticket: try handleText(command))
        var writer = WireWriter(reserving: 256)
        writer.ticket(present(ticket, to: command.principal))
        return .read(writer.bytes)
    }

    /// `queue.status`: numbers; who sits where only for staff and devices.
    func status(for principal: Principal) -> [UInt8] {
        let lines = services.map { service in
            QueueStatus.ServiceLine(
                service: service.definition.service, waiting: service.line.count,
                called: service.tally.called, serving: service.tally.serving,
                parked: service.tally.parked, served: service.tally.served,
                noShow: service.tally.noShow)
        }
        let desks = counters.open.map { _, counter, tenure in
            let ticket = counter.ticket.map { tickets[$0] }
            return QueueStatus.CounterLine(
                counter: counter.name, teller: principal.isStaffOrDevice ? tenure.teller : nil,
                state: state(of: counter, tenure),
                ticket: ticket.map { text($0.number, of: $0.service).description })
        }
        return JSON.encode(QueueStatus.Reply(services: lines, counters: desks))
    }

    /// `counter.list`: the open ones.
    func counterList() -> [UInt8] {
        let open = counters.open.map { _, counter, tenure in
            Counter(
                counter: counter.name,
                services: tenure.services.map { self[$0].definition.service },
                lease: tenure.lease.milliseconds, teller: tenure.teller,
                state: state(of: counter, tenure))
        }
        return JSON.encode(CounterList.Reply(counters: open))
    }

    func present(_ ticket: HallTicket, to principal: Principal) -> WireTicket {
        wire(
            TicketFacts(ticket),
            name: principal.isStaffOrDevice ? details[ticket.key]?.name : nil)
    }

    private func state(of counter: HallCounter, _ tenure: HallCounter.Tenure) -> String {
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
