import BranchDomain
import Foundation
import Messages
import Outbox
import OutgoingHTTP
import Providers
import Synchronization

@testable import Chatbot

func at(_ seconds: Int64) -> Timestamp {
    Timestamp(milliseconds: 1_795_000_000_000 + seconds * 1_000)
}

/// A queue of one shop in memory: one ticket for each key, so many inside, verdicts by id.
final class PaperHall: Counterpart {
    struct State {
        var tickets: [Ticket] = []
        var keys: [String: Int] = [:]
        var verdicts: [RequestID: (Question, Reply)] = [:]
        var isOpen = true
        var inside = 0
        var granted = 10
        var calls: [BoardCall] = []
        var aways = 0
        var asked = 0
    }

    let state = Mutex(State())
    let now = Mutex(at(0))
    /// What the queue publishes before whoever asked hears the verdict.
    let published = Mutex<(@Sendable (QueueTopic) async -> Void)?>(nil)
    static let capacity = 10
    static let batch = 5

    func ask(_ question: Question, id: RequestID?) async -> Reply {
        let reply = verdict(question, id)
        if let publish = published.withLock({ $0 }) { await publish(topic) }
        return reply
    }

    private func verdict(_ question: Question, _ id: RequestID?) -> Reply {
        let now = now.withLock { $0 }
        return state.withLock { state in
            state.asked += 1
            if state.aways > 0 {
                state.aways -= 1
                return .away
            }
            if let id, let (before, reply) = state.verdicts[id] {
                return before == question ? reply : .refused(.idReused, state: nil)
            }
            let reply = PaperHall.decide(question, &state, now)
            if let id { state.verdicts[id] = (question, reply) }
            return reply
        }
    }

    private static func decide(_ question: Question, _ state: inout State, _ now: Timestamp)
        -> Reply
    {
        switch question {
        case .nothing: return .nothing
        case .issue(let service, let name, let unique):
            let open = unique.compactMap { state.keys[$0] }
                .first { ["waiting", "called"].contains(state.tickets[$0].state) }
            if let open { return .ticket(shown(open, state)) }
            guard state.isOpen else { return .refused(.serviceClosed, state: nil) }
            let index = state.tickets.count
            let number = "A" + String(String(1_001 + index).dropFirst())
            state.tickets.append(
                Ticket(
                    ticket: "handle-of-ticket-\(number)", number: number, service: service,
                    state: "waiting", issued: now.milliseconds, calls: 0, name: name))
            for key in unique { state.keys[key] = index }
            admit(&state, now)
            return .ticket(shown(index, state))
        case .leave(let handle): return settle(handle, "served", ["called"], &state, now)
        case .cancel(let handle): return settle(handle, "cancelled", ["waiting"], &state, now)
        case .open, .close:
            if case .open = question { state.isOpen = true } else { state.isOpen = false }
            return .service
        case .tickets(let handles):
            return .tickets(
                state.tickets.indices.filter { handles.contains(state.tickets[$0].ticket) }
                    .map { shown($0, state) })
        case .status:
            let tickets = state.tickets
            let count = { (name: String) in tickets.count { $0.state == name } }
            return .status([
                QueueStatus.ServiceLine(
                    service: "shop", waiting: count("waiting"), called: count("called"), serving: 0,
                    parked: 0, served: count("served"), noShow: 0)
            ])
        case .list: return .tickets(state.tickets.indices.map { shown($0, state) })
        }
    }

    private static func settle(
        _ handle: String, _ to: String, _ from: [String], _ state: inout State, _ now: Timestamp
    ) -> Reply {
        guard let index = state.tickets.firstIndex(where: { $0.ticket == handle }) else {
            return .refused(.ticketNotFound, state: nil)
        }
        guard from.contains(state.tickets[index].state) else {
            return .refused(.ticketState, state: state.tickets[index].state)
        }
        if state.tickets[index].state == "called" { state.inside -= 1 }
        state.tickets[index].state = to
        admit(&state, now)
        return .ticket(state.tickets[index])
    }

