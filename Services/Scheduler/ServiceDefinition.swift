import BranchDomain
import Messages

/// What a service is; checked whenever it is added or changed.
struct ServiceDefinition: Codable, Sendable, Equatable {
    static let mostLanguages = 20

    /// Letters, digits and hyphens: it stands in a topic.
    let service: String
    let prefix: String
    /// By language.
    var names: [String: String]
    var parent: String?
    var numbering: TicketNumbering
    /// How many may be inside at once, where the service admits by occupancy.
    var capacity: Int?
    /// How many places are free before the next are let in; 1 where it is not given.
    var batch: Int?
    var hours: OpeningHours?
    /// nil: ``QueuePolicy/standard``, as in journals of before there was a choice.
    var chosenPolicy: QueuePolicy?
    var booking: BookingTerms?

    var policy: QueuePolicy { chosenPolicy ?? .standard }

    /// - Throws: ``Refusal`` `malformed` naming the rule that the request breaks.
    init(_ request: ServiceAdd.Request) throws(Refusal) {
        do {
            service = try ServiceID(request.service).description
        } catch {
            throw Refusal(error)
        }
        prefix = try ServiceDefinition.checked(prefix: request.prefix)
        names = try ServiceDefinition.checked(names: request.names)
        parent = request.parent
        numbering = try TicketNumbering.checked(
            first: request.first, last: request.last, step: request.step)
        capacity = request.capacity
        batch = request.batch
        hours = try request.hours.map { hours throws(Refusal) in try OpeningHours(hours) }
        chosenPolicy = try request.policy.map { policy throws(Refusal) in
            try QueuePolicy(policy)
        }
        booking = try request.booking.map { rules throws(Refusal) in try BookingTerms(rules) }
        try checkPlaces()
    }

    /// A definition that was checked when it was made.
    init(
        service: String, prefix: String, names: [String: String], parent: String?,
        numbering: TicketNumbering, capacity: Int?, batch: Int?
    ) {
        self.service = service
        self.prefix = prefix
        self.names = names
        self.parent = parent
        self.numbering = numbering
        self.capacity = capacity
        self.batch = batch
    }

    /// The same with the fields that a request gives.
    ///
    /// - Throws: ``Refusal`` `malformed` naming the rule that the request breaks.
    func changed(by request: ServiceUpdate.Request) throws(Refusal) -> ServiceDefinition {
        var changed = self
        if let names = request.names { changed.names = try ServiceDefinition.checked(names: names) }
        if let parent = request.parent { changed.parent = parent.isEmpty ? nil : parent }
        if request.first != nil || request.last != nil || request.step != nil {
            changed.numbering = try TicketNumbering.checked(
                first: request.first ?? numbering.first, last: request.last ?? numbering.last,
                step: request.step ?? numbering.stride)
        }
        if let capacity = request.capacity {
            changed.capacity = capacity == 0 ? nil : capacity
            if capacity == 0 { changed.batch = nil }
        }
        if let batch = request.batch { changed.batch = batch }
        if let hours = request.hours {
            changed.hours = hours.isEmpty ? nil : try OpeningHours(hours)
        }
        if let policy = request.policy { changed.chosenPolicy = try QueuePolicy(policy) }
        if let rules = request.booking {
            changed.booking = rules.every == 0 ? nil : try BookingTerms(rules)
        }
        try changed.checkPlaces()
        return changed
    }

    func info(isOpen: Bool) -> ServiceInfo {
        ServiceInfo(
            service: service, prefix: prefix, names: names, open: isOpen, parent: parent,
            terms: ServiceTerms(
                first: numbering == .standard ? nil : numbering.first,
                last: numbering == .standard ? nil : numbering.last, step: numbering.step,
                capacity: capacity, batch: batch, hours: hours?.text, policy: chosenPolicy?.wire,
                booking: booking?.wire))
    }

    private func checkPlaces() throws(Refusal) {
        guard let capacity else {
            guard batch == nil else { throw Refusal(.malformed, "A batch needs a capacity.") }
            return
        }
        guard (1...TicketNumbering.largest).contains(capacity) else {
            throw Refusal(.malformed, "A capacity is 1 to \(TicketNumbering.largest).")
        }
        guard batch.map({ (1...capacity).contains($0) }) ?? true else {
            throw Refusal(.malformed, "A batch is 1 to the service's capacity.")
        }
    }

    private static func checked(prefix: String) throws(Refusal) -> String {
        guard (1...4).contains(prefix.utf8.count),
            prefix.utf8.allSatisfy({ (65...90).contains($0) })
        else { throw Refusal(.malformed, "A prefix has one to four capital letters, A to Z.") }
        return prefix
    }

    private static func checked(names: [String: String]) throws(Refusal) -> [String: String] {
        guard (1...mostLanguages).contains(names.count) else {
            throw Refusal(.malformed, "A service has names in 1 to \(mostLanguages) languages.")
        }
        var checked: [String: String] = [:]
        for (language, name) in names {
            let isLanguage = language.utf8.allSatisfy { byte in
                (97...122).contains(byte | 0x20) || byte == 45
            }
            guard (2...12).contains(language.utf8.count), isLanguage else {
                throw Refusal(.malformed, "A language is a code such as en or pt-BR.")
            }
            do {
                checked[language] = try PersonName(name).description
            } catch {
                throw Refusal(error)
            }
        }
        return checked
    }
}
