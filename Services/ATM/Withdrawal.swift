import BranchDomain
import Messages

/// Money on its way out of the machine: held, given, confirmed; or held and let go of.
///
/// What is stored says how far it came: a `ledger.hold` alone, and nothing was given; a
/// `ledger.capture`, and the dispenser was told to give; a `ledger.release`, and it is being let
/// go of. The bank takes the last two from the machine itself, so that they need no customer.
struct Withdrawal: Equatable, Sendable {
    let amount: Amount
    /// The id of the request that asked for the hold.
    let hold: String
    /// The bank's clock; then the hold ends by itself.
    let until: Timestamp
    /// Whether its answer may have been kept away by the time in it, and it was made anew.
    var hasNewTime = false
    /// Which notes; nil where the bank does not know what the machine was loaded with.
    var notes: Notes?
}

extension ATMSession {
    /// How long the bank reserves the money for the machine.
    static let holdFor: Duration = .seconds(120)
    /// With less left of that, nothing is given any more.
    static let leastHold: Duration = .seconds(20)
    /// A machine with something left to settle asks again after so long.
    static let settlePause: Duration = .seconds(30)

    /// Whether a method is of those that the machine itself settles.
    static func settles(_ method: Messages.Method) -> Bool {
        method == .ledgerHold || method == .ledgerCapture || method == .ledgerRelease
    }

    /// Whether an operation is the machine's own to settle, whoever stands in front of it.
    static func isMachines(_ operation: PendingOperation) -> Bool {
        Messages.Method(rawValue: operation.method).map(settles) ?? false
    }

    // MARK: Authorise

    /// Reserves a sum; its id is on disk before it is sent.
    mutating func hold(
        _ amount: Amount, hasNewTime: Bool = false, _ context: Context
    ) -> [Action] {
        let id = freshID(context)
        let until = context.now.adding(bankAhead).adding(ATMSession.holdFor)
        let request = LedgerHold.Request(
            account: accountReference, amount: amount.minorUnits, until: until.milliseconds)
        let withdrawal = Withdrawal(
            amount: amount, hold: id.description, until: until, hasNewTime: hasNewTime)
        var waiting = Waiting(
            ask: Ask(LedgerHold.self, request, id: id, session: visit?.session ?? ""),
            purpose: .hold(withdrawal))
        waiting.hasNewTime = hasNewTime
        return send(waiting, context)
    }

    // MARK: Dispense

    /// The money is held: the notes come out, once it is on disk that they were to.
    mutating func dispense(
        _ reply: LedgerHold.Reply, _ asked: Withdrawal, _ context: Context
    ) -> [Action] {
        let left = asked.until.since(context.now.adding(bankAhead))
        guard left >= ATMSession.leastHold else {
            return release(asked, saying: .phrase(.holdTooLate), context)
        }
        var withdrawal = asked
        withdrawal.notes = reply.notes
        let request = LedgerCapture.Request(
            hold: .id(asked.hold), amount: asked.amount.minorUnits)
        let ask = Ask(
            LedgerCapture.self, request, id: freshID(context), session: deviceSession ?? "")
        forgetPending(asked.hold)
        pending.append(PendingOperation(ask, customer: nil, now: context.now))
        return go(.dispensing(Waiting(ask: ask, purpose: .capture(withdrawal))))
            + [.store(pending), .dispense(withdrawal)]
    }

    /// What the dispenser said. What was given is confirmed, what was not is let go of.
    mutating func dispensed(_ isGiven: Bool, _ context: Context) -> [Action] {
        guard case .dispensing(let waiting) = step,
            case .capture(let withdrawal) = waiting.purpose
        else { return [] }
        assert(
            pending.contains { $0.id == waiting.ask.id.description },
            "notes come out only once it is stored that they do")
        guard isGiven else {
            forgetPending(waiting.ask.id.description)
            return release(withdrawal, saying: .phrase(.cannotDispense), context)
        }
        return go(.waiting(waiting)) + [.sound(.done), .send(waiting.ask)]
    }

    /// That the notes come out could not be stored: they do not, and the hold is let go of.
    ///
    /// This one request is sent without being stored. On disk is still the hold, with which a
    /// machine that starts anew does the same.
    mutating func notStoredBeforeDispensing(
        _ waiting: Waiting, _ withdrawal: Withdrawal, _ context: Context
    ) -> [Action] {
        forgetPending(waiting.ask.id.description)
        let actions = release(withdrawal, saying: .phrase(.cannotStore), context)
        return actions.filter { if case .store = $0 { false } else { true } }
    }

    // MARK: Reverse

    /// Lets go of a hold by the id of its request, whether that arrived, will arrive or never
    /// does; then says why there is no money.
    mutating func release(
        _ withdrawal: Withdrawal, saying said: Said, _ context: Context
    ) -> [Action] {
        let ask = Ask(
            LedgerRelease.self, .init(hold: .id(withdrawal.hold)), id: freshID(context),
            session: deviceSession ?? "")
        forgetPending(withdrawal.hold)
        return send(Waiting(ask: ask, purpose: .release(said)), context)
    }

    private mutating func forgetPending(_ id: String) {
        pending.removeAll { $0.id == id }
    }

    // MARK: What a power cut or a silent bank left

    /// The next operation that is settled without a customer, each once while the door opens.
    func nextToSettle() -> PendingOperation? {
        pending.first { ATMSession.isMachines($0) && !triedAtDoor.contains($0.id) }
    }

    /// Whether the machine, with nobody in front of it, is to look again at what is left.
    func isSettlingDue(_ context: Context) -> Bool {
        pending.contains(where: ATMSession.isMachines)
            && settleAt.map { context.now >= $0 } ?? true
    }

    /// Confirms what may have been given, lets go of what was not.
    mutating func settleAlone(_ operation: PendingOperation, _ context: Context) -> [Action] {
        let age = context.now.since(Timestamp(milliseconds: operation.started))
        var ask = Ask(operation, session: deviceSession ?? "")
        if ask?.method == .ledgerHold {
            forgetPending(operation.id)
            ask = Ask(
                LedgerRelease.self, .init(hold: .id(operation.id)), id: freshID(context),
                session: deviceSession ?? "")
        }
        guard let ask, age < ATMSession.oldestRetry else {
            // By now it lies in suspense, and it is for a person to say what became of it.
            return settle(operation.id) + openDoor(after: nil, context)
        }
        triedAtDoor.insert(ask.id.description)
        return send(Waiting(ask: ask, purpose: .leftOver), context)
    }
}
