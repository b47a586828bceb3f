import BranchDomain

/// The hall as bytes and back. Lines, boards and counts are not written: they follow from the
/// tickets and counters.
extension QueueHall {
    private static let version: UInt8 = 2

    func snapshot() -> [UInt8] {
        var writer = SnapshotWriter()
        writer.integer(QueueHall.version)
        writer.optional(day) { writer, day in
            writer.integer(day.number)
            writer.time(day.ends)
        }
        writer.list(services) { $0.service($1) }
        writer.list(counters.rows) { $0.counter($1) }
        writer.integer(tickets.next.ordinal)
        writer.list(tickets.rows) { $0.ticket($1) }
        let known = tickets.rows.filter { details[$0.key] != nil }
        writer.list(known) { writer, ticket in
            writer.integer(ticket.key.ordinal)
            writer.details(details[ticket.key] ?? TicketDetails())
        }
        return writer.bytes
    }

    init(snapshot: [UInt8]) throws {
        var reader = SnapshotReader(snapshot)
        let version = try reader.integer(UInt8.self)
        guard version == QueueHall.version else { throw SnapshotError.unknownVersion(version) }
        self.init()
        day = try reader.optional { reader throws(SnapshotError) in
            BusinessDay(number: try reader.integer(), ends: try reader.time())
        }
        for service in try reader.list({ reader throws(SnapshotError) in try reader.service() }) {
            add(service)
        }
        counters = CounterTable(
            rows: try reader.list { reader throws(SnapshotError) in try reader.counter() })
        let next = TicketKey(ordinal: try reader.integer())
        let rows = try reader.list { reader throws(SnapshotError) in try reader.ticket() }
        try restore(rows, next: next)
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = TicketKey(ordinal: try reader.integer())
            guard let ticket = tickets.find(key) else {
                throw SnapshotError.inconsistent("details of a ticket that is not there")
            }
            details.insert(try reader.details(), of: key, isOpen: ticket.state.isOpen)
        }
        guard reader.isAtEnd else { throw SnapshotError.inconsistent("more bytes than a hall has") }
        countActive()
    }

    /// Puts every ticket where its state says that it is.
    private mutating func restore(_ rows: [HallTicket], next: TicketKey) throws(SnapshotError) {
        for (earlier, later) in zip(rows, rows.dropFirst()) where earlier.key >= later.key {
            throw .inconsistent("tickets are not in order of arrival")
        }
        guard rows.last.map({ $0.key < next }) ?? true else {
            throw .inconsistent("a ticket has an ordinal that is still to be given")
        }
        tickets = TicketBook(rows: rows, next: next)
        for ticket in rows {
            guard Int(ticket.service.place) < services.count,
                Int(ticket.counter?.place ?? 0) < max(1, counters.rows.count)
            else { throw .inconsistent("a ticket of no service or counter") }
            if ticket.state.isAtCounter {
                guard let counter = ticket.counter, counters[counter].tenure != nil,
                    counters[counter].ticket == nil, ticket.called != nil
                else { throw .inconsistent("a ticket at a counter that is closed or has another") }
            }
            if ticket.state == .parked, ticket.until == nil {
                throw .inconsistent("a parked ticket without an end")
            }
            switch ticket.state {
            // How many were served today is in the service: some of them may be forgotten.
            case .served, .noShow, .cancelled, .expired: break
            case .waiting, .called, .serving, .parked: take(ticket)
            }
        }
    }
}

extension SnapshotWriter {
    mutating func service(_ service: HallService) {
        let definition = service.definition
        text(definition.service)
        text(definition.prefix)
        list(definition.names.sorted { $0.key < $1.key }) { writer, name in
            writer.text(name.key)
            writer.text(name.value)
        }
        optional(definition.parent) { $0.text($1) }
        integer(UInt32(definition.numbering.first))
        integer(UInt32(definition.numbering.last))
        optional(definition.capacity) { $0.integer(UInt32($1)) }
        optional(definition.batch) { $0.integer(UInt32($1)) }
        boolean(service.isOpen)
        integer(service.issuedToday)
        integer(UInt32(service.tally.served))
        integer(UInt32(service.tally.noShow))
        integer(service.pace.meanMilliseconds)
        integer(service.pace.samples)
        list(service.recent) { writer, call in
            writer.integer(call.ticket.ordinal)
            writer.integer(call.number)
            writer.integer(call.counter.place)
            writer.time(call.called)
            writer.integer(call.calls)
        }
    }

    mutating func counter(_ counter: HallCounter) {
        text(counter.name)
        optional(counter.tenure) { writer, tenure in
            writer.text(tenure.teller)
            writer.list(tenure.services) { $0.integer($1.place) }
            writer.time(tenure.lease)
            writer.optional(tenure.pause) { writer, pause in
                writer.optional(pause.reason) { $0.text($1) }
            }
        }
    }

    mutating func ticket(_ ticket: HallTicket) {
        integer(ticket.key.ordinal)
        integer(ticket.handle.high)
        integer(ticket.handle.low)
        integer(ticket.service.place)
        integer(ticket.number)
        integer(ticket.priority)
        time(ticket.issued)
        integer(ticket.state.rawValue)
        boolean(ticket.goesFirst)
        boolean(ticket.isOvernight)
        optional(ticket.counter) { $0.integer($1.place) }
        integer(ticket.calls)
        for moment in [ticket.called, ticket.started, ticket.parked, ticket.until, ticket.ended] {
            optional(moment) { $0.time($1) }
        }
    }

    mutating func details(_ details: TicketDetails) {
        optional(details.name) { $0.text($1) }
        optional(details.contact) { $0.text($1) }
        optional(details.party) { $0.integer(UInt32($1)) }
        optional(details.unique) { writer, keys in writer.list(keys) { $0.text($1) } }
    }
}
