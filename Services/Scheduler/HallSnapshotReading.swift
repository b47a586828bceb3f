import BranchDomain

extension SnapshotReader {
    mutating func service() throws(SnapshotError) -> HallService {
        var service = HallService(definition: try definition())
        service.isOpen = try boolean()
        service.issuedToday = try integer()
        service.tally.served = try count()
        service.tally.noShow = try count()
        service.pace = ServicePace(meanMilliseconds: try integer(), samples: try integer())
        service.recent = try list { reader throws(SnapshotError) in
            RecentCall(
                ticket: TicketKey(ordinal: try reader.integer()), number: try reader.integer(),
                counter: CounterIndex(place: try reader.integer()), called: try reader.time(),
                calls: try reader.integer())
        }
        return service
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
                })
        }
        return HallCounter(name: name, tenure: tenure)
    }

    mutating func ticket() throws(SnapshotError) -> HallTicket {
        var ticket = HallTicket(
            key: TicketKey(ordinal: try integer()),
            handle: HandleBits(high: try integer(), low: try integer()),
            service: ServiceIndex(place: try integer()), number: try integer(),
            priority: try integer(), issued: try time())
        guard ticket.priority <= IssueOrder.highestPriority else {
            throw .inconsistent("a priority of \(ticket.priority)")
        }
        let state = try integer(UInt8.self)
        guard let state = TicketState(rawValue: state) else {
            throw .inconsistent("no state has the number \(state)")
        }
        ticket.state = state
        ticket.goesFirst = try boolean()
        ticket.isOvernight = try boolean()
        ticket.counter = try optional { reader throws(SnapshotError) in
            CounterIndex(place: try reader.integer())
        }
        ticket.calls = try integer()
        ticket.called = try moment()
        ticket.started = try moment()
        ticket.parked = try moment()
        ticket.until = try moment()
        ticket.ended = try moment()
        return ticket
    }

    mutating func details() throws(SnapshotError) -> TicketDetails {
        TicketDetails(
            name: try optional { reader throws(SnapshotError) in try reader.text() },
            contact: try optional { reader throws(SnapshotError) in try reader.text() },
            party: try optional { reader throws(SnapshotError) in try reader.count() },
            unique: try optional { reader throws(SnapshotError) in
                try reader.list { reader throws(SnapshotError) in try reader.text() }
            })
    }

    private mutating func count() throws(SnapshotError) -> Int { Int(try integer(UInt32.self)) }

    private mutating func moment() throws(SnapshotError) -> Timestamp? {
        try optional { reader throws(SnapshotError) in try reader.time() }
    }
}
