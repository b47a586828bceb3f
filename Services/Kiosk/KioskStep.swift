import BranchDomain
import Messages
import Printing

/// Where the kiosk is.
enum KioskStep: Equatable, Sendable {
    /// The branch is not there, or does not want this kiosk; asked again by itself.
    case outOfService(Trouble)
    case choosing(parent: String?, page: Int)
    /// A number has been asked for; `attempt` counts what went unanswered.
    case asking(Ask, attempt: Int)
    case ticket(Ticket, slip: Slip)
    case notice(Phrase)
}

/// Why a kiosk is out of service.
enum Trouble: Equatable, Sendable {
    case starting
    case branchAway
    /// The branch does not know this device, or has disabled it.
    case notEnrolled
}

/// What is known of a ticket's slip.
enum Slip: Equatable, Sendable {
    case noPrinter
    case printing
    case printed
    case failed(PrintFailure)
}

/// A key as the kiosk understands it.
enum KioskKey: Equatable, Sendable {
    case number(Int)
    /// Back to where one came from; on a ticket: done.
    case back
}

/// What happens to the kiosk.
enum Event: Equatable, Sendable {
    case started
    case key(KioskKey)
    case answered(RequestID, Answer)
    case printed(PrintOutcome)
    case notPrinted(PrintFailure)
    case tick
}

/// What the kiosk has to do, in this order.
enum Action: Equatable, Sendable {
    case send(Ask)
    /// `isCopy`: the slip says that it is not the first.
    case print(Ticket, language: Language, isCopy: Bool)
    case sound(Sound)
}

enum Sound: Equatable, Sendable { case ticket, error }
