import BranchDomain
import Messages
import ZeroMQ

/// The owner's side of an ``AsyncCaller``: the sockets, what is under way, and since when.
/// Owner-thread only; works as long as its reactor runs.
public final class AsyncCallerLoop {
    /// How long calls wait and how many may.
    public struct Bounds: Sendable {
        /// How long one gateway has to answer before the next one is asked.
        public var attempt = Duration.milliseconds(2_500)
        /// How long a call takes at most.
        public var deadline = Duration.seconds(8)
        /// How long a call waits for any gateway to be there at all.
        public var connecting = Duration.milliseconds(1_000)
        public var mostUnderWay = 4_096
        public var mostGateways = 64

        public init() {}
    }

    private struct UnderWay {
        let call: AsyncCaller.Call
        let deadline: ContinuousClock.Instant
        let began: ContinuousClock.Instant
        /// When the next attempt is due.
        var next: ContinuousClock.Instant
        var attempts = 0
        /// Whether any attempt was sent, so that it may have been done.
        var wasSent = false
    }

    private let caller: AsyncCaller
    private let context: Context
    private let keys: CurveKeys?
    private let bounds: Bounds
    private let clock = ContinuousClock()
    private var endpoints: [Endpoint] = []
    private var links: [UpLink] = []
    /// The gateway that is asked first.
    private var preferred = 0
    private var underWay: [UInt64: UnderWay] = [:]
    private var lastNumber: UInt64 = 0

    /// - Throws: `ZeroMQError` where an address is none. That nobody listens is no error.
    public init(
        caller: AsyncCaller, endpoints: [Endpoint], keys: CurveKeys? = nil, context: Context,
        bounds: Bounds = Bounds()
    ) throws {
        precondition(!endpoints.isEmpty, "a caller knows at least one gateway")
        self.caller = caller
        self.context = context
        self.keys = keys
        self.bounds = bounds
        try add(endpoints)
    }

    /// Works in the reactor until it ends; then call ``finish()``.
    public func attend(to reactor: Reactor) {
        reactor.onReadable(self) { [self] in receive() }
        reactor.onWake { [self] in try takeMail() }
        reactor.every(.milliseconds(50)) { [self] in sweep() }
    }

    /// Answers whoever still waits.
    public func finish() {
        caller.close()
        for entry in underWay.values { end(entry) }
        underWay.removeAll()
    }

    private func add(_ fresh: [Endpoint]) throws {
        for endpoint in fresh
        where endpoints.count < bounds.mostGateways && !endpoints.contains(endpoint) {
            links.append(try UpLink(context: context, endpoint: endpoint, keys: keys))
            endpoints.append(endpoint)
        }
    }

    private func takeMail() throws {
        let mail = caller.takeMail()
        // All gateways of a branch have the same key.
        try add(
            mail.endpoints.map {
                Endpoint(address: $0.address, serverKey: $0.serverKey ?? endpoints[0].serverKey)
            })
        for call in mail.calls { begin(call) }
    }

    private func begin(_ call: AsyncCaller.Call) {
        guard underWay.count < bounds.mostUnderWay else {
            let refusal = Refusal(.busy, "Too much is under way here; nothing was done.")
            call.continuation.resume(returning: .failure(.refused(refusal)))
            return
        }
        let now = clock.now
        lastNumber += 1
        var entry = UnderWay(call: call, deadline: now + bounds.deadline, began: now, next: now)
        attempt(&entry, number: lastNumber, now: now)
        underWay[lastNumber] = entry
    }

    /// Sends to the first gateway that takes it, beginning behind the one that was silent.
    private func attempt(_ entry: inout UnderWay, number: UInt64, now: ContinuousClock.Instant) {
        for step in 0..<links.count {
            let place = (preferred + entry.attempts + step) % links.count
            guard links[place].ask(entry.call.frames, tag: number) else { continue }
            entry.attempts += step + 1
            entry.wasSent = true
            entry.next = now + bounds.attempt
            if step > 0 { preferred = place }
            return
        }
        entry.next = now
    }

    private func receive() {
        for (place, link) in links.enumerated() {
            link.receive(atMost: 256, passOn: { _ in }) { number, frames in
                guard let entry = underWay[number], let answer = answer(frames, to: entry) else {
                    return
                }
                if entry.attempts > 1 { preferred = place }
                underWay[number] = nil
                entry.call.continuation.resume(returning: .success(answer))
            }
        }
    }

    /// The reply, where it is one to this call; a late one to an earlier attempt is as good.
    private func answer(_ frames: [[UInt8]], to entry: UnderWay) -> AsyncCaller.Answer? {
        guard frames.count > Envelope.ReplyFrame.body.rawValue,
            frames[Envelope.ReplyFrame.version.rawValue] == Array(Envelope.version.utf8),
            frames[Envelope.ReplyFrame.id.rawValue] == entry.call.id.textBytes
        else { return nil }
        return AsyncCaller.Answer(
            outcome: String(
                decoding: frames[Envelope.ReplyFrame.outcome.rawValue], as: UTF8.self),
            body: frames[Envelope.ReplyFrame.body.rawValue])
    }

    /// Ends what is over its time, and tries again what is due.
    private func sweep() {
        let now = clock.now
        for (number, entry) in underWay where entry.next <= now || entry.deadline <= now {
            let isHopeless = !entry.wasSent && now >= entry.began + bounds.connecting
            if entry.deadline <= now || isHopeless {
                underWay[number] = nil
                end(entry)
            } else {
                var again = entry
                attempt(&again, number: number, now: now)
                underWay[number] = again
            }
        }
    }

    private func end(_ entry: UnderWay) {
        let error: CallError =
            entry.wasSent
            ? .noAnswer(id: entry.call.id, endpoints: endpoints.map(\.address))
            : .refused(AsyncCaller.away)
        entry.call.continuation.resume(returning: .failure(error))
    }
}

extension AsyncCallerLoop: PollSource {
    public func addSockets(to poller: inout Poller) {
        for link in links { link.addSockets(to: &poller) }
    }
}
