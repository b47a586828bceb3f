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
        guard services.count < QueueHall.mostServices else {
            throw Refusal(
                .notOffered, "A branch has at most \(QueueHall.mostServices) services.")
        }
        if let parent = definition.parent { _ = try existing(service: parent) }
        let isTaken = services.contains { present in
            present.definition.service == definition.service
                || present.definition.prefix == definition.prefix
        }
        guard !isTaken else {
            throw Refusal(.serviceTaken, "Another service has this name or this prefix.")
        }
        return definition
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
