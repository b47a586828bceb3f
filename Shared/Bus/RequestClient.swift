import BranchDomain
import Messages
import ZeroMQ

/// Why a call gave no reply.
public enum CallError: Error, Equatable, Sendable {
    /// The branch said no.
    case refused(Refusal)
    /// Nobody answered until the deadline: whether it was done is not known. The same id may be
    /// sent again.
    case noAnswer(id: RequestID, endpoints: [String])
    /// What came back is not what the protocol promises, or the call could not be sent.
    case broken(String)
}

/// A blocking client that does not give up: the same request with the same id goes to one
/// gateway after the other until one answers or the deadline is over. Owner-thread only.
public final class RequestClient {
    /// The credential that each request carries; empty = anonymous.
    public var session = ""
    /// Whether refusals that say "same id again" are tried again until the deadline.
    public var persists = false
    /// How long a call takes at most.
    public var deadline: Duration
    public private(set) var endpoints: [Endpoint]

    private static let longestBackOff = Duration.seconds(32)
    private static let mostEndpoints = 64

    private let keys: CurveKeys?
    private let attemptTimeout: Duration
    private var identifiers: any RequestIDSource
    private let context: Context
    private let clock = ContinuousClock()
    private var connection: Connection?
    private var current = 0
    private var message = Multipart()

    /// - Parameters:
    ///   - attemptTimeout: How long the first attempt waits; later ones wait longer.
    ///   - deadline: How long a call takes at most.
    /// - Throws: `ZeroMQError` where the process has no sockets left.
    public init(
        endpoints: [Endpoint], keys: CurveKeys? = nil,
        attemptTimeout: Duration = .milliseconds(2500), deadline: Duration = .seconds(30),
        identifiers: any RequestIDSource, context: Context? = nil
    ) throws {
        precondition(!endpoints.isEmpty, "a client knows at least one endpoint")
        self.endpoints = endpoints
        self.keys = keys
        self.attemptTimeout = attemptTimeout
        self.deadline = deadline
        self.identifiers = identifiers
        self.context = try context ?? Context.process()
    }

    public func nextID() -> RequestID {
        identifiers.next()
    }

