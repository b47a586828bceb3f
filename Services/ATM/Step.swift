import BranchDomain
import Messages

/// Where a visit stands: what is on the screen and what a key means there.
indirect enum Step: Equatable, Sendable {
    // The machine itself.
    case outOfService(Said, retryAt: Timestamp)
    case welcome
    case goodbye(since: Timestamp)
    case ended
    // Registration.
    case registerName
    case registerUser(name: String)
    case registerOpening(name: String, user: String)
    case registerConfirm(Form)
    case registered(Form, account: UInt64, pin: Secret)
    // Log-in.
    case logInUser
    case logInPIN(user: String)
    case locked
    // A customer's visit.
    case chooseAccount([Account])
    case menu
    case amount(Movement)
    case cash
    case transferTo
    case transferAmount(to: UInt64)
    case transferConfirm(to: UInt64, Amount)
    case receipt(Receipt, isEarlier: Bool)
    case balance(Account)
    case movements(AccountHistory.Reply, pages: [UInt64])
    case information(Customer)
    case oldPIN
    case newPIN(old: Secret)
    case newPINAgain(old: Secret, new: Secret)
    // Requests.
    case waiting(Waiting)
    /// The notes are coming out; what is sent when they are.
    case dispensing(Waiting)
    case unanswered(Waiting)
    case unfinished(PendingOperation)
    case notice(Said, Screen.Tone, next: Step)

    enum Movement: Equatable, Sendable { case deposit, withdrawal }

    struct Form: Equatable, Sendable {
        let name: String
        let user: String
        let opening: Amount
    }

    /// Whether a step is entered by typing, so that digits are text and not options.
    var hasField: Bool {
        switch self {
        case .registerName, .registerUser, .registerOpening, .logInUser, .logInPIN, .amount,
            .transferTo, .transferAmount, .oldPIN, .newPIN, .newPINAgain:
            true
        default: false
        }
    }

    /// Whether what is typed is shown as dots.
    var isSecret: Bool {
        switch self {
        case .logInPIN, .oldPIN, .newPIN, .newPINAgain: true
        default: false
        }
    }

    /// Whether the step ends by itself when nobody does anything.
    var isIdling: Bool {
        switch self {
        case .outOfService, .welcome, .goodbye, .ended, .waiting, .dispensing: false
        default: true
        }
    }
}

/// Something that is said in whatever language the screen has when it is shown.
enum Said: Equatable, Sendable {
    case phrase(Phrase, [String: String] = [:])
    case refusal(RefusalCode)
    case earlierRefused(RefusalCode?)
}

/// A request under way.
struct Waiting: Equatable, Sendable {
    var ask: Ask
    let purpose: Purpose
    /// How often it has been asked before, since the customer last said "try again".
    var attempt = 0
    /// Whether the same id went out before this row of attempts, so that it may be done already.
    var wentOutBefore = false
    /// Whether its id was made anew after a look at the bank's clock.
    var hasNewTime = false
    /// When it is asked again, where the bank said that it is busy.
    var retryAt: Timestamp?

    /// After so many questions without an answer the customer is asked what to do; a hold is
    /// let go of sooner, since nobody wants to be told that money was nearly there.
    var mostAttempts: Int { if case .hold = purpose { 4 } else { 8 } }

    /// Whether the bank cannot have seen this id before.
    var isFirst: Bool { attempt == 0 && !wentOutBefore }

    /// Whether it may be sent though its id cannot be stored: a restart would do the same again.
    var isSafeUnstored: Bool {
        switch purpose {
        case .release, .leftOver: true
        default: false
        }
    }

    /// Whether it is the machine's own word, not the customer's.
    var isMachines: Bool {
        switch purpose {
        case .capture, .release, .leftOver: true
        default: false
        }
    }

    /// Whether it changes something at the bank, so that its id is on disk.
    var isOperation: Bool {
        switch purpose {
        case .register, .money, .changePIN, .hold, .capture, .release, .leftOver: true
        default: false
        }
    }
}

/// What a request is for, and so what its answer means.
indirect enum Purpose: Equatable, Sendable {
    case hello
    case deviceLogIn(then: AfterDevice)
    case interruptedRegistration(PendingOperation)
    case register(Step.Form)
    case logIn(user: String)
    case accounts
    case earlier(PendingOperation)
    case money
    /// Reserves what is to be given.
    case hold(Withdrawal)
    /// Confirms what was given.
    case capture(Withdrawal)
    /// Lets go of what was not given, and says why.
    case release(Said)
    /// One of the last two, from before; nobody waits for it.
    case leftOver
    case balance
    case history(pages: [UInt64])
    case customer
    case changePIN
    /// The bank's clock, as it did not like the time in an id; then the same with a new one.
    case clock(then: Waiting)
}

/// What the machine goes on with once it is known to the bank.
enum AfterDevice: Equatable, Sendable {
    case open
    case register(Step.Form, RequestID)
    case logIn(user: String, pin: Secret, RequestID)
    /// Asks again what the machine itself has to settle.
    case settle(Waiting)
}

/// A key as the machine understands it.
enum ATMKey: Equatable, Sendable {
    /// One of the eight beside the screen.
    case option(Int)
    case character(Character)
    case confirm, erase, clear, cancel
}

/// What happens to the machine.
enum Event: Equatable, Sendable {
    case started
    case key(ATMKey)
    case answered(RequestID, Answer)
    /// What was to be stored could not be; nothing after it was done.
    case notStored
    /// Whether the dispenser gave the notes.
    case dispensed(Bool)
    case tick
    /// The machine is being switched off, or a script has come to its end.
    case interrupted
}

/// What the machine has to do, in this order.
enum Action: Equatable, Sendable {
    /// On disk before the next action.
    case store([PendingOperation])
    case send(Ask)
    /// The notes come out, or cannot.
    case dispense(Withdrawal)
    case sound(Sound)
    case end
}

enum Sound: Equatable, Sendable, CaseIterable { case start, key, done, error, waiting }
