import BranchDomain
import Messages
import Outbox

/// The desk and the hall, changed by one at a time; what changed is on disk, with everything
/// that is to be said about it, before anybody goes on.
actor DeskKeeper {
    private static let offsetKey = "offset"
    private static let pressPrefix = "press:"
    private static let personPrefix = "person:"
    private static let ticketPrefix = "ticket:"
    private static let announcedPrefix = "announced:"

    private let store: OutboxStore
    private let conversation: Conversation
    private(set) var desk: Desk
    private(set) var hall = Hall()
    /// The update that is wanted next, and when the last one was handled.
    private(set) var offset: Offset?
    private var last: Task<Void, any Error>?
    /// Whether the branch is being asked for an update: what the queue says meanwhile may be about
    /// a ticket that is not on the desk yet, and waits. The newest of each service.
    private var held: [String: QueueTopic]?

    struct Offset: Codable, Sendable, Equatable {
        var next: Int64
        /// Unix milliseconds.
        var at: Int64
    }

    /// Reads what is on disk.
    init(store: OutboxStore, conversation: Conversation) async throws {
        self.store = store
        self.conversation = conversation
        (desk, offset) = try await store.read { transaction in
            var people: [Int64: ChatPerson] = [:]
            for (key, value) in try transaction.facts(under: DeskKeeper.personPrefix) {
                guard let user = Int64(key.dropFirst(DeskKeeper.personPrefix.count)) else {
                    continue
                }
                people[user] = try? JSON.decode(ChatPerson.self, from: value)
            }
            let tickets = try transaction.facts(under: DeskKeeper.ticketPrefix).values
                .compactMap { try? JSON.decode(ChatTicket.self, from: $0) }
            var desk = Desk(people: people, tickets: tickets)
            for (key, value) in try transaction.facts(under: DeskKeeper.announcedPrefix) {
                let service = String(key.dropFirst(DeskKeeper.announcedPrefix.count))
                desk.announced[service] = try? JSON.decode([String].self, from: value)
            }
            let offset = try transaction.fact(DeskKeeper.offsetKey)
                .flatMap { try? JSON.decode(Offset.self, from: $0) }
            return (desk, offset)
        }
    }

    func know(_ services: [ServiceInfo]) { hall.services = services }

    /// The branch is asked for an update from now on, until it is concluded.
    func beginAsking() { held = held ?? [:] }

    /// No verdict came; the queue's news go on meanwhile.
    func stopAsking(now: Timestamp) async throws {
        let waited = held ?? [:]
        held = nil
        for topic in waited.values.sorted(by: { $0.service < $1.service }) {
            try await hear(topic, now: now)
        }
    }

    /// When a press, which carries no time, was seen first: on disk before anything is asked
    /// because of it.
    func firstSeen(_ update: ChatUpdate, now: Timestamp) async throws -> Timestamp {
        let key = DeskKeeper.pressPrefix + String(update.id)
        return try await store.write { transaction in
            if let known = try transaction.fact(key),
                let milliseconds = Int64(String(decoding: known, as: UTF8.self))
            {
                return Timestamp(milliseconds: milliseconds)
            }
            try transaction.set(key, to: Array(String(now.milliseconds).utf8))
            return now
        }
    }

    /// Says something beside an update that is not handled yet.
    func interject(_ say: Say, id: String, now: Timestamp) async throws {
        let messages = Conversation.Item(id: id, says: [say]).messages(now: now)
        try await store.write { transaction in
            for message in messages { try transaction.add(message, now: now) }
        }
    }

    /// The answer to an update, and that it was handled: together.
    func conclude(
        _ wish: Wish?, _ reply: Reply, _ update: ChatUpdate, now: Timestamp
    ) async throws {
        do {
            try await oneAtATime { try await self.concludeNow(wish, reply, update, now: now) }
        } catch {
            try await stopAsking(now: now)
            throw error
        }
        try await stopAsking(now: now)
    }

    private func concludeNow(
        _ wish: Wish?, _ reply: Reply, _ update: ChatUpdate, now: Timestamp
    ) async throws {
        var next = desk
        var says: [Say] = []
        if case .button(_, let press) = update.content {
            says.append(Say(chat: update.chat, press: press))
        }
        if let wish { says += conversation.answer(wish, reply, to: update, &next, hall) }
        let items = [Conversation.Item(id: "update:\(update.id)", says: says)]
        try await save(
            next, Offset(next: update.id + 1, at: now.milliseconds), items, now: now,
            over: update.id)
    }

    /// Passes over updates that say nothing.
    func pass(to update: Int64, now: Timestamp) async throws {
        try await oneAtATime {
            try await self.save(
                await self.desk, Offset(next: update + 1, at: now.milliseconds), [], now: now,
                over: nil)
        }
    }

    /// What a queue's new state makes the bot say by itself.
    func hear(_ topic: QueueTopic, now: Timestamp) async throws {
        guard held == nil else {
            held?[topic.service] = topic
            return
        }
        try await oneAtATime { try await self.hearNow(topic, now: now) }
    }

    private func hearNow(_ topic: QueueTopic, now: Timestamp) async throws {
        hall.topics[topic.service] = topic
        var next = desk
        next.forgetOld(now: now)
        let items = conversation.news(of: topic, &next, now: now)
        if next != desk { try await save(next, offset, items, now: now, over: nil) }
    }

    // MARK: One at a time

    /// Runs `body` after everything that was begun before it: decisions are made and written in
    /// one order.
    private func oneAtATime(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let before = last
        let task = Task {
            _ = await before?.result
            try await body()
        }
        last = task
        try await task.value
    }

    /// - Parameter over: The update whose first sight need not be remembered any more.
    private func save(
        _ next: Desk, _ offset: Offset?, _ items: [Conversation.Item], now: Timestamp,
        over update: Int64?
    ) async throws {
        let announcements = next.announced.filter { desk.announced[$0.key] != $0.value }
        try await store.write { transaction in
            for user in next.changedPeople {
                try transaction.set(
                    DeskKeeper.personPrefix + String(user),
                    to: next.people[user].map { JSON.encode($0) })
            }
            for handle in next.changedTickets {
                try transaction.set(
                    DeskKeeper.ticketPrefix + handle,
                    to: next.tickets[handle].map { JSON.encode($0) })
            }
            for (service, told) in announcements {
                try transaction.set(DeskKeeper.announcedPrefix + service, to: JSON.encode(told))
            }
            if let offset { try transaction.set(DeskKeeper.offsetKey, to: JSON.encode(offset)) }
            if let update {
                try transaction.set(DeskKeeper.pressPrefix + String(update), to: nil)
            }
            for message in items.flatMap({ $0.messages(now: now) }) {
                try transaction.add(message, now: now)
            }
        }
        desk = next
        desk.isSaved()
        self.offset = offset
    }
}

extension Conversation.Item {
    /// In parts that the messenger takes; the same event makes the same ids.
    fileprivate func messages(now: Timestamp) -> [NewMessage] {
        says.flatMap(Parts.of).enumerated().map { number, say in
            // A press is noticed beside the chat's order and rate.
            let lane = say.press == nil ? String(say.chat) : "press:\(say.chat)"
            return NewMessage(
                id: "\(id):\(number)", lane: lane, due: now, body: JSON.encode(say))
        }
    }
}