    /// Calls a method and waits for its reply.
    ///
    /// - Parameter id: The id to send again after a call that got no answer.
    public func call<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, id: RequestID? = nil
    ) throws(CallError) -> M.Reply {
        let (outcome, body) = try send(
            method: M.method.rawValue, id: id ?? nextID(), body: JSON.encode(request))
        guard outcome == Envelope.ok else { throw refusal(outcome, body) }
        do {
            return try JSON.decode(M.Reply.self, from: body)
        } catch {
            throw .broken("The reply to \(M.method.rawValue): \(error.message)")
        }
    }

    /// Sends movements in bulk and waits for what became of each.
    ///
    /// After a call that got no answer the same records may be sent again: their ids tell them
    /// from others.
    ///
    /// - Parameter records: 1 … `LedgerBulk/mostRecords`.
    public func bulk(_ records: [BulkRecord]) throws(CallError) -> [BulkResult] {
        var frame: [UInt8] = []
        frame.reserveCapacity(records.count * BulkRecord.size)
        for record in records { record.encode(to: &frame) }
        let reply = try exchange(
            method: Method.ledgerBulk.rawValue, id: nextID(), body: JSON.encode(Nothing()),
            bulk: frame)
        guard reply.outcome == Envelope.ok else { throw refusal(reply.outcome, reply.body) }
        guard let results = reply.bulk.flatMap(BulkResult.all), results.count == records.count
        else { throw .broken("The results of a bulk message are not one for each record.") }
        return results
    }

    /// Sends any method by its name, with a body as it is, and waits for outcome and body.
    public func send(
        method: String, id: RequestID, body: [UInt8]
    ) throws(CallError) -> (outcome: String, body: [UInt8]) {
        let reply = try exchange(method: method, id: id, body: body, bulk: nil)
        return (reply.outcome, reply.body)
    }

    private struct Reply {
        let outcome: String
        let body: [UInt8]
        let bulk: [UInt8]?
    }

    private func exchange(
        method: String, id: RequestID, body: [UInt8], bulk: [UInt8]?
    ) throws(CallError) -> Reply {
        let plain = [
            [], Array(Envelope.version.utf8), Array(method.utf8), id.textBytes,
            Array(session.utf8), body,
        ]
        let frames = bulk.map { plain + [$0] } ?? plain
        let end = clock.now + deadline
        do {
            var attempt = 0
            while clock.now < end {
                if let reply = try self.attempt(frames, id: id, number: attempt, until: end) {
                    if !persists || !isToBeRepeated(reply) { return reply }
                }
                try moveOn(after: attempt, until: end)
                attempt += 1
            }
        } catch {
            throw .broken("\(error)")
        }
        throw .noAnswer(id: id, endpoints: endpoints.map(\.address))
    }

    /// Asks the branch for its gateways and adds those that are not known yet.
    @discardableResult
    public func learnGateways() throws(CallError) -> SystemHello.Reply {
        let hello = try call(SystemHello.self, Nothing())
        // All gateways of a branch have the same key.
        let serverKey = endpoints[current].serverKey
        for address in hello.gateways where endpoints.count < RequestClient.mostEndpoints {
            let endpoint = Endpoint(address: address, serverKey: serverKey)
            if !endpoints.contains(endpoint) { endpoints.append(endpoint) }
        }
        return hello
    }

    // MARK: One attempt

    private func attempt(
        _ frames: [[UInt8]], id: RequestID, number: Int, until end: ContinuousClock.Instant
    ) throws(ZeroMQError) -> Reply? {
        let round = number / endpoints.count
        let connection = try connected()
        if number > 0, let late = try received(on: connection, id: id) { return late }
        let patience = min(connectTimeout(round: round), clock.now.duration(to: end))
        guard try connection.socket.waitUntilWritable(atMost: patience),
            try connection.socket.send(frames) == .sent
        else { return nil }
        let attemptEnd = min(end, clock.now + replyTimeout(round: round))
        while true {
            if let reply = try received(on: connection, id: id) { return reply }
            let rest = clock.now.duration(to: attemptEnd)
            guard rest > .zero else { return nil }
            // In slices, to notice soon that the peer is gone: an IMMEDIATE socket without a
            // peer is not writable.
            let isReadable = try connection.socket.waitUntilReadable(
                atMost: min(rest, .milliseconds(100)))
            if !isReadable, try !connection.socket.readiness().writable { return nil }
        }
    }

    private func received(
        on connection: Connection, id: RequestID
    ) throws(ZeroMQError) -> Reply? {
        while try connection.socket.receive(into: &message) {
            if let reply = reply(to: id) { return reply }
        }
        return nil
    }

    private func connected() throws(ZeroMQError) -> Connection {
        if let connection { return connection }
        let fresh = try Connection.dealer(
            to: endpoints[current], keys: keys, context: context, linger: .zero,
            sendHighWaterMark: 1_000)
        connection = fresh
        return fresh
    }

    /// The reply in `message`, where it is one to this id; late ones to others are not.
    private func reply(to id: RequestID) -> Reply? {
        guard message.count >= 5, message.size(of: 0) == 0,
            message.frame(1, equals: Array(Envelope.version.utf8)),
            message.frame(2, equals: id.textBytes)
        else { return nil }
        return Reply(
            outcome: String(decoding: message.bytes(of: 3), as: UTF8.self),
            body: message.bytes(of: 4), bulk: message.count > 5 ? message.bytes(of: 5) : nil)
    }

    // MARK: Between attempts

    /// On to the next endpoint; after a round of all of them, a pause.
    private func moveOn(
        after attempt: Int, until end: ContinuousClock.Instant
    ) throws(ZeroMQError) {
        if try !keepsConnection(after: attempt) {
            current = (current + 1) % endpoints.count
            connection = nil
        }
        guard (attempt + 1) % endpoints.count == 0 else { return }
        let pause = jittered(doubled(.milliseconds(50), times: attempt / endpoints.count))
        let rest = max(.zero, clock.now.duration(to: end))
        // A new socket has asked nothing, so nothing ends this early: it connects meanwhile. On
        // the old one the late reply does.
        _ = try connected().socket.waitUntilReadable(atMost: min(pause, rest))
    }

    /// Whether a late reply may still come: the only endpoint there is was silent for the first
    /// time, but is there.
    private func keepsConnection(after attempt: Int) throws(ZeroMQError) -> Bool {
        guard endpoints.count == 1, attempt.isMultiple(of: 2), let connection else { return false }
        return try connection.socket.readiness().writable
    }

    private func connectTimeout(round: Int) -> Duration {
        endpoints.count == 1
            ? attemptTimeout : min(attemptTimeout, doubled(.milliseconds(250), times: round))
    }

    private func replyTimeout(round: Int) -> Duration {
        round == 0 ? attemptTimeout : jittered(doubled(attemptTimeout, times: round))
    }

    private func doubled(_ duration: Duration, times: Int) -> Duration {
        min(RequestClient.longestBackOff, duration * (1 << min(times, 16)))
    }

    /// Between three quarters of a duration and all of it; the ids bring the randomness.
    private func jittered(_ duration: Duration) -> Duration {
        duration * (750 + Int(identifiers.next().low % 251)) / 1_000
    }

    // MARK: Refusals

    private func isToBeRepeated(_ reply: Reply) -> Bool {
        guard reply.outcome != Envelope.ok,
            let body = try? JSON.decode(Refusal.Body.self, from: reply.body)
        else { return false }
        return body.retry == .sameID
    }

    private func refusal(_ outcome: String, _ bytes: [UInt8]) -> CallError {
        guard let code = RefusalCode(rawValue: outcome),
            let body = try? JSON.decode(Refusal.Body.self, from: bytes)
        else { return .broken("A refusal that this program does not know: \(outcome)") }
        return .refused(
            Refusal(code, body.message, retry: body.retry, details: body.details))
    }
}
