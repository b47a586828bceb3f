import Bus
import Messages
import ServiceKit

/// The web service's one thread on the bus: calls to the gateways, queue and account topics in.
final class FeedShell {
    private let calls: AsyncCallerLoop
    private let queues: Subscriber
    private let accounts: Subscriber
    private let feed: TopicFeed
    private let clock = ContinuousClock()
    private var followed: Set<String> = []

    /// - Throws: ``ZeroMQError`` where an address is none.
    init(
        caller: AsyncCaller, feed: TopicFeed, ports: Ports, branch: String, context: Context
    ) throws {
        self.feed = feed
        calls = try AsyncCallerLoop(
            caller: caller, endpoints: [Endpoint(address: ports.gateway(1))], context: context)
        queues = try Subscriber(
            endpoints: [Endpoint(address: ports.queueTopics)],
            topics: [Topic.queues(branch: branch)], context: context)
        queues.includesRepeats = true
        accounts = try Subscriber(
            endpoints: [Endpoint(address: ports.accountTopics)], topics: [], context: context)
    }

    /// Works until the reactor ends.
    func run(in reactor: Reactor) throws {
        calls.attend(to: reactor)
        reactor.onReadable(queues) { [self] in
            while let message = queues.receive(timeout: .zero) {
                feed.take(message, now: clock.now)
            }
        }
        reactor.onReadable(accounts) { [self] in
            while let message = accounts.receive(timeout: .zero) { feed.takeReceipt(message) }
        }
        reactor.onWake { [self] in follow(feed.accounts) }
        reactor.every(.seconds(1)) { [self] in feed.tick(now: clock.now) }
        try reactor.run()
        calls.finish()
        feed.close()
    }

    private func follow(_ wanted: Set<String>) {
        for topic in wanted.subtracting(followed) { accounts.subscribe(topic) }
        for topic in followed.subtracting(wanted) { accounts.unsubscribe(topic) }
        followed = wanted
    }
}