    private static func admit(_ state: inout State, _ now: Timestamp) {
        let free = capacity - state.inside
        if free - state.granted >= batch { state.granted = free }
        for index in state.tickets.indices where state.tickets[index].state == "waiting" {
            guard state.granted > 0 else { return }
            state.granted -= 1
            state.inside += 1
            state.tickets[index].state = "called"
            state.tickets[index].calls = 1
            state.calls.append(
                BoardCall(
                    number: state.tickets[index].number, counter: "entrance",
                    called: now.milliseconds, calls: 1))
        }
    }

    private static func shown(_ index: Int, _ state: State) -> Ticket {
        var ticket = state.tickets[index]
        if ticket.state == "waiting" {
            ticket.position = 1 + state.tickets[..<index].count { $0.state == "waiting" }
            ticket.estimate = Estimate(p50: 240, p90: 600)
        }
        return ticket
    }

    var topic: QueueTopic {
        state.withLock { state in
            let waiting = state.tickets.filter { $0.state == "waiting" }
            let serving = state.calls.filter { call in
                state.tickets.contains { $0.number == call.number && $0.state == "called" }
            }
            return QueueTopic(
                service: "shop", open: state.isOpen, waiting: waiting.count,
                next: waiting.prefix(20).map(\.number), serving: serving,
                recent: state.calls.suffix(10).reversed(),
                admission: Admission(
                    inside: state.inside, capacity: PaperHall.capacity, batch: PaperHall.batch))
        }
    }
}

/// A chatbot on a directory of its own; restarted by making it again.
final class PaperBot {
    static let group: Int64 = -100
    static let token = "42:AAAAAAAAAA"
    let path: String
    let hall: PaperHall
    let store: OutboxStore
    let keeper: DeskKeeper
    let intake: ChatIntake
    let conversation: Conversation

    init(_ hall: PaperHall, path: String? = nil, url: String = "https://api.telegram.org")
        async throws
    {
        let directory = NSTemporaryDirectory() + "chatbot-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        self.path = path ?? directory + "/outbox.sqlite"
        self.hall = hall
        store = try OutboxStore(path: self.path)
        conversation = Conversation(
            service: "shop", administrators: [1], group: PaperBot.group, language: .english,
            reader: WishReader(flats: FlatReader(pattern: nil)))
        keeper = try await DeskKeeper(store: store, conversation: conversation)
        await keeper.know([
            ServiceInfo(service: "shop", prefix: "A", names: ["en": "Shop"], open: true),
            ServiceInfo(service: "cash", prefix: "B", names: ["en": "Cash"], open: true),
        ])
        intake = ChatIntake(
            api: TelegramAPI(url: url, token: PaperBot.token), keeper: keeper,
            conversation: conversation, counterpart: hall,
            clock: { hall.now.withLock { $0 } },
            rest: { pause in hall.now.withLock { $0 = $0.adding(pause) } })
    }

    var now: Timestamp { hall.now.withLock { $0 } }

    /// Takes what the messenger has, and hears what that changed in the queue.
    func take(_ messenger: Messenger) async throws {
        let request = intake.api.poll(offset: await intake.offset(), seconds: 0)
        let path = String(request.url.dropFirst(intake.api.url.count))
        let answer = await messenger.answer(
            ServedRequest(path: path, headers: [:], body: request.body))
        if let page = UpdatePage(answer.body) { try await intake.take(page) }
        try await keeper.hear(hall.topic, now: now)
    }

    /// What waits to be said, oldest first, and is hereby said.
    func said() async throws -> [Say] {
        var says: [Say] = []
        while true {
            let heads = try await store.heads()
            guard !heads.isEmpty else { return says }
            try await store.settle(heads.map { ($0, .sent) }, now: now)
            says += try heads.map { try JSON.decode(Say.self, from: $0.body) }
        }
    }
}
