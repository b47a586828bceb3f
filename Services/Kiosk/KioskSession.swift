import BranchDomain
import Messages
import Printing

/// A kiosk that gives numbers: events in, actions out; no clock, no socket, no printer.
///
/// A number is asked for under an id that is made before the first attempt and never changed, so
/// that however often it is sent there is one ticket.
struct KioskSession: Sendable {
    /// What the world is at an event.
    struct Context: Sendable {
        /// A clock that never goes back.
        let now: Timestamp
        /// Makes an id of a moment.
        let makeID: @Sendable (Timestamp) -> RequestID
    }

    /// How often it looks whether the branch is there and what is open.
    static let looksEvery: Duration = .seconds(5)
    /// How often it asks for a branch that is away.
    static let knocksEvery: Duration = .seconds(2)
    /// For how long a notice stands, and a list that somebody has left.
    static let noticeFor: Duration = .seconds(6)
    static let listFor: Duration = .seconds(30)
    /// After so many questions without an answer the kiosk is out of service.
    static let mostAttempts = 8
    /// A roll is not there to be played with.
    static let mostReprints = 3

    let device: DeviceCredentials?
    let hasPrinter: Bool
    let ownLanguage: Language
    /// For how long a number is shown.
    let shownFor: Duration

    var step: KioskStep = .outOfService(.starting)
    private(set) var language: Language
    var branch = ""
    var services: [ServiceInfo] = []
    /// Why the printer printed nothing when it was last asked; nil: it did.
    private(set) var printerTrouble: PrintFailure?
    private(set) var since: Timestamp
    var session = ""
    var clockOffset: Duration = .zero
    var underWay: UnderWay?
    var nextLook: Timestamp
    /// A number that was asked for and not heard of: to be asked for again and given back, as
    /// nobody waits for it any more.
    var unsettled: Ask?
    /// How often the ticket on the screen was printed again.
    var reprints = 0

    struct UnderWay: Sendable {
        let ask: Ask
        let purpose: Purpose
    }

    indirect enum Purpose: Sendable {
        case hello
        case logIn
        case look
        case issue
        /// The branch's time, after it did not like the time in an id; then the same once more.
        case clock(then: Ask)
        case settle
        case giveBack
    }

    init(
        device: DeviceCredentials? = nil, hasPrinter: Bool, language: Language,
        shownFor: Duration = .seconds(15), now: Timestamp
    ) {
        self.device = device
        self.hasPrinter = hasPrinter
        ownLanguage = language
        self.language = language
        self.shownFor = shownFor
        since = now
        nextLook = now
    }

    /// Services to choose from under a parent; nil: at the top.
    func choices(under parent: String?) -> [ServiceInfo] {
        services.filter { $0.parent == parent }
    }

    /// Four at a time.
    func page(_ page: Int, under parent: String?) -> ArraySlice<ServiceInfo> {
        choices(under: parent).dropFirst(page * 4).prefix(4)
    }

    /// What the branch's clock shows; this machine's own may be wrong.
    func branchTime(at now: Timestamp) -> Timestamp { now.adding(clockOffset) }

    func pages(under parent: String?) -> Int { max(1, (choices(under: parent).count + 3) / 4) }

    /// When the kiosk goes back to its first screen by itself; nil: it stays.
    var returnsAt: Timestamp? {
        switch step {
        case .outOfService, .asking: nil
        case .ticket: since.adding(shownFor)
        case .notice: since.adding(KioskSession.noticeFor)
        case .choosing(nil, 0): language == ownLanguage ? nil : since.adding(KioskSession.listFor)
        case .choosing: since.adding(KioskSession.listFor)
        }
    }

    /// Takes an event in.
    mutating func handle(_ event: Event, _ context: Context) -> [Action] {
        switch event {
        case .started: return open(context)
        case .tick: return tick(context)
        case .key(let key): return press(key, context)
        case .answered(let id, let answer):
            // Late or not ours: every question is asked again by itself.
            guard let done = underWay, done.ask.id == id else { return [] }
            underWay = nil
            return take(answer, to: done, context)
        case .printed:
            printerTrouble = nil
            setSlip(.printed)
            return []
        case .notPrinted(let failure):
            printerTrouble = failure
            setSlip(.failed(failure))
            return [.sound(.error)]
        }
    }

