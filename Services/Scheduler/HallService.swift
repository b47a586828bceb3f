import BranchDomain
import Messages

/// What a service is; checked once, when it is added.
struct ServiceDefinition: Codable, Sendable, Equatable {
    static let mostLanguages = 20

    /// Letters, digits and hyphens: it stands in a topic.
    let service: String
    let prefix: String
    /// By language.
    let names: [String: String]
    let parent: String?
    let numbering: TicketNumbering
    /// How many may be inside at once, where the service admits by occupancy.
    let capacity: Int?
    /// How many are let in together.
    let batch: Int?

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
        numbering = try ServiceDefinition.numbering(first: request.first, last: request.last)
        let batch = request.batch
        if let capacity = request.capacity {
            guard (1...TicketNumbering.largest).contains(capacity) else {
                throw Refusal(.malformed, "A capacity is 1 to \(TicketNumbering.largest).")
            }
            guard batch.map({ (1...capacity).contains($0) }) ?? true else {
                throw Refusal(.malformed, "A batch is 1 to the service's capacity.")
            }
        } else if batch != nil {
            throw Refusal(.malformed, "A batch needs a capacity.")
        }
        capacity = request.capacity
        self.batch = batch
    }

    /// A definition that was checked when it was added.
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

    func info(isOpen: Bool) -> ServiceInfo {
        ServiceInfo(service: service, prefix: prefix, names: names, open: isOpen, parent: parent)
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

    private static func numbering(
        first: Int?, last: Int?
    ) throws(Refusal) -> TicketNumbering {
        let from = first ?? TicketNumbering.standard.first
        let to = last ?? max(from, TicketNumbering.standard.last)
        guard 0 <= from, from <= to, to <= TicketNumbering.largest else {
            throw Refusal(
                .malformed, "Numbers run from first to last, 0 to \(TicketNumbering.largest).")
        }
        return TicketNumbering(first: from, last: to)
    }
}

/// How many tickets of a service stand where; the last two count the business day.
struct ServiceTally: Sendable, Equatable {
    var called = 0
    var serving = 0
    var parked = 0
    var served = 0
    var noShow = 0
}

/// A call as a board shows it.
struct RecentCall: Sendable, Equatable {
    let ticket: TicketKey
    let number: UInt32
    let counter: CounterIndex
    let called: Timestamp
    let calls: UInt16
}

extension RecentCall {
    /// The last call of a ticket that is at a counter.
    init(_ ticket: HallTicket) {
        guard let counter = ticket.counter, let called = ticket.called else {
            preconditionFailure("a ticket that is \(ticket.state) was never called")
        }
        self.init(
            ticket: ticket.key, number: ticket.number, counter: counter, called: called,
            calls: ticket.calls)
    }
}

/// A service with its line.
struct HallService: Sendable, Equatable {
    static let mostRecent = 10

    let definition: ServiceDefinition
    var isOpen = true
    /// Tickets of the business day so far; the numbering continues from it.
    var issuedToday: UInt32 = 0
    var line = WaitingLine()
    var tally = ServiceTally()
    /// Called or being served now, in order of their last calls, then of arrival.
    var atCounters: [RecentCall] = []
    /// Newest first, each ticket once.
    var recent: [RecentCall] = []
    var pace = ServicePace()
    /// Open counters, not paused, that serve it.
    var activeCounters = 0

    init(definition: ServiceDefinition) {
        self.definition = definition
    }

    /// The ticket is at a counter, and shown as such.
    mutating func putUp(_ call: RecentCall) {
        let place = atCounters.lastIndex { ($0.called, $0.ticket) < (call.called, call.ticket) }
        atCounters.insert(call, at: place.map { $0 + 1 } ?? 0)
        assert(atCounters.count == tally.called + tally.serving, "the board shows who is called")
    }

    /// The ticket was called: it comes before the recent calls, and once among them.
    mutating func announce(_ call: RecentCall) {
        recent.removeAll { $0.ticket == call.ticket }
        recent.insert(call, at: 0)
        if recent.count > HallService.mostRecent { recent.removeLast() }
    }

    /// The ticket is at no counter any longer; that it was called stays known.
    mutating func takeDown(_ ticket: TicketKey) {
        atCounters.removeAll { $0.ticket == ticket }
    }

    /// Nobody waits and nothing has happened; who is at a counter stays there.
    mutating func beginDay() {
        line.removeAll()
        issuedToday = 0
        recent = []
        tally = ServiceTally(called: tally.called, serving: tally.serving)
    }
}
