import BranchDomain
import Messages
import ZeroMQ

/// An XPUB that keeps the last message of each topic, so that whoever subscribes late, sleeps or
/// loses messages is soon right again by doing nothing. Owner-thread only; it never waits.
public final class Publisher {
    private struct Kept {
        var header: [UInt8]
        var sequence: UInt64
        var state: [UInt8]
    }

    /// libzmq mis-encodes subscriptions from 246 bytes on.
    public static let longestTopic = 200
    /// How often a second a topic is sent for the sake of new subscribers: each time everyone who
    /// has subscribed gets it, so of a thousand at once most must wait for the next repeat.
    private static let mostCatchUps = 16
    private static let mostSubscriptionsARound = 4_096

    private let listeners: [Listener]
    private let epoch: String
    private var sequences: [String: UInt64] = [:]
    private var keptByTopic: [String: Kept] = [:]
    private let clock = ContinuousClock()
    private var catchUps: [String: Int] = [:]
    private var catchUpsSince: ContinuousClock.Instant
    private var subscriptions: [SubscriptionSet]
    private var message = Multipart()

    /// - Parameter epoch: UUID text, new for each start of the service.
    /// - Throws: `ZeroMQError`, ``BindingError``.
    public init(context: Context, binding: [ServerBinding], epoch: String) throws {
        precondition(epoch.utf8.allSatisfy { $0 != UInt8(ascii: "\"") && $0 >= 32 })
        self.epoch = epoch
        catchUpsSince = clock.now
        listeners = try binding.map { binding in
            try Listener(.xpub, binding, in: context) { socket in
                try socket.set(.xpubVerbose, true)
                try socket.set(.sendHighWaterMark, 10_000)
            }
        }
        subscriptions = listeners.map { _ in SubscriptionSet() }
    }

    /// The addresses as bound, in the order of the bindings: with the ports that were chosen.
    public var boundAddresses: [String] { listeners.map(\.address) }

    /// Sends the new state of a topic to those who subscribe to it.
    ///
    /// - Parameter keep: Whether it is repeated, and sent to those who subscribe later.
    public func publish(topic: String, at: Timestamp, state: [UInt8], keep: Bool = true) {
        precondition(topic.utf8.count <= Publisher.longestTopic, "the topic is too long")
        let sequence = sequences[topic, default: 0] + 1
        sequences[topic] = sequence
        let header = PublishedHeader(epoch: epoch, sequence: sequence, at: at.milliseconds).bytes
        if keep {
            keptByTopic[topic] = Kept(header: header, sequence: sequence, state: state)
        }
        send(topic: topic, header: header, state: state)
    }

    /// Whether anyone subscribes to the topic or to a prefix of it.
    public func isWanted(_ topic: String) -> Bool {
        subscriptions.contains { $0.covers(topic) }
    }

    /// Sends every kept message again, with the sequence it had: to be called each second.
    public func repeatKept() {
        for (topic, kept) in keptByTopic {
            send(topic: topic, header: kept.header, state: kept.state)
        }
    }

    /// Takes the subscriptions that have arrived and sends new subscribers what is kept.
    public func handleSubscriptions() {
        for index in listeners.indices {
            var fresh = SubscriptionSet()
            // What is left over wakes the reactor again: a flood must not keep it here.
            for _ in 0..<Publisher.mostSubscriptionsARound {
                guard take(from: index) else { break }
                guard let (isNew, prefix) = subscription() else { continue }
                if isNew {
                    subscriptions[index].insert(prefix)
                    fresh.insert(prefix)
                } else {
                    subscriptions[index].remove(prefix)
                }
            }
            if !fresh.isEmpty { catchUp(fresh, on: listeners[index]) }
        }
    }

    /// The kept state of each topic, by name.
    public func kept() -> [(topic: String, sequence: UInt64, state: [UInt8])] {
        keptByTopic.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sequence, $0.value.state) }
    }

    /// The epoch that all messages carry.
    public var currentEpoch: String { epoch }

    private func take(from index: Int) -> Bool {
        do {
            return try listeners[index].socket.receive(into: &message)
        } catch {
            impossible(error)
        }
    }

    /// What a subscriber sent: 1 or 0 and the prefix. Anything else is not for us.
    private func subscription() -> (isNew: Bool, prefix: [UInt8])? {
        guard message.count == 1, message.size(of: 0) >= 1 else { return nil }
        let bytes = message.bytes(of: 0)
        guard bytes[0] <= 1, bytes.count <= Publisher.longestTopic + 1 else { return nil }
        return (bytes[0] == 1, Array(bytes.dropFirst()))
    }

    private func catchUp(_ fresh: SubscriptionSet, on listener: Listener) {
        let now = clock.now
        if catchUpsSince.duration(to: now) >= .seconds(1) {
            catchUps.removeAll(keepingCapacity: true)
            catchUpsSince = now
        }
        for (topic, kept) in keptByTopic where fresh.covers(topic) {
            guard catchUps[topic, default: 0] < Publisher.mostCatchUps else { continue }
            catchUps[topic, default: 0] += 1
            send(topic: topic, header: kept.header, state: kept.state, on: listener)
        }
    }

    private func send(topic: String, header: [UInt8], state: [UInt8]) {
        for listener in listeners {
            send(topic: topic, header: header, state: state, on: listener)
        }
    }

    private func send(topic: String, header: [UInt8], state: [UInt8], on listener: Listener) {
        do {
            _ = try listener.socket.send([
                Array(topic.utf8), Array(Envelope.publishedVersion.utf8), header, state,
            ])
        } catch {
            impossible(error)
        }
    }
}

extension Publisher: PollSource {
    public func addSockets(to poller: inout Poller) {
        for listener in listeners {
            _ = unsafe poller.watch(listener.socket.handle)
        }
    }
}

/// The prefixes that are subscribed to, to be asked for a topic.
struct SubscriptionSet {
    /// A bound on what strangers can make us remember.
    static let most = 100_000
    private var prefixes: Set<[UInt8]> = []
    private var countByLength: [Int: Int] = [:]

    var isEmpty: Bool { prefixes.isEmpty }

    mutating func insert(_ prefix: [UInt8]) {
        guard prefixes.count < SubscriptionSet.most, prefixes.insert(prefix).inserted else {
            return
        }
        countByLength[prefix.count, default: 0] += 1
    }

    mutating func remove(_ prefix: [UInt8]) {
        guard prefixes.remove(prefix) != nil, let count = countByLength[prefix.count] else {
            return
        }
        countByLength[prefix.count] = count > 1 ? count - 1 : nil
    }

    /// Whether one of the prefixes begins the topic.
    func covers(_ topic: String) -> Bool {
        guard !prefixes.isEmpty else { return false }
        let bytes = Array(topic.utf8)
        return countByLength.keys.contains { length in
            length <= bytes.count && prefixes.contains(Array(bytes.prefix(length)))
        }
    }
}
