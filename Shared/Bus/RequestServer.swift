import Messages
import ZeroMQ

/// A request as it came in at a ROUTER, frames copied out.
public struct IncomingRequest: Sendable {
    /// Hand it back to ``RequestServer/reply(_:to:)`` or to an ``UpLink``.
    public let route: Route
    /// What stood after the delimiter, judged by nobody yet: it may be empty, of any size up to
    /// 1 MiB a frame, and more than eight frames (then it is to be refused; the rest is lost).
    public let frames: [[UInt8]]
    /// The name under which the peer's CURVE key is listed; nil on a plain socket.
    public let peer: String?
}

/// The socket of a service: a ROUTER for each binding. Owner-thread only; it never waits.
public final class RequestServer {
    /// What was thrown away, and why.
    public struct Dropped: Sendable, Equatable {
        /// Requests without a way back, or with more routing frames than allowed.
        public var badEnvelopes = 0
        /// Requests under a key that is not listed any more.
        public var revoked = 0
        /// Replies whose peer is gone.
        public var unreachable = 0
        /// Replies whose peer does not read.
        public var full = 0
    }

    public private(set) var dropped = Dropped()
    private let listeners: [Listener]
    private let mostRoutingFrames: Int
    private var message = Multipart()
    private var firstListener = 0

    /// - Parameter mostRoutingFrames: 2 at a gateway, 4 behind one.
    /// - Throws: `ZeroMQError`, ``BindingError``.
    public init(
        context: Context, binding: [ServerBinding],
        mostRoutingFrames: Int = Envelope.mostRoutingFramesBehindGateway
    ) throws {
        precondition(!binding.isEmpty && binding.count < Int(Route.ownListener))
        precondition((1...Envelope.mostRoutingFramesBehindGateway).contains(mostRoutingFrames))
        self.mostRoutingFrames = mostRoutingFrames
        listeners = try binding.map { binding in
            try Listener(.router, binding, in: context) { socket in
                try socket.set(.routerMandatory, true)
                // One gateway's connection carries all of its clients: a group's answers must fit.
                try socket.set(.sendHighWaterMark, 10_000)
                try socket.set(.receiveHighWaterMark, 10_000)
            }
        }
    }

    /// The addresses as bound, in the order of the bindings: with the ports that were chosen.
    public var boundAddresses: [String] { listeners.map(\.address) }

    /// Takes what has arrived, at most so many messages. Drops what has a bad envelope.
    ///
    /// What has a bad envelope counts as well, so that no flood of it keeps the rest waiting.
    public func receive(atMost most: Int) -> [IncomingRequest] {
        var requests: [IncomingRequest] = []
        var taken = 0
        // Another one is first each time, so that none starves the others.
        firstListener = (firstListener + 1) % listeners.count
        for offset in listeners.indices {
            let index = (firstListener + offset) % listeners.count
            while taken < most, take(from: index) {
                taken += 1
                if let request = request(from: index) { requests.append(request) }
            }
        }
        message.clear()
        return requests
    }

    /// Sends a reply, or counts it as dropped where the peer is gone or does not read.
    @discardableResult
    public func reply(_ frames: [[UInt8]], to route: Route) -> Bool {
        guard listeners.indices.contains(route.listener), !frames.isEmpty else {
            dropped.unreachable += 1
            return false
        }
        return count(send(frames, to: route, on: listeners[route.listener]))
    }

    /// Sends on a reply that came up an ``UpLink``, without looking into it or copying it.
    @discardableResult
    public func reply(_ message: inout Multipart) -> Bool {
        let listener = message.count > 1 ? listenerNumber(of: message) : nil
        guard let listener, listeners.indices.contains(listener) else {
            message.clear()
            dropped.unreachable += 1
            return false
        }
        return count(pass(&message, on: listeners[listener]))
    }

    // MARK: Receiving

    private func take(from index: Int) -> Bool {
        do {
            return try listeners[index].socket.receive(into: &message)
        } catch {
            impossible(error)
        }
    }

    private func request(from index: Int) -> IncomingRequest? {
        guard let delimiter = message.delimiter, delimiter > 0, delimiter <= mostRoutingFrames,
            let route = Route(of: message, before: delimiter, listener: index)
        else {
            dropped.badEnvelopes += 1
            return nil
        }
        var peer: String?
        if let security = listeners[index].security {
            // The last frame: libzmq leaves the name out of the first one after a poll.
            peer = message.property("User-Id", of: message.count - 1)
            guard let peer, security.gatekeeper.admits(peer, in: security.domain) else {
                dropped.revoked += 1
                return nil
            }
        }
        var frames: [[UInt8]] = []
        frames.reserveCapacity(message.count - delimiter - 1)
        for place in (delimiter + 1)..<message.count {
            frames.append(message.bytes(of: place))
        }
        return IncomingRequest(route: route, frames: frames, peer: peer)
    }

    // MARK: Sending

    private func listenerNumber(of message: borrowing Multipart) -> Int? {
        message.withBytes(of: 0) { $0.count > 1 ? Int($0[0]) : nil }
    }

    private func send(_ frames: [[UInt8]], to route: Route, on listener: Listener) -> Sent {
        do {
            var outcome = Sent.sent
            let routed = try route.forEachFrame { range throws(ZeroMQError) in
                // The first frame is the peer's id behind the listener's number.
                let start = range.lowerBound == 1 ? range.lowerBound + 1 : range.lowerBound
                let frame = route.encoded.span.extracting(start..<range.upperBound)
                outcome = try listener.socket.send(frame, more: true)
                return outcome == .sent
            }
            guard routed else { return outcome }
            outcome = try listener.socket.send([UInt8]().span, more: true)
            guard outcome == .sent else { return outcome }
            return try listener.socket.send(frames)
        } catch {
            impossible(error)
        }
    }

    private func pass(_ message: inout Multipart, on listener: Listener) -> Sent {
        do {
            var outcome = Sent.sent
            var failure: ZeroMQError?
            message.withBytes(of: 0) { bytes in
                do throws(ZeroMQError) {
                    let peer = bytes.extracting(1..<bytes.count)
                    outcome = try listener.socket.send(peer, more: true)
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            guard outcome == .sent else {
                message.clear()
                return outcome
            }
            return try listener.socket.send(&message, from: 1)
        } catch {
            impossible(error)
        }
    }

    private func count(_ outcome: Sent) -> Bool {
        switch outcome {
        case .sent: return true
        case .full: dropped.full += 1
        case .unreachable: dropped.unreachable += 1
        }
        return false
    }
}

extension RequestServer: PollSource {
    public func addSockets(to poller: inout Poller) {
        for listener in listeners {
            _ = unsafe poller.watch(listener.socket.handle)
        }
    }
}

/// An error that no message from outside can cause: a socket misused by this program.
func impossible(_ error: any Error) -> Never {
    fatalError("A socket failed as it never should: \(error)")
}
