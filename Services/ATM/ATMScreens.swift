import BranchDomain
import Foundation
import Messages
import Terminal

/// What is on the screen at each step.
extension ATMSession {
    /// The screen at a moment; times in it are those of `zone`.
    func screen(at now: Timestamp, zone: TimeZone) -> Screen {
        var screen = content(zone)
        screen.options = screenOptions
        screen.problem = problem.map(say)
        screen.countdown = secondsLeft(at: now).map {
            language.text(.endsIn, ["seconds": String($0)])
        }
        if step.hasField { screen.field = field }
        if problem != nil { screen.tone = .bad }
        return screen
    }

    func say(_ said: Said) -> String {
        switch said {
        case .phrase(let phrase, let words): return language.text(phrase, words)
        case .refusal(let code): return language.text(code)
        case .earlierRefused(let code):
            let why = code.map { language.text($0) } ?? ""
            return language.text(.earlierRefused, ["why": why])
                .trimmingCharacters(in: .whitespaces)
        }
    }

    private func text(_ phrase: Phrase, _ words: [String: String] = [:]) -> String {
        language.text(phrase, words)
    }

    private func content(_ zone: TimeZone) -> Screen {
        switch step {
        case .outOfService(let said, _):
            Screen(title: text(.outOfService), lines: [.text(say(said))], tone: .bad)
        case .welcome: Screen(title: text(.welcome), lines: [.text(text(.welcomeLine))])
        case .goodbye, .ended:
            Screen(title: text(.goodbye), lines: [.text(text(.goodbyeLine))], tone: .good)
        case .registerName, .registerUser, .registerOpening:
            Screen(title: text(.registerTitle))
        case .registerConfirm(let form): confirmation(form)
        case .registered(let form, let account, let pin): newcomer(form, account, pin)
        case .logInUser, .logInPIN: Screen(title: text(.logInTitle))
        case .locked:
            Screen(title: text(.locked), lines: [.text(text(.lockedLine))], tone: .bad)
        case .chooseAccount(let accounts):
            Screen(
                title: text(.chooseAccount),
                lines: accounts.count == 7 ? [.text(text(.onlyFirstAccounts))] : [])
        case .menu: menuScreen
        case .amount(.deposit): Screen(title: text(.deposit))
        case .amount(.withdrawal): Screen(title: text(.withdraw))
        case .cash: Screen(title: text(.withdraw), lines: [.text(text(.askWithdrawal))])
        case .transferTo, .transferAmount: Screen(title: text(.transfer))
        case .transferConfirm(let to, let amount):
            Screen(
                title: text(.transferConfirm),
                lines: [
                    .pair(text(.toAccount), String(to)),
                    .pair(text(.amountLabel), sum(amount.minorUnits)),
                ])
        case .receipt(let receipt, let isEarlier): receiptScreen(receipt, isEarlier, zone)
        case .balance(let account): balanceScreen(account)
        case .movements(let page, let pages): movementsScreen(page, pages, zone)
        case .information(let customer): informationScreen(customer)
        case .oldPIN, .newPIN, .newPINAgain: Screen(title: text(.changePIN))
        case .waiting(let waiting), .dispensing(let waiting): waitingScreen(waiting)
        case .unanswered:
            Screen(
                title: text(.unanswered),
                lines: [.text(text(.unansweredLine)), .text(text(.unansweredSafe))], tone: .bad)
        case .unfinished(let operation):
            Screen(
                title: text(.unfinished),
                lines: [.text(text(.unfinishedLine, ["what": what(operation)]))], tone: .bad)
        case .notice(let said, let tone, _):
            Screen(
                title: text(tone == .bad ? .attention : .done),
                lines: [.text(say(said))], tone: tone)
        }
    }

    private var field: Screen.Field {
        let money = money
        let depositHint = text(.depositHint, ["mark": money?.decimalMark ?? "."])
        let (label, hint): (Phrase, String) =
            switch step {
            case .registerName: (.askName, "")
            case .registerUser: (.askUser, text(.userHint))
            case .registerOpening:
                (.askOpening, text(.openingHint, ["amount": sum(ATMSession.minimumOpening)]))
            case .logInUser: (.askUserOrAccount, "")
            case .logInPIN: (.askPIN, "")
            case .amount(.deposit): (.askDeposit, depositHint)
            case .amount(.withdrawal): (.askWithdrawal, depositHint)
            case .transferTo: (.askTransferTo, "")
            case .transferAmount: (.askTransferAmount, depositHint)
            case .oldPIN: (.askOldPIN, "")
            case .newPIN: (.askNewPIN, "")
            default: (.askNewPINAgain, "")
            }
        let shown = step.isSecret ? String(repeating: "•", count: entry.count) : entry
        return Screen.Field(label: text(label), shown: shown, hint: hint)
    }

    private var menuScreen: Screen {
        let account = visit?.account
        return Screen(
            title: text(.hello, ["name": visit?.name ?? ""]),
            lines: [
                .text(
                    text(
                        .accountLine,
                        [
                            "account": account.map { name($0.account) } ?? "",
                            "currency": account?.currency ?? "",
                        ]))
            ])
    }

    private func confirmation(_ form: Step.Form) -> Screen {
        Screen(
            title: text(.registerConfirm),
            lines: [
                .pair(text(.nameLabel), form.name), .pair(text(.userLabel), form.user),
                .pair(text(.openingLabel), sum(form.opening.minorUnits)),
            ])
    }

    /// The only screen that shows a PIN, once.
    private func newcomer(_ form: Step.Form, _ account: UInt64, _ pin: Secret) -> Screen {
        Screen(
            title: text(.registered),
            lines: [
                .pair(text(.userLabel), form.user),
                .pair(text(.registeredAccount), String(account)),
                .blank, .text(text(.registeredPIN)), .large(pin.text), .blank,
                .text(text(.registeredWarning)),
            ], tone: .good)
    }

    private func waitingScreen(_ waiting: Waiting) -> Screen {
        var lines = [Screen.Line.text(text(.askingBank))]
        if waiting.attempt > 0 {
            let phrase: Phrase = waiting.retryAt == nil ? .askingAgain : .bankBusy
            lines = [.text(text(phrase, ["count": String(waiting.attempt)]))]
            if waiting.isOperation { lines.append(.text(text(.unansweredSafe))) }
        }
        if case .capture(let withdrawal) = waiting.purpose {
            lines =
                [.large(sum(withdrawal.amount.minorUnits))] + notesLines(withdrawal.notes) + lines
            return Screen(title: text(.takeCash), lines: lines, tone: .busy)
        }
        return Screen(title: text(.wait), lines: lines, tone: .busy)
    }

    func sum(_ minorUnits: Int64) -> String { money?.text(minorUnits) ?? String(minorUnits) }

    func name(_ reference: AccountReference) -> String {
        switch reference {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }

    /// What an operation was, in words for whoever started it.
    private func what(_ operation: PendingOperation) -> String {
        let bytes = Array((operation.body ?? "").utf8)
        switch Method(rawValue: operation.method) {
        case .ledgerTransfer:
            guard let request = try? JSON.decode(LedgerTransfer.Request.self, from: bytes) else {
                return text(.transfer)
            }
            return "\(text(.transfer)) \(sum(request.amount)) → \(name(request.to))"
        case .ledgerDeposit, .ledgerWithdraw:
            let phrase: Phrase = operation.method == "ledger.deposit" ? .deposit : .withdraw
            guard let request = try? JSON.decode(LedgerDeposit.Request.self, from: bytes) else {
                return text(phrase)
            }
            return "\(text(phrase)) \(sum(request.amount))"
        default: return operation.method
        }
    }
}
