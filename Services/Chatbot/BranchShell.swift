import BranchDomain
import Bus
import Messages
import ServiceKit

/// The branch as the bot's device asks it.
struct BranchShell: Counterpart {
    /// Pages of a list that are read at most: 200 tickets each.
    private static let mostPages = 50
    let session: DeviceSession

    func ask(_ question: Question, id: RequestID?) async -> Reply {
        do {
            return try await answer(question, id)
        } catch {
            guard let error = error as? CallError, case .refused(let refusal) = error,
                refusal.retry != .sameID
            else { return .away }
            return .refused(refusal.code, state: refusal.details["state"])
        }
    }

    private func answer(_ question: Question, _ id: RequestID?) async throws -> Reply {
        switch question {
        case .nothing: return .nothing
        case .issue(let service, let name, let unique):
            return .ticket(
                try await session.call(
                    QueueIssue.self,
                    QueueIssue.Request(service: service, name: name, unique: unique), id: id))
        case .leave(let ticket):
            return .ticket(
                try await session.call(
                    QueueLeave.self, QueueLeave.Request(ticket: ticket), id: id))
        case .cancel(let ticket):
            return .ticket(
                try await session.call(
                    QueueCancel.self, QueueCancel.Request(ticket: ticket), id: id))
        case .open(let service):
            _ = try await session.call(
                ServiceOpen.self, ServiceOpen.Request(service: service), id: id)
            return .service
        case .close(let service):
            _ = try await session.call(
                ServiceClose.self, ServiceClose.Request(service: service), id: id)
            return .service
        case .tickets(let handles): return .tickets(try await tickets(handles))
        case .status:
            return .status(try await status())
        case .list(let service): return .tickets(try await list(service))
        }
    }

    /// Every service's line, page by page.
    private func status() async throws -> [QueueStatus.ServiceLine] {
        var lines: [QueueStatus.ServiceLine] = []
        var after: String?
        repeat {
            let page = try await session.call(QueueStatus.self, PageRequest(after: after))
            lines += page.services
            after = page.next
        } while after != nil
        return lines
    }

    /// Those that are still of today.
    private func tickets(_ handles: [String]) async throws -> [Ticket] {
        var found: [Ticket] = []
        for handle in handles {
            if let ticket = try await ticket(handle) { found.append(ticket) }
        }
        return found
    }

    private func ticket(_ handle: String) async throws -> Ticket? {
        do {
            return try await session.call(QueueTicket.self, QueueTicket.Request(ticket: handle))
        } catch {
            guard case .refused(let refusal) = error, refusal.code == .ticketNotFound else {
                throw error
            }
            return nil
        }
    }

    private func list(_ service: String) async throws -> [Ticket] {
        var tickets: [Ticket] = []
        var after: String?
        for _ in 0..<BranchShell.mostPages {
            let page = try await session.call(
                QueueList.self,
                QueueList.Request(service: service, after: after, limit: 200))
            tickets += page.tickets
            after = page.next
            if after == nil { break }
        }
        return tickets
    }
}

/// The bot's one thread on the bus: calls to the gateways, queue topics in.
final class ChatBusShell {
    private let calls: AsyncCallerLoop
    private let queues: Subscriber
    private let topics: AsyncStream<QueueTopic>.Continuation

    init(
        caller: AsyncCaller, ports: Ports, branch: String,
        topics: AsyncStream<QueueTopic>.Continuation
    ) throws {
        self.topics = topics
        calls = try AsyncCallerLoop(
            caller: caller, endpoints: [Endpoint(address: ports.gateway(1))], context: .process())
        queues = try Subscriber(
            endpoints: [Endpoint(address: ports.queueTopics)],
            topics: [Topic.queues(branch: branch)])
    }

    /// Works until the reactor ends.
    func run(in reactor: Reactor) throws {
        calls.attend(to: reactor)
        reactor.onReadable(queues) { [self] in
            while let message = queues.receive(timeout: .zero) {
                if let topic = try? JSON.decode(QueueTopic.self, from: message.state) {
                    topics.yield(topic)
                }
            }
        }
        try reactor.run()
        calls.finish()
        topics.finish()
    }
}
