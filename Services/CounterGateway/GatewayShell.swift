import BranchDomain
import Bus
import Credentials
import Logging
import Messages
import ServiceKit

/// The gateway at work: it moves frames between its front and the services, as ``Admission`` and
/// ``SecretFlows`` say. On the reactor's thread only.
final class Gateway {
    /// What it works with; each is used by this gateway alone.
    struct Parts {
        let front: RequestServer
        let ledger: UpLink
        let scheduler: UpLink
        /// The ledger's topic of ended sessions.
        let sessions: Subscriber
        let pool: StretchPool
        let neighbours: Neighbours
        /// What is offered from now on, where the configuration was changed.
        var offers = Handover<Offer>()
        var meters: GatewayMeters?
    }

    /// How much it takes on at once.
    struct Bounds {
        /// Requests that a service has not answered yet.
        var inFlight = 4_096
        /// Requests with secrets, from their arrival until they are forwarded.
        var secrets = 64
        /// Messages taken from a socket before the others have their turn.
        var batch = 256
    }

    private let parts: Parts
    private let bounds: Bounds
    private var greeting: Greeting
    private let clock: () -> Timestamp
    private let logger: Logger
    private let started: Timestamp
    private var admission: Admission
    private var flows: SecretFlows<Route>
    private var ledgerInFlight: InFlight
    private var schedulerInFlight: InFlight
    private var running: [GatewayAddresses] = []
    private var lastDropped: RequestServer.Dropped

    init(
        parts: Parts, greeting: Greeting, key: BranchKey, bounds: Bounds = Bounds(),
        logger: Logger, clock: @escaping () -> Timestamp
    ) {
        self.parts = parts
        self.bounds = bounds
        self.greeting = greeting
        self.clock = clock
        self.logger = logger
        started = clock()
        lastDropped = parts.front.dropped
        admission = Admission(offer: greeting.offer, key: key)
        flows = SecretFlows(maker: SecretMaker(key: key), capacity: bounds.secrets)
        ledgerInFlight = InFlight(bound: bounds.inFlight)
        schedulerInFlight = InFlight(bound: bounds.inFlight)
    }

    /// Says what the reactor is to call this gateway for.
    func attend(to reactor: Reactor) {
        reactor.onReadable(parts.front) { [unowned self] in receiveRequests() }
        reactor.onReadable(parts.sessions) { [unowned self] in receiveEndedSessions() }
        attendToReplies(reactor)
        reactor.onWake { [unowned self] in
            for done in parts.pool.takeDone() {
                act(on: flows.stretched(done.tag, done.verifiers))
            }
            if let offer = parts.offers.take() {
                greeting.offer = offer
                admission.offer = offer
            }
        }
        reactor.every(.seconds(1)) { [unowned self] in tidy() }
        reactor.every(.seconds(60)) { [unowned self] in reportDropped() }
        tidy()
    }

    /// Lets the services answer what was forwarded; nothing new is taken on.
    func finish(within patience: Duration) throws {
        parts.neighbours.withdraw()
        let reactor = try Reactor()
        attendToReplies(reactor)
        let clock = ContinuousClock()
        let end = clock.now + patience
        while ledgerInFlight.count + schedulerInFlight.count > 0, clock.now < end {
            try reactor.round(atMost: .milliseconds(50))
        }
    }

    // MARK: From clients

    private func receiveRequests() {
        let now = clock()
        for request in parts.front.receive(atMost: bounds.batch) {
            handle(request, now: now)
        }
    }

    private func handle(_ request: IncomingRequest, now: Timestamp) {
        let frames = request.frames
        switch admission.judge(frames, now: now, answersPing: request.peer == nil) {
        case .refuse(let refusal):
            refuse(refusal, id: RequestShape.identifier(frames), to: request.route)
        case .greet:
            let hello = greeting.reply(now: now, gateways: addresses(for: request))
            parts.front.reply(Answer.reply(hello, id: frames[2]), to: request.route)
        case .ping:
            let uptime = now.milliseconds - started.milliseconds
            let pong = SystemPing.Reply(
                service: "counter-gateway", version: Version.text, uptimeMilliseconds: uptime,
                head: nil, readOnly: false)
            parts.front.reply(Answer.reply(pong, id: frames[2]), to: request.route)
        case .forward(let forward):
            send(forward, for: request.route, now: now)
        case .stretch(let work, let forward):
            act(on: flows.begin(work, forward, route: request.route, now: now))
        }
    }

