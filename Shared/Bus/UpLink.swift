import ZeroMQ

/// A gateway's way to a service: a DEALER that forwards requests with their way back, and hands
/// over the replies whole. Owner-thread only; it never waits.
public final class UpLink {
    /// libzmq gives up for good on a service that once refused its key.
    private static let longestAbsence = Duration.seconds(5)

    private let endpoint: Endpoint
    private let keys: CurveKeys?
    private let context: Context
    private let clock = ContinuousClock()
    private var connection: Connection
    private var lastAlive: ContinuousClock.Instant
    private var message = Multipart()

    /// - Throws: `ZeroMQError` where the address is none. That nobody listens is no error.
    public init(context: Context, endpoint: Endpoint, keys: CurveKeys? = nil) throws {
        self.context = context
        self.endpoint = endpoint
        self.keys = keys
        connection = try UpLink.open(endpoint, keys, context)
        lastAlive = clock.now
    }

    /// Whether the service is connected and reads, as far as is known now.
    public var isConnected: Bool { (try? connection.socket.readiness())?.writable ?? false }

    /// Sends a request up, with its way back.
    ///
    /// - Returns: false where the service is away or does not read: nothing was sent.
    public func forward(_ frames: [[UInt8]], for route: Route) -> Bool {
        do {
            let socket = connection
            var outcome = Sent.sent
            let routed = try route.forEachFrame { range throws(ZeroMQError) in
                let frame = route.encoded.span.extracting(range)
                outcome = try socket.socket.send(frame, more: true)
                return outcome == .sent
            }
            guard routed else { return noted(outcome) }
            return noted(try finish(frames))
        } catch {
            impossible(error)
        }
    }

    /// Sends a request of the gateway's own; the answer carries the tag.
    ///
    /// - Returns: false where the service is away or does not read: nothing was sent.
    public func ask(_ frames: [[UInt8]], tag: UInt64) -> Bool {
        do {
            var route: [UInt8] = [Route.ownListener]
            for shift in stride(from: 56, through: 0, by: -8) {
                route.append(UInt8(truncatingIfNeeded: tag >> UInt64(shift)))
            }
            let outcome = try connection.socket.send(route.span, more: true)
            guard outcome == .sent else { return noted(outcome) }
            return noted(try finish(frames))
        } catch {
            impossible(error)
        }
    }

    /// Takes what has come up, at most so many messages.
    ///
    /// - Parameters:
    ///   - passOn: A reply for a client, to be moved out by ``RequestServer/reply(_:)``.
    ///   - answer: What the service said to ``ask(_:tag:)``: its tag, the frames.
    public func receive(
        atMost most: Int, passOn: (inout Multipart) -> Void,
        answer: (UInt64, [[UInt8]]) -> Void
    ) {
        do {
            for _ in 0..<most {
                guard try connection.socket.receive(into: &message) else { break }
                lastAlive = clock.now
                guard message.count > 1 else { continue }
                if let tag = ownTag() {
                    answer(tag, framesAfterDelimiter())
                } else {
                    passOn(&message)
                }
            }
            message.clear()
        } catch {
            impossible(error)
        }
    }

    private static func open(
        _ endpoint: Endpoint, _ keys: CurveKeys?, _ context: Context
    ) throws(ZeroMQError) -> Connection {
        // A gateway has two services, and they are back within a second.
        try .dealer(
            to: endpoint, keys: keys, context: context, linger: .milliseconds(500),
            sendHighWaterMark: 4_096, longestReconnect: .milliseconds(200))
    }

    private func finish(_ frames: [[UInt8]]) throws(ZeroMQError) -> Sent {
        let outcome = try connection.socket.send([UInt8]().span, more: true)
        guard outcome == .sent else { return outcome }
        return try connection.socket.send(frames)
    }

    /// Notes whether the service is there; after a long absence the connection is made anew.
    private func noted(_ outcome: Sent) -> Bool {
        if outcome == .sent { return true }
        let now = clock.now
        if lastAlive.duration(to: now) > UpLink.longestAbsence {
            lastAlive = now
            do {
                connection = try UpLink.open(endpoint, keys, context)
            } catch {
                impossible(error)
            }
        }
        return false
    }

    private func ownTag() -> UInt64? {
        message.withBytes(of: 0) { bytes in
            guard bytes.count == 9, bytes[0] == Route.ownListener else { return nil }
            var tag: UInt64 = 0
            for place in 1..<9 { tag = tag << 8 | UInt64(bytes[place]) }
            return tag
        }
    }

    private func framesAfterDelimiter() -> [[UInt8]] {
        guard let delimiter = message.delimiter else { return [] }
        return ((delimiter + 1)..<message.count).map { message.bytes(of: $0) }
    }
}

extension UpLink: PollSource {
    public func addSockets(to poller: inout Poller) {
        _ = unsafe poller.watch(connection.socket.handle)
    }
}
