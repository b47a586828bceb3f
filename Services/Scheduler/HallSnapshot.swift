import BranchDomain

/// The hall as bytes and back. Lines, boards and counts are not written: they follow from the
/// tickets and counters.
extension QueueHall {
    private static let version: UInt8 = 4

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
        writer.integer(nextArrival)
        writer.list(appointments.entries.values.sorted { $0.booking.sortsBefore($1.booking) }) {
            writer, entry in
            writer.integer(entry.state.rawValue)
            writer.booking(entry.booking)
        }
        return writer.bytes
    }

    init(snapshot: [UInt8]) throws {
        var reader = SnapshotReader(snapshot)
        let version = try reader.integer(UInt8.self)
        guard (2...QueueHall.version).contains(version) else {
            throw SnapshotError.unknownVersion(version)
        }
        reader.version = version
        self.init()
        day = try reader.optional { reader throws(SnapshotError) in
            BusinessDay(number: try reader.integer(), ends: try reader.time())
        }
        var place: UInt16 = 0
        for service in try reader.list({ reader throws(SnapshotError) in
            defer { place += 1 }
            return try reader.service(ServiceIndex(place: place))
        }) { add(service) }
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
        nextArrival = next.ordinal
        if !reader.isOld {
            nextArrival = try reader.integer()
            for _ in 0..<(try reader.integer(UInt32.self)) {
                appointments.insert(try reader.appointment())
            }
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
            if ticket.state.isAtCounter, ticket.called == nil {
                throw .inconsistent("a ticket that is called and never was")
            }
            if ticket.state.isAtCounter, ticket.counter != nil {
                guard let counter = ticket.counter, counters[counter].tenure != nil,
                    counters[counter].ticket == nil
                else { throw .inconsistent("a ticket at a counter that is closed or has another") }
            }
            if ticket.state == .parked, ticket.until == nil {
                throw .inconsistent("a parked ticket without an end")
            }
            switch ticket.state {
            // How many were served today is in the service: some of them may be forgotten.
            case .served, .noShow, .cancelled, .expired, .abandoned, .transferred: break
            case .waiting, .called, .serving, .parked: take(ticket)
            case .booked: throw .inconsistent("an appointment among the tickets")
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
            writer.optional(call.counter) { $0.integer($1.place) }
            writer.time(call.called)
            writer.integer(call.calls)
            writer.integer(call.issuer.place)
        }
        optional(definition.numbering.step) { $0.integer(UInt32($1)) }
        optional(definition.hours) { writer, hours in
            writer.list(hours.text.sorted { $0.key < $1.key }) { writer, day in
                writer.text(day.key)
                writer.list(day.value) { $0.text($1) }
            }
        }
        optional(definition.chosenPolicy) { $0.policy($1) }
        optional(definition.booking) { writer, terms in
            for number in [terms.every, terms.places, terms.early, terms.late, terms.ahead] {
                writer.integer(UInt32(number))
            }
        }
        boolean(service.isRemoved)
        optional(service.turn) { $0.time($1) }
        integer(service.highest)
        integer(UInt32(service.sincePriority))
        integer(UInt32(service.occupancy.granted))
        integer(service.pace.meanSquare)
        integer(service.pace.turnMilliseconds)
        integer(service.pace.turns)
        optional(service.pace.lastCall) { $0.time($1) }
    }

    private mutating func policy(_ policy: QueuePolicy) {
        integer(policy.rule.rawValue)
        integer(UInt32(policy.ageing))
        integer(UInt32(policy.every))
        optional(policy.target) { $0.integer(UInt32($1)) }
        optional(policy.skill) { $0.text($1) }
    }

    mutating func booking(_ booking: Booking) {
        integer(booking.high)
        integer(booking.low)
        integer(booking.service)
        integer(booking.at)
        integer(booking.made)
        text(booking.name)
        optional(booking.contact) { $0.text($1) }
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
            writer.list(tenure.prefers) { $0.integer($1.place) }
            writer.list(tenure.skills) { $0.text($1) }
            writer.boolean(tenure.isAutomatic)
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
        integer(ticket.issuer.place)
        integer(ticket.origin)
        integer(ticket.leg)
        time(ticket.arrival.at)
        integer(ticket.arrival.order)
        optional(ticket.desk) { $0.integer($1.place) }
        integer(ticket.party)
        optional(ticket.appointment) { $0.time($1) }
        integer(ticket.callSequence)
        integer(ticket.leaver?.rawValue ?? 0)
    }

    mutating func details(_ details: TicketDetails) {
        optional(details.name) { $0.text($1) }
        optional(details.contact) { $0.text($1) }
        optional(details.party) { $0.integer(UInt32($1)) }
        optional(details.unique) { writer, keys in writer.list(keys) { $0.text($1) } }
        optional(details.then) { writer, then in writer.list(then) { $0.integer($1) } }
        optional(details.appointment) { $0.integer($1) }
    }
}
