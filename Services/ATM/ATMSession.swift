import BranchDomain
import Messages

/// The machine's rules: keys, answers and moments in; what to store, send and sound out.
///
/// It draws nothing and knows no socket, clock or file. The id of an operation is made once, when
/// the operation starts, and is stored before it is sent; asking again is the same ask.
struct ATMSession: Sendable, CustomStringConvertible, CustomReflectable {
    static let idleLimit: Duration = .seconds(60)
    static let idleWarning: Duration = .seconds(15)
    static let outOfServicePause: Duration = .seconds(5)
    static let busyPause: Duration = .seconds(1)
    static let goodbyeShownFor: Duration = .seconds(4)
    /// The smallest first deposit, minor units. The bank has the last word.
    static let minimumOpening: Int64 = 5_000
    static let historyPage = 9
    /// Ids expire after 24 hours; an operation is not sent again shortly before.
    static let oldestRetry: Duration = .seconds(23 * 3_600)
    static let mostPending = 200

    let device: DeviceCredentials
    private(set) var language: Language
    var step: Step
    var entry = ""
    var problem: Said?
    var pending: [PendingOperation]
    var deviceSession: String?
    var deviceSince: Timestamp?
    var deviceExpires = Timestamp(milliseconds: 0)
    var hello: SystemHello.Reply?
    var currency: Currency?
    var visit: Visit?
    /// Only while a log-in is under way.
    var lastPIN: Secret?
    var hasInterruptedRegistration = false
    var wrongPINs: [String: Int] = [:]
    /// What the bank's clock is ahead of this machine's, where the difference matters.
    var clockOffset: Duration = .zero
    /// The same to the millisecond, for deadlines.
    var bankAhead: Duration = .zero
    /// What was asked about since the door began to open, and when it is time again.
    var triedAtDoor: Set<String> = []
    var settleAt: Timestamp?
    private var lastActivity: Timestamp

    /// A customer who is logged in.
    struct Visit: Equatable, Sendable {
        let session: String
        let name: String
        let customer: UInt64?
        var account: Account?
        /// Earlier operations that were asked about in this visit.
        var asked: Set<String> = []
    }

    /// One event with the moment it happens at and a maker of fresh ids; both come from the shell.
    struct Context {
        let now: Timestamp
        let makeID: (Timestamp) -> RequestID
    }

    init(
        device: DeviceCredentials, language: Language, pending: [PendingOperation], now: Timestamp
    ) {
        self.device = device
        self.language = language
        self.pending = pending
        lastActivity = now
        step = .outOfService(.phrase(.askingBank), retryAt: now)
    }

    /// Takes an event in.
    ///
    /// - Returns: What to do, in order. What is on the screen afterwards is ``screen(at:zone:)``.
    mutating func handle(_ event: Event, _ context: Context) -> [Action] {
        switch event {
        case .started:
            return [.sound(.start)] + askHello(context)
        case .key(let key):
            lastActivity = context.now
            problem = nil
            return press(key, context)
        case .answered(let id, let answer):
            guard case .waiting(let waiting) = step, waiting.ask.id == id else { return [] }
            lastActivity = context.now
            return take(answer, to: waiting, context)
        case .notStored: return notStored(context)
        case .dispensed(let isGiven): return dispensed(isGiven, context)
        case .tick:
            return pass(context)
        case .interrupted:
            return endVisit(context) + go(.ended) + [.end]
        }
    }

    private mutating func notStored(_ context: Context) -> [Action] {
        switch step {
        case .dispensing(let waiting):
            guard case .capture(let withdrawal) = waiting.purpose else { return [] }
            return notStoredBeforeDispensing(waiting, withdrawal, context)
        case .waiting(let waiting) where waiting.isSafeUnstored: return [.send(waiting.ask)]
        case .waiting(let waiting):
            pending.removeAll { $0.id == waiting.ask.id.description }
            return notice(.phrase(.cannotStore), .bad, next: home)
        default: return []
        }
    }

    /// Where a visitor goes when something is over.
    var home: Step { visit?.account == nil ? .welcome : .menu }

