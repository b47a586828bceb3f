import BranchDomain
import Messages

extension SnapshotReader {
    mutating func service(_ index: ServiceIndex) throws(SnapshotError) -> HallService {
        var service = HallService(definition: try definition())
        service.isOpen = try boolean()
        service.issuedToday = try integer()
        service.tally.served = try count()
        service.tally.noShow = try count()
        service.pace = ServicePace(meanMilliseconds: try integer(), samples: try integer())
        service.recent = try list { reader throws(SnapshotError) in
            try reader.recent(index)
        }
        guard !isOld else {
            let issued = service.issuedToday
            service.highest =
                issued > 0 ? service.definition.numbering.number(after: issued - 1) : 0
            return service
        }
        let step = try optional { reader throws(SnapshotError) in try reader.count() }
        let numbering = service.definition.numbering
        service.definition.numbering = TicketNumbering(
            first: numbering.first, last: numbering.last, step: step)
        service.definition.hours = try optional { reader throws(SnapshotError) in
            try reader.hours()
        }
        service.definition.chosenPolicy = try optional { reader throws(SnapshotError) in
            try reader.policy()
        }
        service.definition.booking = try optional { reader throws(SnapshotError) in
            try reader.terms()
        }
        service.isRemoved = try boolean()
        service.turn = try moment()
        service.highest = try integer()
        service.sincePriority = try count()
        service.occupancy = Occupancy(granted: try count())
        guard hasLineSpeed else { return service }
        service.pace = ServicePace(
            meanMilliseconds: service.pace.meanMilliseconds, samples: service.pace.samples,
            line: (try integer(), try integer(), try integer()), lastCall: try moment())
        return service
    }

    private mutating func recent(_ index: ServiceIndex) throws(SnapshotError) -> RecentCall {
        let (ticket, number) = (TicketKey(ordinal: try integer()), try integer(UInt32.self))
        let counter =
            isOld
            ? CounterIndex(place: try integer())
            : try optional { reader throws(SnapshotError) in
                CounterIndex(place: try reader.integer())
            }
        let (called, calls) = (try time(), try integer(UInt16.self))
        let issuer = isOld ? index : ServiceIndex(place: try integer())
        return RecentCall(
            ticket: ticket, issuer: issuer, number: number, counter: counter, called: called,
            calls: calls)
    }

    private mutating func hours() throws(SnapshotError) -> OpeningHours {
        var text: [String: [String]] = [:]
        for _ in 0..<(try integer(UInt32.self)) {
            let day = try self.text()
            text[day] = try list { reader throws(SnapshotError) in try reader.text() }
        }
        do {
            return try OpeningHours(text)
        } catch {
            throw .inconsistent("hours that are none")
        }
    }

    private mutating func policy() throws(SnapshotError) -> QueuePolicy {
        guard let rule = QueuePolicy.Rule(rawValue: try integer()) else {
            throw .inconsistent("a policy without a rule")
        }
        var policy = QueuePolicy(rule: rule)
        policy.ageing = try count()
        policy.every = try count()
        policy.target = try optional { reader throws(SnapshotError) in try reader.count() }
        policy.skill = try optional { reader throws(SnapshotError) in try reader.text() }
        return policy
    }

    private mutating func terms() throws(SnapshotError) -> BookingTerms {
        let rules = BookingRules(
            every: try count(), places: try count(), early: try count(), late: try count(),
            ahead: try count())
        do {
            return try BookingTerms(rules)
        } catch {
            throw .inconsistent("appointments that cannot be booked")
        }
    }

    mutating func appointment() throws(SnapshotError) -> AppointmentDiary.Entry {
        guard let state = TicketState(rawValue: try integer()) else {
            throw .inconsistent("an appointment in no state")
        }
        let booking = Booking(
            high: try integer(), low: try integer(), service: try integer(), at: try integer(),
            made: try integer(), name: try text(),
            contact: try optional { reader throws(SnapshotError) in try reader.text() })
        return AppointmentDiary.Entry(booking: booking, state: state)
    }