    // MARK: Keys

    private mutating func press(_ key: KioskKey, _ context: Context) -> [Action] {
        switch (step, key) {
        case (.choosing(let parent, let page), .number(let number)):
            if let chosen = Language.of(key: number) {
                language = chosen
                since = context.now
                return []
            }
            if number == 5 { return turn(parent, page, context) }
            let offered = Array(self.page(page, under: parent))
            guard offered.indices.contains(number - 1) else { return [] }
            return choose(offered[number - 1], context)
        case (.choosing(let parent, let page), .back):
            guard parent != nil || page > 0 else { return [] }
            go(.choosing(parent: nil, page: 0), context)
            return []
        case (.ticket(let ticket, let slip), .number(1)) where hasPrinter:
            guard slip != .printing, reprints < KioskSession.mostReprints else { return [] }
            reprints += 1
            go(.ticket(ticket, slip: .printing), context)
            return [.print(ticket, language: language, isCopy: slip == .printed)]
        case (.ticket, _), (.notice, _):
            leave(context)
            return []
        case (.outOfService, _), (.asking, _):
            return []
        }
    }

    /// The next page; behind the last one the first, and from a list within a list back.
    private mutating func turn(_ parent: String?, _ page: Int, _ context: Context) -> [Action] {
        let isLast = page + 1 >= pages(under: parent)
        let start = KioskStep.choosing(parent: nil, page: 0)
        go(isLast ? start : .choosing(parent: parent, page: page + 1), context)
        return []
    }

    private mutating func choose(_ service: ServiceInfo, _ context: Context) -> [Action] {
        if !choices(under: service.service).isEmpty {
            go(.choosing(parent: service.service, page: 0), context)
            return []
        }
        guard service.open else {
            go(.notice(.closed), context)
            return [.sound(.error)]
        }
        let ask = ask(QueueIssue.self, .init(service: service.service), context)
        go(.asking(ask, attempt: 0), context)
        return send(ask, .issue)
    }

    // MARK: Time

    private mutating func tick(_ context: Context) -> [Action] {
        if underWay != nil { return [] }
        if let returnsAt, context.now >= returnsAt { leave(context) }
        switch step {
        case .asking(let ask, _): return send(ask, .issue)
        case .outOfService:
            return context.now >= nextLook ? open(context) : []
        case .choosing, .ticket, .notice:
            return context.now >= nextLook ? look(context) : []
        }
    }

    // MARK: Steps

    mutating func shut(_ trouble: Trouble, _ context: Context) -> [Action] {
        // Whoever has a number before them reads it in peace.
        if case .ticket = step { return [] }
        if case .asking(let ask, _) = step { unsettled = ask }
        if step != .outOfService(trouble) { go(.outOfService(trouble), context) }
        nextLook = context.now.adding(KioskSession.knocksEvery)
        return []
    }

    mutating func leave(_ context: Context) {
        language = ownLanguage
        go(.choosing(parent: nil, page: 0), context)
    }

    mutating func go(_ step: KioskStep, _ context: Context) {
        self.step = step
        since = context.now
    }

    private mutating func setSlip(_ slip: Slip) {
        guard case .ticket(let ticket, _) = step else { return }
        step = .ticket(ticket, slip: slip)
    }

    mutating func send(_ ask: Ask, _ purpose: Purpose) -> [Action] {
        precondition(underWay == nil, "one question at a time")
        underWay = UnderWay(ask: ask, purpose: purpose)
        return [.send(ask)]
    }

    func ask<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, _ context: Context
    ) -> Ask {
        Ask(method, request, id: freshID(context), session: session)
    }

    func freshID(_ context: Context) -> RequestID {
        context.makeID(branchTime(at: context.now))
    }
}
