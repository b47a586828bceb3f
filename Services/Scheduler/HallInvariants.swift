/// Something in the hall contradicts something else: a fault in its rules.
struct HallFault: Error, CustomStringConvertible, Equatable {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension QueueHall {
    /// Every open ticket is at exactly one place, and what is counted is what there is.
    ///
    /// - Throws: ``HallFault`` naming the first contradiction.
    func check() throws(HallFault) {
        var places: [TicketKey: TicketState] = [:]
        func put(_ key: TicketKey, _ state: TicketState) throws(HallFault) {
            guard places.updateValue(state, forKey: key) == nil else {
                throw HallFault("ticket \(key.ordinal) is at two places")
            }
        }
        for service in services {
            for place in service.line.prefix(service.line.count) { try put(place.key, .waiting) }
        }
        for counter in counters.rows {
            let line = counter.line
            for place in line.prefix(line.count) {
                guard counter.tenure != nil else {
                    throw HallFault("somebody waits for counter \(counter.name), which is closed")
                }
                try put(place.key, .waiting)
            }
        }
        for entry in parked.entries { try put(entry.ticket, .parked) }
        for counter in counters.rows {
            guard let key = counter.ticket else { continue }
            guard counter.tenure != nil, let ticket = tickets.find(key), ticket.state.isAtCounter
            else { throw HallFault("counter \(counter.name) has a ticket that is not there") }
            try put(key, ticket.state)
        }
        for ticket in tickets.rows where ticket.isAdmitted { try put(ticket.key, ticket.state) }
        for ticket in tickets.rows {
            let place = places.removeValue(forKey: ticket.key)
            guard place == (ticket.state.isOpen ? ticket.state : nil) else {
                throw HallFault("ticket \(ticket.key.ordinal) is not where its state says")
            }
        }
        guard places.isEmpty else { throw HallFault("a ticket waits that is forgotten") }
        try checkCounts()
    }

    private func checkCounts() throws(HallFault) {
        var tallies = [ServiceTally](repeating: ServiceTally(), count: services.count)
        var open = 0
        var inside = [Int](repeating: 0, count: services.count)
        for ticket in tickets.rows {
            if ticket.isAdmitted { inside[Int(ticket.service.place)] += Int(ticket.party) }
            if ticket.state.isOpen { open += 1 }
            let service = Int(ticket.service.place)
            switch ticket.state {
            case .called: tallies[service].called += 1
            case .serving: tallies[service].serving += 1
            case .parked: tallies[service].parked += 1
            case .waiting: if ticket.desk != nil { tallies[service].directed += 1 }
            case .served, .noShow, .cancelled, .expired, .abandoned, .transferred, .booked: break
            }
        }
        guard open == tickets.open else { throw HallFault("open tickets are miscounted") }
        for (place, tally) in tallies.enumerated() {
            let service = services[place]
            guard service.occupancy.inside == inside[place] else {
                throw HallFault("people inside \(service.definition.service) are miscounted")
            }
            let isRight =
                service.tally.called == tally.called && service.tally.serving == tally.serving
                && service.tally.parked == tally.parked
                && service.tally.directed == tally.directed
                && service.atCounters.count == tally.called + tally.serving
            guard isRight else {
                throw HallFault("tickets of \(service.definition.service) are miscounted")
            }
        }
    }
}
