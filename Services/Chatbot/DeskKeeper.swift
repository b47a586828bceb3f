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
        try await store.write { try DeskKeeper.add([say], id: id, to: $0, now: now) }
    }

    /// The answer to an update, and that it was handled: together.
    func conclude(
        _ wish: Wish?, _ reply: Reply, _ update: ChatUpdate, now: Timestamp
    ) async throws {
        try await oneAtATime {
            var next = await self.desk
            var says: [Say] = []
            if let wish {
                says = self.conversation.answer(
                    wish, reply, to: update, &next, await self.hall)
            }
            if case .button(_, let press) = update.content {
                says.insert(Say(chat: update.chat, press: press), at: 0)
            }
            let offset = Offset(next: update.id + 1, at: now.milliseconds)
            let items = says
            try await self.save(next, offset: offset) { transaction in
                try DeskKeeper.add(items, id: "update:\(update.id)", to: transaction, now: now)
                try transaction.set(DeskKeeper.pressPrefix + String(update.id), to: nil)
            }
        }
    }

    /// Passes over updates that say nothing.
    func pass(to update: Int64, now: Timestamp) async throws {
        try await oneAtATime {
            let offset = Offset(next: update + 1, at: now.milliseconds)
            try await self.save(await self.desk, offset: offset) { _ in }
        }
    }

    /// What a queue's new state makes the bot say by itself.
    func hear(_ topic: QueueTopic, now: Timestamp) async throws {
        try await oneAtATime {
            await self.note(topic)
            var next = await self.desk
            next.forgetOld(now: now)
            let items = self.conversation.news(of: topic, &next, now: now)
            guard await next != self.desk else { return }
            try await self.save(next, offset: await self.offset) { transaction in
                for item in items {
                    try DeskKeeper.add([item.say], id: item.id, to: transaction, now: now)
                }
            }
        }
    }

    private func note(_ topic: QueueTopic) { hall.topics[topic.service] = topic }

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

    private func save(
        _ next: Desk, offset: Offset?,
        _ more: @escaping @Sendable (borrowing OutboxTransaction) throws -> Void
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
            if let offset {
                try transaction.set(DeskKeeper.offsetKey, to: JSON.encode(offset))
            }
            try more(transaction)
        }
        desk = next
        desk.isSaved()
        self.offset = offset
    }

    private static func add(
        _ says: [Say], id: String, to transaction: borrowing OutboxTransaction, now: Timestamp
    ) throws {
        var number = 0
        for say in says.flatMap(Parts.of) {
            // A press is noticed beside the chat's order and rate.
            let lane = say.press == nil ? String(say.chat) : "press:\(say.chat)"
            try transaction.add(
                NewMessage(id: "\(id):\(number)", lane: lane, due: now, body: JSON.encode(say)),
                now: now)
            number += 1
        }
    }
}
