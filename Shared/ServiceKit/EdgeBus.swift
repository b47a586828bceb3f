import Bus
import Messages

/// The one thread on the bus of a service at the branch's edge: calls of its tasks to the
/// gateways, topics in.
public final class EdgeBus {
    /// How often topics are looked at beside their readiness: a refused key is tried again then.
    private static let look = Duration.seconds(1)

    private let calls: AsyncCallerLoop
    private let access: BranchAccess
    private let reactor: Reactor

    /// - Throws: `ZeroMQError` where an address is none. That nobody listens is no error.
    public init(caller: AsyncCaller, access: BranchAccess, stopper: Stopper) throws {
        self.access = access
        calls = try AsyncCallerLoop(
            caller: caller, endpoints: access.gateways, keys: access.keys, context: .process())
        reactor = try Reactor(stopper: stopper)
        calls.attend(to: reactor)
    }

    /// Calls the closure on the bus's thread for each message of these topics.
    ///
    /// - Parameter repeats: Whether for what was received before, too.
    public func hear(
        _ topics: [String], at endpoint: Endpoint, repeats: Bool = false,
        _ take: @escaping (PublishedMessage) -> Void
    ) throws {
        let subscriber = try Subscriber(
            endpoints: [endpoint], keys: access.keys, topics: topics)
        subscriber.includesRepeats = repeats
        let drain = {
            while let message = subscriber.receive(timeout: .zero) { take(message) }
        }
        reactor.onReadable(subscriber, drain)
        reactor.every(EdgeBus.look, drain)
    }

    /// Hears every queue of the branch: full states, each when it has changed.
    public func hearQueues(
        of branch: String, into states: AsyncStream<QueueTopic>.Continuation
    ) throws {
        guard let endpoint = access.queueTopics else { return }
        try hear([Topic.queues(branch: branch)], at: endpoint) { message in
            if let topic = try? JSON.decode(QueueTopic.self, from: message.state) {
                states.yield(topic)
            }
        }
    }

    /// Works until the stopper says stop.
    public func run() throws {
        try reactor.run()
        calls.finish()
    }
}
