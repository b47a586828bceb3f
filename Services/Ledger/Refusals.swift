import BranchDomain
import Messages

/// What the ledger says "no" with, each sentence in one place.
extension Refusal {
    static let sessionExpired = Refusal(
        .sessionExpired, "This session has ended. Log in again.")
    static let notPermitted = Refusal(.notPermitted, "Your role may not do this.")
    static let notTheirs = Refusal(
        .notPermitted, "This account belongs to somebody else.")
    static let cashNeedsATM = Refusal(
        .notPermitted, "Cash moves at an ATM only. Log in at one, or go to a counter.")
    static let wrongCredentials = Refusal(
        .wrongCredentials, "User and secret do not belong together.")
    static let storage = Refusal(
        .storageUnavailable, "The journal cannot be read at the moment. Ask again.")

    static func locked(until: Timestamp) -> Refusal {
        Refusal(
            .locked, "Too many wrong secrets: log-in is locked for a while.",
            details: ["until": String(until.milliseconds)])
    }

    static func accountNotFound(_ reference: AccountReference) -> Refusal {
        switch reference {
        case .number(let number):
            Refusal(.accountNotFound, "There is no account \(number).")
        case .name:
            Refusal(.accountNotFound, "There is no account of that name.")
        }
    }

    static let drawerNotFound = Refusal(
        .drawerNotFound, "There is no such drawer. Leave it out to use the vault.")
    static let sameAccount = Refusal(
        .sameAccount, "A transfer goes from one account to another, not to the same one.")

    static func currencyMismatch(_ one: Currency, _ other: Currency) -> Refusal {
        Refusal(
            .currencyMismatch, "One account is in \(one), the other in \(other).",
            details: ["debit": one.code, "credit": other.code])
    }

    static func accountClosed(_ account: AccountReference) -> Refusal {
        Refusal(.accountClosed, "Account \(text(account)) is closed.")
    }

    static func accountFrozen(_ account: AccountReference) -> Refusal {
        Refusal(.accountFrozen, "Account \(text(account)) is frozen for this.")
    }

    static let amountOutOfRange = Refusal(
        .amountOutOfRange, "The balance would be larger than an account can hold.")

    /// - Parameter available: Minor units.
    static func insufficientFunds(_ available: Int64, _ currency: Currency) -> Refusal {
        let sum = currency.text(minorUnits: available)
        return Refusal(
            .insufficientFunds, "There is \(sum) \(currency) available, which is not enough.",
            details: ["available": String(available)])
    }

    static func limitExceeded(_ most: Int64, _ currency: Currency) -> Refusal {
        let sum = currency.text(minorUnits: most)
        return Refusal(
            .limitExceeded, "At most \(sum) \(currency) may be taken out at once.",
            details: ["limit": String(most)])
    }

    static func staffLimitExceeded(left: Int64) -> Refusal {
        Refusal(
            .dailyLimitExceeded,
            "What you may take out in a day is reached. A supervisor can do it.",
            details: ["left": String(left)])
    }

    static func dailyLimitExceeded(left: Int64) -> Refusal {
        Refusal(
            .dailyLimitExceeded, "The account's limit for today is reached. Ask again tomorrow.",
            details: ["left": String(left)])
    }

    static func holdNotFound(_ hold: HoldReference) -> Refusal {
        Refusal(.holdNotFound, "There is no hold \(text(hold)).")
    }

    static func holdSettled(_ hold: HoldReference) -> Refusal {
        Refusal(.holdSettled, "Hold \(text(hold)) was captured, released or refused already.")
    }

    static func holdExceeded(_ held: Int64) -> Refusal {
        Refusal(.holdExceeded, "Less than that is held.", details: ["held": String(held)])
    }

    static func entryNotFound(_ sequence: UInt64) -> Refusal {
        Refusal(.entryNotFound, "There is no entry \(sequence).")
    }

    static func alreadyReversed(_ sequence: UInt64) -> Refusal {
        Refusal(.alreadyReversed, "Entry \(sequence) was reversed already.")
    }

    static let notReversible = Refusal(
        .notReversible, "A reversal is not reversed itself. Make the movement anew.")

    static let claimedByHold = Refusal(
        .notReversible,
        "The money lay in suspense for a hold of an ATM. Capture the hold, or release it.")

    static func drawerTaken(_ drawer: String) -> Refusal {
        Refusal(.drawerTaken, "Another teller has \(drawer).")
    }

    static func drawerClosed(_ drawer: String) -> Refusal {
        Refusal(.drawerClosed, "\(drawer) is not open. Open it with what is counted in it.")
    }

    static func moveNotFound(_ move: UInt64) -> Refusal {
        Refusal(.moveNotFound, "No cash is on its way under \(move).")
    }

    /// - Parameter nearest: The largest smaller sum that they can make, minor units.
    static func notesCannotMake(
        _ amount: String, in drawer: String, nearest: Int64?
    ) -> Refusal {
        Refusal(
            .notesCannotMakeAmount, "The notes in \(drawer) cannot make \(amount).",
            details: nearest.map { ["nearest": String($0)] } ?? [:])
    }

    static func periodPosted(_ period: String, job: UInt64) -> Refusal {
        Refusal(
            .periodPosted, "Interest for \(period) was posted already.",
            details: ["job": String(job)])
    }

    static func dayClosed(_ date: CivilDate, at sequence: UInt64) -> Refusal {
        Refusal(
            .periodPosted, "The day \(date) was closed already.",
            details: ["job": String(sequence)])
    }

    static func approvalRequired(_ approval: UInt64) -> Refusal {
        Refusal(
            .approvalRequired, "A second person has to approve this; it waits for one.",
            details: ["approval": String(approval)])
    }

    static func approvalNotFound(_ approval: UInt64) -> Refusal {
        Refusal(.approvalNotFound, "Nothing waits under \(approval).")
    }

    static func drawerStillOpen(_ drawer: String) -> Refusal {
        Refusal(.drawerStillOpen, "\(drawer) is still open. Its teller counts and closes it first.")
    }

    static let approvalOwn = Refusal(
        .approvalOwn, "Who asked for it cannot decide it. Somebody else has to.")

    static let userNotFound = Refusal(.userNotFound, "There is no such user.")
    static let userTaken = Refusal(.userTaken, "That user name is taken. Choose another.")
    static let customerNotFound = Refusal(.customerNotFound, "There is no such customer.")
    static let nationalIDTaken = Refusal(
        .nationalIDTaken, "A customer with that national id is registered already.")
    static let phoneTaken = Refusal(
        .phoneTaken, "A customer with that phone number is registered already.")
    static let deviceNotFound = Refusal(.deviceNotFound, "There is no such device.")
    static let deviceTaken = Refusal(
        .deviceTaken, "That name is taken. Choose another, or disable the device first.")
    static let lastAdmin = Refusal(
        .lastAdmin, "This is the last admin. Add another before you disable this one.")

    static func openingTooSmall(_ minimum: Int64, _ currency: Currency) -> Refusal {
        let sum = currency.text(minorUnits: minimum)
        return Refusal(
            .openingTooSmall, "The first deposit at an ATM is at least \(sum) \(currency).",
            details: ["minimum": String(minimum)])
    }

    private static func text(_ hold: HoldReference) -> String {
        switch hold {
        case .number(let number): String(number)
        case .id(let id): String(id.prefix(36))
        }
    }

    private static func text(_ account: AccountReference) -> String {
        switch account {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }
}