    /// A client on the network is told the addresses that it can reach.
    private func addresses(for request: IncomingRequest) -> [String] {
        request.peer == nil ? running.map(\.plain) : running.compactMap(\.secured)
    }

    private func refuse(_ refusal: Refusal, id: [UInt8], to route: Route) {
        parts.meters?.refused(refusal.code)
        parts.front.reply(Answer.refusal(refusal, id: id), to: route)
    }

    // MARK: To services

    private func send(_ forward: Forward, for route: Route, now: Timestamp) {
        if forward.method.destination == .scheduler {
            send(forward, for: route, by: parts.scheduler, &schedulerInFlight, now: now)
        } else {
            send(forward, for: route, by: parts.ledger, &ledgerInFlight, now: now)
        }
    }

    private func send(
        _ forward: Forward, for route: Route, by link: UpLink, _ inFlight: inout InFlight,
        now: Timestamp
    ) {
        guard !inFlight.isFull else {
            let refusal = Refusal(.busy, "Too much is under way. Ask again in a moment.")
            return refuse(refusal, id: forward.id, to: route)
        }
        guard link.forward(forward.frames, for: route) else {
            inFlight.lost()
            let refusal = Refusal(.unavailable, "The service is away. Ask again in a moment.")
            return refuse(refusal, id: forward.id, to: route)
        }
        inFlight.sent(at: now)
        parts.meters?.forwarded(forward)
    }

    private func act(on action: SecretFlows<Route>.Action?) {
        switch action {
        case nil: break
        case .resolve(let frames, let tag):
            if !parts.ledger.ask(frames, tag: tag) { act(on: flows.unresolved(tag)) }
        case .stretch(let stretchings, let tag):
            if !parts.pool.submit(stretchings, tag: tag) { act(on: flows.stretched(tag, nil)) }
        case .forward(let forward, let route):
            send(forward, for: route, now: clock())
        case .answer(let frames, let route):
            parts.front.reply(frames, to: route)
        }
    }

    // MARK: From services

    private func attendToReplies(_ reactor: Reactor) {
        reactor.onReadable(parts.ledger) { [unowned self] in
            var answers: [(tag: UInt64, frames: [[UInt8]])] = []
            parts.ledger.receive(
                atMost: bounds.batch,
                passOn: { reply in
                    ledgerInFlight.answered()
                    parts.meters?.answered(.ledger, reply)
                    parts.front.reply(&reply)
                },
                answer: { answers.append(($0, $1)) })
            // Only now, since what follows uses the link that was being read.
            for answer in answers { act(on: flows.resolved(answer.tag, answer.frames)) }
        }
        reactor.onReadable(parts.scheduler) { [unowned self] in
            parts.scheduler.receive(
                atMost: bounds.batch,
                passOn: { reply in
                    schedulerInFlight.answered()
                    parts.meters?.answered(.scheduler, reply)
                    parts.front.reply(&reply)
                },
                answer: { _, _ in })
        }
    }

    private func receiveEndedSessions() {
        while let message = parts.sessions.receive(timeout: .zero) {
            do {
                admission.raise(try JSON.decode([String: UInt32].self, from: message.state))
            } catch {
                logger.warning("ended sessions not understood: \(error.message)")
            }
        }
    }

    // MARK: Now and then

    private func tidy() {
        let now = clock()
        ledgerInFlight.writeOff(now: now)
        if !parts.ledger.isConnected { ledgerInFlight.lost() }
        schedulerInFlight.writeOff(now: now)
        if !parts.scheduler.isConnected { schedulerInFlight.lost() }
        for action in flows.expire(now: now) { act(on: action) }
        parts.neighbours.announce()
        running = parts.neighbours.running()
        parts.meters?.beat(
            sessions: admission.sessionCount,
            inFlight: [.ledger: ledgerInFlight.count, .scheduler: schedulerInFlight.count],
            reachable: [
                .ledger: parts.ledger.isConnected, .scheduler: parts.scheduler.isConnected,
            ],
            dropped: parts.front.dropped)
    }

    private func reportDropped() {
        let dropped = parts.front.dropped
        guard dropped != lastDropped else { return }
        lastDropped = dropped
        logger.info(
            "dropped since the start",
            metadata: [
                "bad envelopes": "\(dropped.badEnvelopes)", "revoked": "\(dropped.revoked)",
                "unreachable": "\(dropped.unreachable)", "full": "\(dropped.full)",
            ])
    }
}
