import Journal
import Messages

extension QueueHall {
    /// `service.add`: open at once.
    func addService(_ command: Command) throws(Refusal) -> Decision {
        let request = try JSON.decode(ServiceAdd.Request.self, from: command.body)
        return .write([HallEvent.serviceAdded(try checked(request)).record])
    }

    /// The records with which a journal begins: the services of the configuration, all open.
    ///
    /// - Throws: ``Refusal`` where one of them breaks a rule, or two have one name or prefix.
    static func founding(_ requests: [ServiceAdd.Request]) throws(Refusal) -> [Record] {
        var hall = QueueHall()
        var records: [Record] = []
        for request in requests {
            let definition = try hall.checked(request)
            records.append(HallEvent.serviceAdded(definition).record)
            hall.add(HallService(definition: definition))
        }
        return records
    }

    private func checked(_ request: ServiceAdd.Request) throws(Refusal) -> ServiceDefinition {
        let definition = try ServiceDefinition(request)
        guard serviceIndices.count < QueueHall.mostServices, services.count < QueueHall.mostEver
        else {
            throw Refusal(
                .notOffered, "A branch has at most \(QueueHall.mostServices) services.")
        }
        if let parent = definition.parent { _ = try existing(service: parent) }
        let isTaken = services.contains { present in
            // A removed one's prefix is still read on tickets until the day is over.
            let isPresent = !present.isRemoved || present.issuedToday > 0
            return isPresent
                && (present.definition.service == definition.service && !present.isRemoved
                    || present.definition.prefix == definition.prefix)
        }
        guard !isTaken else {
            throw Refusal(.serviceTaken, "Another service has this name or this prefix.")
        }
        try checkCatalogue(with: definition, insteadOf: nil)
        return definition
    }

    /// What may be chosen is answered in one frame.
    private func checkCatalogue(
        with definition: ServiceDefinition, insteadOf index: ServiceIndex?
    ) throws(Refusal) {
        var bytes = JSON.encode(definition.info(isOpen: true)).count
        for other in serviceIndices where other != index {
            bytes += JSON.encode(self[other].definition.info(isOpen: true)).count
        }
        guard bytes <= QueueHall.largestCatalogue else {
            throw Refusal(
                .notOffered, "All services together have too many or too long names and hours.")
        }
    }

    /// `service.update`: the fields that are given.
    func updateService(_ command: Command) throws(Refusal) -> Decision {
        let request = try JSON.decode(ServiceUpdate.Request.self, from: command.body)
        let index = try existing(service: request.service)
        let definition = try self[index].definition.changed(by: request)
        var above = definition.parent
        while let name = above {
            let parent = try existing(service: name)
            guard parent != index else {
                throw Refusal(.malformed, "A service is not listed under itself.")
            }
            above = self[parent].definition.parent
        }
        if let capacity = definition.capacity, capacity != self[index].definition.capacity {
            let largest = tickets.rows.lazy.filter { ticket in
                let isToCome = details[ticket.key]?.then?.contains(index.place) ?? false
                return ticket.state.isOpen && (ticket.service == index || isToCome)
            }.map(\.party).max()
            guard Int(largest ?? 0) <= capacity else {
                throw Refusal(
                    .serviceInUse, "A party of \(largest ?? 0) waits; fewer would not let it in.")
            }
        }
        try checkCatalogue(with: definition, insteadOf: index)
        let change = ServiceChange(place: index.place, definition: definition)
        return .write([HallEvent.serviceUpdated(change).record])
    }

    /// `service.remove`: only where nobody needs it any more.
    func removeService(_ command: Command) throws(Refusal) -> Decision {
        let index = try named(command)
        let service = self[index]
        let name = service.definition.service
        guard service.line.count + service.tally.open == 0 else {
            throw Refusal(.serviceInUse, "\(name) still has open tickets.")
        }
        guard appointments.open[index, default: 0] == 0 else {
            throw Refusal(.serviceInUse, "\(name) still has appointments.")
        }
        for other in serviceIndices where self[other].definition.parent == name {
            throw Refusal(
                .serviceInUse, "\(self[other].definition.service) is listed under \(name).")
        }
        return .write([HallEvent.serviceRemoved(index).record])
    }

    /// `service.open`: issuing starts; on an open service nothing changes.
    func openService(_ command: Command) throws(Refusal) -> Decision {
        .write([HallEvent.serviceOpened(try named(command)).record])
    }

    /// `service.close`: issuing stops; who waits is still served.
    func closeService(_ command: Command) throws(Refusal) -> Decision {
        .write([HallEvent.serviceClosed(try named(command)).record])
    }

    private func named(_ command: Command) throws(Refusal) -> ServiceIndex {
        try existing(
            service: try PlainBody.text(
                "service", in: command.body, else: \ServiceOpen.Request.service))
    }
}
