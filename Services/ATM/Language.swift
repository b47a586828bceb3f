import Messages
import Terminal

/// A language of the machine: one file each, `Spanish.swift` and `English.swift`.
enum Language: String, CaseIterable, Sendable {
    case spanish = "es"
    case english = "en"

    /// The text of a phrase, with the words put in for `{names}`.
    func text(_ phrase: Phrase, _ words: [String: String] = [:]) -> String {
        var text = phrases[phrase] ?? phrase.rawValue
        for (name, word) in words { text = text.replacing("{\(name)}", with: word) }
        return text
    }

    /// What a refusal means for the person in front of the machine.
    func text(_ code: RefusalCode) -> String {
        refusals[code] ?? text(.refusedOtherwise, ["code": code.rawValue])
    }

    /// What a movement is called.
    func text(kind: String) -> String {
        Phrase(rawValue: "kind." + kind).map { text($0) } ?? kind
    }

    /// `20/11 10:42`, in the order of the language.
    func moment(_ time: LocalTime) -> String {
        let (day, month) = (Language.two(time.day), Language.two(time.month))
        return (self == .spanish ? "\(day)/\(month) " : "\(month)/\(day) ") + time.clock
    }

    var phrases: [Phrase: String] {
        switch self {
        case .spanish: Spanish.phrases
        case .english: English.phrases
        }
    }

    var refusals: [RefusalCode: String] {
        switch self {
        case .spanish: Spanish.refusals
        case .english: English.refusals
        }
    }

    var other: Language { self == .spanish ? .english : .spanish }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Everything that the machine says. `{names}` stand for words put in when it is said.
enum Phrase: String, CaseIterable, Sendable {
    // Welcome and out of service.
    case welcome, welcomeLine, logIn, register, otherLanguage, exit
    case outOfService, outOfServiceLine, noMoneyHere, deviceRefused, tryAgain, goodbye, goodbyeLine
    // Keys.
    case back, clear, confirm, yes, no, continueOn, anotherOperation, keyHint, fieldHint
    // Registration.
    case registerTitle, askName, askUser, userHint, askOpening, openingHint, registerConfirm
    case nameLabel, userLabel, openingLabel, registered, registeredAccount, registeredPIN
    case registeredWarning, registrationInterrupted
    // Log-in.
    case logInTitle, askUserOrAccount, askPIN, locked, lockedLine, attemptsLeft
    // Menu.
    case hello, accountLine, deposit, withdraw, transfer, balance, movements, information
    case changePIN, chooseAccount, noAccount, onlyFirstAccounts
    // Money.
    case askDeposit, depositHint, askWithdrawal, otherAmount, askTransferTo, askTransferAmount
    case transferConfirm, toAccount, amountLabel, receipt, receiptNumber, newBalance, available
    case dateLabel, proof, done, earlierDone, takeCash, notesLabel, cannotDispense, holdTooLate
    // Information.
    case balanceLabel, availableLabel, accountLabel, statusLabel, statusOpen, statusFrozen
    case statusDormant, statusClosed, noMovements, page, next, previous
    case dateColumn, kindColumn, amountColumn, balanceColumn
    case customerLabel, nationalIDLabel, phoneLabel, emailLabel, languageLabel, accountsLabel
    // PIN.
    case askOldPIN, askNewPIN, askNewPINAgain, pinChanged, pinChangeUnclear
    // Waiting.
    case wait, askingBank, askingAgain, bankBusy, unanswered, unansweredLine, unansweredSafe
    case askOnceMore, leave, unfinished, unfinishedLine, doItNow, forgetIt, earlierRefused
    case earlierTooOld
    // Problems.
    case badName, badUser, badAmount, openingTooSmall, badAccount, ownAccount, badPIN, pinsDiffer
    case attention, samePIN, sessionEnded, timedOut, endsIn, cannotStore, notUnderstood,
        refusedOtherwise
    // Movements.
    case kindDeposit = "kind.deposit"
    case kindWithdrawal = "kind.withdrawal"
    case kindTransfer = "kind.transfer"
    case kindInterest = "kind.interest"
    case kindFee = "kind.fee"
    case kindReversal = "kind.reversal"
    case kindOpening = "kind.opening"
    case kindCash = "kind.cash"
}
