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
    /// libzmq gives up for good on a service that once refused its key, so after so long a
    /// silence the connection is made anew.
    private static let longestSilence = Duration.seconds(10)

    private let endpoints: [Endpoint]
    private let keys: CurveKeys?
    private let topics: [String]
    private let context: Context
    private let clock = ContinuousClock()
    private var connection: Connection
    private var connectedAt: ContinuousClock.Instant
    private var seen: [String: Seen] = [:]
    private var message = Multipart()

    /// - Throws: ``ZeroMQError`` where an address is none. That nobody listens is no error.
    public init(
        endpoints: [Endpoint], keys: CurveKeys? = nil, topics: [String], context: Context? = nil
    ) throws {
        self.endpoints = endpoints
        self.keys = keys
        self.topics = topics
        self.context = try context ?? Context.process()
        connection = try Connection.subscriber(
            to: endpoints, keys: keys, topics: topics, context: self.context)
        connectedAt = clock.now
    }

    /// The next message; waits for it at most so long. Zero: takes what is there.
    public func receive(timeout: Duration) -> PublishedMessage? {
        let deadline = clock.now + timeout
        do {
            while true {
                while try connection.socket.receive(into: &message) {
                    if let published = published() { return published }
                }
                let rest = clock.now.duration(to: deadline)
                guard rest > .zero else { return nil }
                try reconnectAfterSilence()
                // In slices, so that the silence is noticed in a long wait too.
                _ = try connection.socket.waitUntilReadable(atMost: min(rest, .seconds(1)))
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
        guard message.count == 4,
            message.frame(1, equals: Array(Envelope.publishedVersion.utf8)),
            let header = try? JSON.decode(PublishedHeader.self, from: message.bytes(of: 2))
        else { return nil }
        let now = clock.now
        let topic = String(decoding: message.bytes(of: 0), as: UTF8.self)
        let before = seen[topic]
        let isRepeat =
            before.map { $0.epoch == header.epoch && header.sequence <= $0.sequence } ?? false
        lastHeard = now
        if seen.count >= Subscriber.mostTopics { seen.removeAll() }
        seen[topic] = Seen(
            epoch: header.epoch,
            sequence: isRepeat ? before?.sequence ?? header.sequence : header.sequence, at: now)
        guard !isRepeat || includesRepeats else { return nil }
        return PublishedMessage(
            topic: topic, epoch: header.epoch, sequence: header.sequence,
            at: Timestamp(milliseconds: header.at), state: message.bytes(of: 3),
            isRepeat: isRepeat)
    }

    private func reconnectAfterSilence() throws(ZeroMQError) {
        let now = clock.now
        let since = max(lastHeard ?? connectedAt, connectedAt)
        guard since.duration(to: now) >= Subscriber.longestSilence else { return }
        connection = try Connection.subscriber(
            to: endpoints, keys: keys, topics: topics, context: context)
        connectedAt = now
    }
}

extension Subscriber: PollSource {
    public func addSockets(to poller: inout Poller) {
        _ = unsafe poller.watch(connection.socket.handle)
    }
}
