import BranchDomain
import Credentials
import Messages

/// The requests with secrets that are on their way: resolve, stretch, forward.
///
/// Pure: events go in, actions come out. `Route` is where the answer goes in the end.
struct SecretFlows<Route> {
    enum Action {
        /// Ask the ledger, by these frames, which user is meant.
        case resolve([[UInt8]], tag: UInt64)
        case stretch([SecretWork.Stretching], tag: UInt64)
        case forward(Forward, Route)
        /// Answer these frames: the ledger's own refusal, or one of this gateway.
        case answer([[UInt8]], Route)
    }

    private struct Flow {
        let work: SecretWork
        let forward: Forward
        let route: Route
        let started: Timestamp
        var user = ""
        var isStretching = false
    }

    /// How long the ledger may take to resolve a name before the client is told to ask again.
    static var patience: Duration { .seconds(2) }

    private let maker: SecretMaker
    private let capacity: Int
    /// By a tag of this gateway's: the client's id may come in twice at once.
    private var flows: [UInt64: Flow] = [:]
    private var lastTag: UInt64 = 0

    /// - Parameter capacity: How many may be on their way; the client is told `busy` beyond it.
    init(maker: SecretMaker, capacity: Int) {
        precondition(capacity > 0, "something may be on its way")
        self.maker = maker
        self.capacity = capacity
    }

    var count: Int { flows.count }

    /// Starts on a request.
    mutating func begin(
        _ work: SecretWork, _ forward: Forward, route: Route, now: Timestamp
    ) -> Action {
        guard flows.count < capacity else {
            let refusal = Refusal(.busy, "Too many log-ins at once. Try again in a moment.")
            return .answer(Answer.refusal(refusal, id: forward.id), route)
        }
        lastTag += 1
        flows[lastTag] = Flow(work: work, forward: forward, route: route, started: now)
        guard let question = work.resolve else { return stretch(lastTag) }
        return .resolve(SecretFlows.frames(asking: question, id: forward.id), tag: lastTag)
    }

    /// The ledger answered which user is meant; nil where nobody waits for it any more.
    ///
    /// - Parameter reply: The frames behind the delimiter.
    mutating func resolved(_ tag: UInt64, _ reply: [[UInt8]]) -> Action? {
        guard let flow = flows[tag], !flow.isStretching else { return nil }
        guard reply.count >= 4 else { return unresolved(tag) }
        guard reply[2] == Answer.ok else {
            flows[tag] = nil
            return .answer([reply[0], flow.forward.id, reply[2], reply[3]], flow.route)
        }
        guard let answer = try? JSON.decode(InternalResolved.self, from: reply[3]) else {
            return unresolved(tag)
        }
        flows[tag]?.user = answer.user
        return stretch(tag)
    }

    /// The question could not be asked, or nobody answered it.
    mutating func unresolved(_ tag: UInt64) -> Action? {
        guard let flow = flows.removeValue(forKey: tag) else { return nil }
        let refusal = Refusal(.unavailable, "The ledger does not answer. Ask again.")
        return .answer(Answer.refusal(refusal, id: flow.forward.id), flow.route)
    }

    /// The workers are done; nil verifiers where they could not do it or had no room.
    mutating func stretched(_ tag: UInt64, _ verifiers: [String]?) -> Action? {
        guard let flow = flows.removeValue(forKey: tag) else { return nil }
        precondition(flow.isStretching, "only what was to be stretched is stretched")
        guard let verifiers else {
            let refusal = Refusal(.busy, "Too many log-ins at once. Try again in a moment.")
            return .answer(Answer.refusal(refusal, id: flow.forward.id), flow.route)
        }
        var forward = flow.forward
        forward.body = flow.work.body(user: flow.user, verifiers: verifiers)
        return .forward(forward, flow.route)
    }

    /// Gives up on questions that the ledger did not answer in time.
    mutating func expire(now: Timestamp) -> [Action] {
        let late = flows.filter { _, flow in
            !flow.isStretching && now.since(flow.started) >= SecretFlows.patience
        }
        return late.keys.sorted().compactMap { unresolved($0) }
    }

    private mutating func stretch(_ tag: UInt64) -> Action {
        guard let flow = flows[tag] else { preconditionFailure("the flow is on its way") }
        flows[tag]?.isStretching = true
        return .stretch(flow.work.stretchings(user: flow.user, maker: maker), tag: tag)
    }

    private static func frames(asking question: InternalResolve, id: [UInt8]) -> [[UInt8]] {
        [
            RequestShape.versionFrame, Array(InternalMethod.resolve.utf8), id, [],
            KnownCaller.anonymous.frame, JSON.encode(question),
        ]
    }
}
