import BranchDomain
import Bus
import Messages
import ServiceKit

/// The notifier's one thread on the bus: calls to the gateways, topics in.
///
/// Topics only say that there is something to read: the newest is enough, and one that is lost
/// is made good by the next heartbeat.
final class BusShell {
    private let calls: AsyncCallerLoop
    private let accounts: Subscriber?
    private let queues: Subscriber
    private let heads: AsyncStream<UInt64?>.Continuation
    private let topics: AsyncStream<QueueTopic>.Continuation

    init(
        caller: AsyncCaller, ports: Ports, branch: String, wantsAccounts: Bool,
        heads: AsyncStream<UInt64?>.Continuation, topics: AsyncStream<QueueTopic>.Continuation
    ) throws {
        self.heads = heads
        self.topics = topics
        calls = try AsyncCallerLoop(
            caller: caller, endpoints: [Endpoint(address: ports.gateway(1))], context: .process())
        queues = try Subscriber(
            endpoints: [Endpoint(address: ports.queueTopics)],
            topics: [Topic.queues(branch: branch)])
        accounts =
            wantsAccounts
            ? try Subscriber(
                endpoints: [Endpoint(address: ports.accountTopics)],
                topics: ["account.", Topic.ledger])
            : nil
        accounts?.includesRepeats = true
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
        if let accounts {
            reactor.onReadable(accounts) { [self] in
                while let message = accounts.receive(timeout: .zero) { take(message) }
            }
        }
        try reactor.run()
        calls.finish()
        heads.finish()
        topics.finish()
    }

    private func take(_ message: PublishedMessage) {
        if message.topic == Topic.ledger {
            if let beat = try? JSON.decode(LedgerHeartbeat.self, from: message.state) {
                heads.yield(beat.head)
            }
        } else {
            heads.yield(nil)
        }
    }
}

/// The ledger as the notifier's device asks it.
struct LedgerShell: EntrySource, CustomerLookup {
    let session: DeviceSession

    func entries(after sequence: UInt64) async throws -> LedgerEntries.Reply {
        try await session.call(
            LedgerEntries.self, LedgerEntries.Request(after: sequence, limit: 100))
    }

    func owner(of account: UInt64) async throws(LookupTrouble) -> Customer? {
        do {
            let found = try await session.call(
                AccountGet.self, AccountGet.Request(account: .number(account)))
            guard let customer = found.customer else { return nil }
            return try await session.call(
                CustomerGet.self, CustomerGet.Request(customer: customer))
        } catch CallError.refused(let refusal)
            where [.accountNotFound, .customerNotFound].contains(refusal.code)
        {
            return nil
        } catch {
            throw LookupTrouble(description: "the branch does not answer")
        }
    }
}
