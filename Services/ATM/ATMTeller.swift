import BranchDomain

/// Carries out what the session says, in its order, with whatever the shell puts in: the bank,
/// the file of pending operations, the bell.
struct ATMTeller {
    private(set) var session: ATMSession
    private(set) var isOver = false
    private let ask: (Ask) -> Answer
    private let store: ([PendingOperation]) throws -> Void
    private let dispense: (Withdrawal) -> Bool
    private let sound: (Sound) -> Void
    private let context: () -> ATMSession.Context

    /// - Parameters:
    ///   - ask: Sends one request and waits for its answer, or for the end of patience.
    ///   - store: Has the operations on disk when it returns.
    ///   - dispense: Gives the notes, all or none; says whether it did.
    init(
        session: ATMSession, ask: @escaping (Ask) -> Answer,
        store: @escaping ([PendingOperation]) throws -> Void,
        dispense: @escaping (Withdrawal) -> Bool = { _ in true },
        sound: @escaping (Sound) -> Void, context: @escaping () -> ATMSession.Context
    ) {
        self.session = session
        self.ask = ask
        self.store = store
        self.dispense = dispense
        self.sound = sound
        self.context = context
    }

    /// Handles an event and all that follows from it.
    ///
    /// - Parameter show: Called before each request, while the machine waits.
    mutating func handle(_ event: Event, show: (ATMSession) -> Void) {
        var events = [event]
        while !events.isEmpty {
            let actions = session.handle(events.removeFirst(), context())
            events += perform(actions, show: show)
        }
    }

    private mutating func perform(_ actions: [Action], show: (ATMSession) -> Void) -> [Event] {
        var events: [Event] = []
        for action in actions {
            switch action {
            case .sound(let kind): sound(kind)
            case .end: isOver = true
            case .send(let request):
                show(session)
                events.append(.answered(request.id, ask(request)))
            case .dispense(let withdrawal):
                events.append(.dispensed(dispense(withdrawal)))
            case .store(let operations):
                do {
                    try store(operations)
                } catch {
                    // Nothing may be sent whose id is not on disk.
                    return events + [.notStored]
                }
            }
        }
        return events
    }
}