    /// Sums in the currency of the account that was chosen, else of the branch.
    var money: MoneyText? {
        let own = visit?.account.flatMap { try? Currency($0.currency) }
        return (own ?? currency).map { MoneyText(currency: $0, language: language) }
    }

    /// Seconds until an idle session ends, once that is worth saying.
    func secondsLeft(at now: Timestamp) -> Int? {
        guard step.isIdling else { return nil }
        let left = ATMSession.idleLimit - now.since(lastActivity)
        guard left <= ATMSession.idleWarning else { return nil }
        return Int(max(left, .zero).components.seconds)
    }

    mutating func switchLanguage() { language = language.other }

    /// Changes the step; what was typed belongs to the old one.
    mutating func go(_ next: Step) -> [Action] {
        step = next
        entry = ""
        return []
    }

    mutating func notice(_ said: Said, _ tone: Screen.Tone, next: Step) -> [Action] {
        go(.notice(said, tone, next: next)) + [.sound(tone == .bad ? .error : .done)]
    }

    /// Keeps the field as it is and says what is wrong with it.
    mutating func complain(_ said: Said) -> [Action] {
        problem = said
        entry = step.isSecret ? "" : entry
        return [.sound(.error)]
    }

    /// Sends a request; an operation is stored before.
    mutating func send(_ ask: Ask, for purpose: Purpose, _ context: Context) -> [Action] {
        send(Waiting(ask: ask, purpose: purpose), context)
    }

    mutating func send(_ first: Waiting, _ context: Context) -> [Action] {
        var waiting = first
        let ask = waiting.ask
        waiting.wentOutBefore = pending.contains { $0.id == ask.id.description }
        _ = go(.waiting(waiting))
        guard waiting.isOperation else { return [.send(ask)] }
        if !waiting.wentOutBefore {
            let own = ask.method == .customerRegister || ATMSession.settles(ask.method)
            pending.append(
                PendingOperation(ask, customer: own ? nil : visit?.customer, now: context.now))
            if pending.count > ATMSession.mostPending { pending.removeFirst() }
        }
        assert(pending.contains { $0.id == ask.id.description }, "stored before it is sent")
        return [.store(pending), .send(ask)]
    }

    /// Forgets an operation whose verdict is known.
    mutating func settle(_ id: String) -> [Action] {
        let before = pending.count
        pending.removeAll { $0.id == id }
        return pending.count == before ? [] : [.store(pending)]
    }

    func freshID(_ context: Context) -> RequestID {
        context.makeID(context.now.adding(clockOffset))
    }

    private mutating func pass(_ context: Context) -> [Action] {
        switch step {
        case .outOfService(_, let retryAt):
            return context.now >= retryAt ? askHello(context) : []
        case .goodbye(let since):
            return context.now.since(since) >= ATMSession.goodbyeShownFor ? go(.welcome) : []
        case .welcome: return isSettlingDue(context) ? askHello(context) : []
        case .waiting(var waiting):
            guard let retryAt = waiting.retryAt, context.now >= retryAt else { return [] }
            waiting.retryAt = nil
            step = .waiting(waiting)
            return [.send(waiting.ask)]
        default:
            guard step.isIdling, context.now.since(lastActivity) >= ATMSession.idleLimit else {
                return []
            }
            // The notice may stand for a while itself.
            lastActivity = context.now
            if case .notice(.phrase(.timedOut, _), _, _) = step { return go(.welcome) }
            let farewell = endVisit(context)
            return farewell + notice(.phrase(.timedOut), .bad, next: .welcome)
        }
    }

    /// Forgets the customer and tells the bank; its answer does not matter any more.
    mutating func endVisit(_ context: Context) -> [Action] {
        guard let visit else { return [] }
        self.visit = nil
        return [
            .send(
                Ask(AuthLogout.self, Nothing(), id: freshID(context), session: visit.session))
        ]
    }

    /// Sessions and entries are secrets: neither text nor mirror shows one.
    var description: String { "ATMSession(\(device.name))" }
    var customMirror: Mirror { Mirror(self, children: ["device": device.name]) }
}
