import BranchDomain
import Messages

/// What the bot knows of a person.
struct ChatPerson: Codable, Sendable, Equatable {
    /// As chosen; nil: the messenger's, else the bot's.
    var language: Language?
    /// Handles, newest last.
    var tickets: [String] = []
}

/// A ticket that somebody took in the messenger.
struct ChatTicket: Codable, Sendable, Equatable {
    var handle: String
    var number: String
    var service: String
    var user: Int64
    /// Where it was asked for and news of it go.
    var chat: Int64
    var language: Language
    var flat: String?
    /// Unix milliseconds.
    var issued: Int64
    /// Whether the answer to the request was the call: its holder never waited.
    var calledAtOnce: Bool?
    /// Whether it is over: done, cancelled, or of another day.
    var isOver = false
    /// Whether "you are next" was said.
    var saidNext = false
    /// How many calls were told.
    var saidCalls = 0
}

/// People and tickets; what changed is remembered until it is on disk.
struct Desk: Sendable, Equatable {
    private static let mostTicketsOfOne = 8
    /// Tickets are forgotten when they are older than this.
    private static let memory: Int64 = 36 * 3_600_000

    private(set) var people: [Int64: ChatPerson] = [:]
    private(set) var tickets: [String: ChatTicket] = [:]
    /// The calls that the group was told of, by service: `A012@unix-ms`.
    var announced: [String: [String]] = [:]
    private(set) var changedPeople: Set<Int64> = []
    private(set) var changedTickets: Set<String> = []

    init(people: [Int64: ChatPerson] = [:], tickets: [ChatTicket] = []) {
        self.people = people
        for ticket in tickets { self.tickets[ticket.handle] = ticket }
    }

    mutating func update(_ user: Int64, _ change: (inout ChatPerson) -> Void) {
        var person = people[user] ?? ChatPerson()
        change(&person)
        guard person != people[user] else { return }
        people[user] = person
        changedPeople.insert(user)
    }

    mutating func update(_ handle: String, _ change: (inout ChatTicket) -> Void) {
        guard var ticket = tickets[handle] else { return }
        change(&ticket)
        guard ticket != tickets[handle] else { return }
        tickets[handle] = ticket
        changedTickets.insert(handle)
    }

    mutating func add(_ ticket: ChatTicket) {
        tickets[ticket.handle] = ticket
        changedTickets.insert(ticket.handle)
        update(ticket.user) { person in
            person.tickets.removeAll { $0 == ticket.handle }
            person.tickets.append(ticket.handle)
            person.tickets = Array(person.tickets.suffix(Desk.mostTicketsOfOne))
        }
    }

    /// A person's tickets that are not over, oldest first.
    func open(of user: Int64) -> [ChatTicket] {
        (people[user]?.tickets ?? []).compactMap { tickets[$0] }.filter { !$0.isOver }
    }

    /// A person's last ticket of a service, over or not.
    func last(of user: Int64, service: String?) -> ChatTicket? {
        (people[user]?.tickets ?? []).compactMap { tickets[$0] }
            .last { service == nil || $0.service == service }
    }

    /// Forgets what is of another day.
    mutating func forgetOld(now: Timestamp) {
        for ticket in tickets.values where now.milliseconds - ticket.issued > Desk.memory {
            tickets[ticket.handle] = nil
            changedTickets.insert(ticket.handle)
            update(ticket.user) { person in person.tickets.removeAll { $0 == ticket.handle } }
        }
    }

    mutating func isSaved() {
        changedPeople = []
        changedTickets = []
    }
}

/// What the bot knows of the queues without asking.
struct Hall: Sendable, Equatable {
    var services: [ServiceInfo] = []
    /// By service.
    var topics: [String: QueueTopic] = [:]

    func name(of service: String, in language: Language) -> String {
        services.first { $0.service == service }.map(language.name(of:)) ?? service
    }
}