    private mutating func definition() throws(SnapshotError) -> ServiceDefinition {
        let service = try text()
        let prefix = try text()
        var names: [String: String] = [:]
        for _ in 0..<(try integer(UInt32.self)) { names[try text()] = try text() }
        let parent = try optional { reader throws(SnapshotError) in try reader.text() }
        let (first, last) = (try count(), try count())
        guard first <= last, last <= TicketNumbering.largest else {
            throw .inconsistent("numbers that end before they begin")
        }
        let capacity = try optional { reader throws(SnapshotError) in try reader.count() }
        let batch = try optional { reader throws(SnapshotError) in try reader.count() }
        return ServiceDefinition(
            service: service, prefix: prefix, names: names, parent: parent,
            numbering: TicketNumbering(first: first, last: last), capacity: capacity, batch: batch)
    }

    mutating func counter() throws(SnapshotError) -> HallCounter {
        let name = try text()
        let tenure = try optional { reader throws(SnapshotError) in
            HallCounter.Tenure(
                teller: try reader.text(),
                services: try reader.list { reader throws(SnapshotError) in
                    ServiceIndex(place: try reader.integer())
                },
                lease: try reader.time(),
                pause: try reader.optional { reader throws(SnapshotError) in
                    HallCounter.Pause(
                        reason: try reader.optional { reader throws(SnapshotError) in
                            try reader.text()
                        })
                },
                prefers: reader.isOld
                    ? []
                    : try reader.list { reader throws(SnapshotError) in
                        ServiceIndex(place: try reader.integer())
                    },
                skills: reader.isOld
                    ? [] : try reader.list { reader throws(SnapshotError) in try reader.text() },
                isAutomatic: reader.isOld ? false : try reader.boolean())
        }
        return HallCounter(name: name, tenure: tenure)
    }

    mutating func ticket() throws(SnapshotError) -> HallTicket {
        let (key, handle) = (
            TicketKey(ordinal: try integer()),
            HandleBits(high: try integer(), low: try integer())
        )
        let service = ServiceIndex(place: try integer())
        let (number, priority) = (try integer(UInt32.self), try integer(UInt8.self))
        let issued = try time()
        guard priority <= IssueOrder.highestPriority else {
            throw .inconsistent("a priority of \(priority)")
        }
        guard let state = TicketState(rawValue: try integer()) else {
            throw .inconsistent("a ticket in no state")
        }
        let (goesFirst, isOvernight) = (try boolean(), try boolean())
        let counter = try counterIndex()
        let calls = try integer(UInt16.self)
        let moments = try (0..<5).map { _ throws(SnapshotError) in try moment() }
        let issuer = isOld ? service : ServiceIndex(place: try integer())
        var ticket = HallTicket(
            key: key, handle: handle, service: service, issuer: issuer, number: number,
            priority: priority, issued: issued, origin: isOld ? key.ordinal : try integer())
        (ticket.state, ticket.goesFirst, ticket.isOvernight) = (state, goesFirst, isOvernight)
        (ticket.counter, ticket.calls) = (counter, calls)
        (ticket.called, ticket.started) = (moments[0], moments[1])
        (ticket.parked, ticket.until, ticket.ended) = (moments[2], moments[3], moments[4])
        guard !isOld else { return ticket }
        ticket.leg = try integer()
        ticket.arrival = Arrival(at: try time(), order: try integer())
        ticket.desk = try counterIndex()
        ticket.party = try integer()
        ticket.appointment = try moment()
        ticket.callSequence = try integer()
        ticket.leaver = Leaver(rawValue: try integer())
        return ticket
    }

    private mutating func counterIndex() throws(SnapshotError) -> CounterIndex? {
        try optional { reader throws(SnapshotError) in CounterIndex(place: try reader.integer()) }
    }

    mutating func details() throws(SnapshotError) -> TicketDetails {
        TicketDetails(
            name: try optional { reader throws(SnapshotError) in try reader.text() },
            contact: try optional { reader throws(SnapshotError) in try reader.text() },
            party: try optional { reader throws(SnapshotError) in try reader.count() },
            unique: try optional { reader throws(SnapshotError) in
                try reader.list { reader throws(SnapshotError) in try reader.text() }
            },
            then: isOld
                ? nil
                : try optional { reader throws(SnapshotError) in
                    try reader.list { reader throws(SnapshotError) in try reader.integer() }
                },
            appointment: isOld
                ? nil
                : try optional { reader throws(SnapshotError) in try reader.integer() })
    }

    private mutating func count() throws(SnapshotError) -> Int { Int(try integer(UInt32.self)) }

    private mutating func moment() throws(SnapshotError) -> Timestamp? {
        try optional { reader throws(SnapshotError) in try reader.time() }
    }
}
