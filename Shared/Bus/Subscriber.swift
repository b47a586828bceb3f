import BranchDomain
import Messages
import ZeroMQ

/// A SUB that knows how fresh what it has is. Owner-thread only.
public final class Subscriber {
    /// Whether repeats of what has been received already are given too.
    public var includesRepeats = false
    /// When anything of the publishers was heard last, repeats included; nil: never.
    ///
    /// Queue topics are repeated each second: three seconds of silence mean "not live".
    public private(set) var lastHeard: ContinuousClock.Instant?

    private struct Seen {
        var epoch: String
        var sequence: UInt64
        var at: ContinuousClock.Instant
    }

    private static let mostTopics = 100_000
    private static let version = Array(Envelope.publishedVersion.utf8)

    private let endpoints: [Endpoint]
    private let keys: CurveKeys?
    private var topics: [String]
    private let context: Context
    private let retryInterval: Duration
    private let clock = ContinuousClock()
    private var connection: Connection
    private var refusedAt: ContinuousClock.Instant?
    private var seen: [String: Seen] = [:]
    private var message = Multipart()

    /// - Parameter retryInterval: How soon to try again where a publisher refused the keys; in
    ///   a reactor, `receive` is to be called about as often, beside its readiness.
    /// - Throws: `ZeroMQError` where an address is none. That nobody listens is no error.
    public init(
        endpoints: [Endpoint], keys: CurveKeys? = nil, topics: [String], context: Context? = nil,
        retryInterval: Duration = .seconds(2)
    ) throws {
        self.endpoints = endpoints
        self.keys = keys
        self.topics = topics
        self.context = try context ?? Context.process()
        self.retryInterval = retryInterval
        connection = try .subscriber(
            to: endpoints, keys: keys, topics: topics, context: self.context)
    }

    /// Hears one more topic from now on.
    public func subscribe(_ topic: String) {
        guard !topics.contains(topic) else { return }
        topics.append(topic)
        do { try connection.socket.subscribe(topic) } catch { impossible(error) }
    }

    /// Hears a topic no more; what is under way still comes.
    public func unsubscribe(_ topic: String) {
        guard let place = topics.firstIndex(of: topic) else { return }
        topics.remove(at: place)
        seen[topic] = nil
        do { try connection.socket.unsubscribe(topic) } catch { impossible(error) }
    }

    /// The next message; waits for it at most so long. Zero: takes what is there.
    public func receive(timeout: Duration) -> PublishedMessage? {
        let deadline = clock.now + timeout
        do {
            while true {
                while try connection.socket.receive(into: &message) {
                    if let published = published() { return published }
                }
                try tryAgainWhereRefused()
                let rest = clock.now.duration(to: deadline)
                guard rest > .zero else { return nil }
                // In slices, so that a refusal is noticed in a long wait too.
                let slice = connection.socket.isMonitored ? min(rest, retryInterval / 2) : rest
                _ = try connection.socket.waitUntilReadable(atMost: slice)
            }
        } catch {
            impossible(error)
        }
    }

    /// When anything under a prefix was heard last; nil: never.
    public func lastHeard(under prefix: String) -> ContinuousClock.Instant? {
        seen.lazy.filter { $0.key.hasPrefix(prefix) }.map(\.value.at).max()
    }

    private func published() -> PublishedMessage? {
        guard message.count == 4, message.frame(1, equals: Subscriber.version),
            let header = PublishedHeader(message.bytes(of: 2))
        else { return nil }
        let now = clock.now
        lastHeard = now
        let topic = String(decoding: message.bytes(of: 0), as: UTF8.self)
        let before = seen[topic].flatMap { $0.epoch == header.epoch ? $0.sequence : nil } ?? 0
        let isRepeat = header.sequence <= before
        if seen.count >= Subscriber.mostTopics { seen.removeAll() }
        seen[topic] = Seen(epoch: header.epoch, sequence: max(before, header.sequence), at: now)
        guard !isRepeat || includesRepeats else { return nil }
        return PublishedMessage(
            topic: topic, epoch: header.epoch, sequence: header.sequence,
            at: Timestamp(milliseconds: header.at), state: message.bytes(of: 3),
            isRepeat: isRepeat)
    }

    /// libzmq gives up for good on who refused its key; a display that is enrolled while it runs
    /// shall not have to be started again.
    private func tryAgainWhereRefused() throws(ZeroMQError) {
        while let event = try connection.socket.nextEvent(within: .zero) {
            if case .refused = event { refusedAt = refusedAt ?? clock.now }
        }
        guard let since = refusedAt, since.duration(to: clock.now) >= retryInterval else { return }
        refusedAt = nil
        connection = try .subscriber(
            to: endpoints, keys: keys, topics: topics, context: context)
    }
}

extension Subscriber: PollSource {
    public func addSockets(to poller: inout Poller) {
        _ = unsafe poller.watch(connection.socket.handle)
    }
}
