import BranchDomain
import Foundation
import Messages
import Terminal

/// The screens that show what the bank has on paper, and the labels of the eight keys.
extension ATMSession {
    func receiptScreen(_ receipt: Receipt, _ isEarlier: Bool, _ zone: TimeZone) -> Screen {
        let time = LocalTime(Timestamp(milliseconds: receipt.at), in: zone)
        var lines: [Screen.Line] = isEarlier ? [.text(language.text(.earlierDone)), .blank] : []
        lines += [
            .large(sum(receipt.amount)),
            .pair(language.text(.accountLabel), name(receipt.account)),
        ]
        lines += notesLines(receipt.notes)
        if let to = receipt.to { lines.append(.pair(language.text(.toAccount), name(to))) }
        lines += [
            .pair(language.text(.newBalance), sum(receipt.balance)),
            .pair(language.text(.available), sum(receipt.available)),
            .pair(language.text(.dateLabel), "\(time.date) \(time.clockWithSeconds)"),
            .pair(language.text(.receiptNumber), String(receipt.sequence)),
            .pair(language.text(.proof), receipt.chain),
        ]
        return Screen(
            title: "\(language.text(.receipt)) · \(language.text(kind: receipt.kind))",
            lines: lines, tone: .good)
    }

    /// Which notes came out, largest first; nothing where nobody counted them.
    func notesLines(_ notes: Notes?) -> [Screen.Line] {
        let stacks = (notes ?? [:]).compactMap { note, count in Int64(note).map { ($0, count) } }
        guard !stacks.isEmpty else { return [] }
        let text = stacks.sorted { $0.0 > $1.0 }.map { "\($0.1) × \(sum($0.0))" }
        return [.pair(language.text(.notesLabel), text.joined(separator: ", "))]
    }

    func balanceScreen(_ account: Account) -> Screen {
        let status: [String: Phrase] = [
            "open": .statusOpen, "frozen": .statusFrozen, "dormant": .statusDormant,
            "closed": .statusClosed,
        ]
        return Screen(
            title: language.text(.balance),
            lines: [
                .large(sum(account.balance)),
                .pair(language.text(.availableLabel), sum(account.available)),
                .pair(language.text(.accountLabel), name(account.account)),
                .pair(
                    language.text(.statusLabel),
                    status[account.status].map { language.text($0) } ?? account.status),
            ])
    }

    func movementsScreen(
        _ page: AccountHistory.Reply, _ pages: [UInt64], _ zone: TimeZone
    ) -> Screen {
        guard !page.entries.isEmpty, let money else {
            return Screen(
                title: language.text(.movements), lines: [.text(language.text(.noMovements))])
        }
        let heading = Screen.Line.movement(
            language.text(.dateColumn), language.text(.kindColumn),
            language.text(.amountColumn), language.text(.balanceColumn))
        let lines = page.entries.map { entry in
            let time = LocalTime(Timestamp(milliseconds: entry.at), in: zone)
            var what = language.text(kind: entry.kind)
            if entry.kind == "transfer" { what += " · \(name(entry.counterparty))" }
            if let memo = entry.memo, !memo.isEmpty { what += " · \(memo)" }
            return Screen.Line.movement(
                language.moment(time), what, money.signed(entry.amount),
                money.plain(entry.balance))
        }
        let number = language.text(.page, ["page": String(pages.count + 1)])
        return Screen(
            title: "\(language.text(.movements)) · \(number)", lines: [heading] + lines)
    }

    func informationScreen(_ customer: Customer) -> Screen {
        var lines: [Screen.Line] = [
            .pair(language.text(.nameLabel), customer.name),
            .pair(language.text(.userLabel), customer.user),
            .pair(language.text(.customerLabel), String(customer.customer)),
            .pair(
                language.text(.accountsLabel),
                customer.accounts.map { String($0) }.joined(separator: ", ")),
        ]
        let optional: [(Phrase, String?)] = [
            (.nationalIDLabel, customer.nationalId), (.phoneLabel, customer.phone),
            (.emailLabel, customer.email), (.languageLabel, customer.language),
        ]
        for (label, value) in optional {
            if let value, !value.isEmpty { lines.append(.pair(language.text(label), value)) }
        }
        return Screen(title: language.text(.information), lines: lines)
    }

    /// The labels of the keys that mean something at this step.
    var screenOptions: [Int: String] {
        if case .cash = step { return cashOptions }
        if case .chooseAccount(let accounts) = step { return accountOptions(accounts) }
        var options = optionPhrases.mapValues { language.text($0) }
        if case .movements(let page, let pages) = step {
            options = [8: language.text(.back)]
            if !pages.isEmpty { options[3] = language.text(.previous) }
            if page.next != nil { options[7] = language.text(.next) }
        }
        return options
    }

    private var optionPhrases: [Int: Phrase] {
        switch step {
        case .outOfService: return [4: .tryAgain, 8: .exit]
        case .welcome:
            let isOpen = hello.map {
                $0.features.isEmpty || $0.features.contains("selfRegistration")
            }
            return isOpen == true
                ? [1: .logIn, 2: .register, 5: .otherLanguage, 8: .exit]
                : [1: .logIn, 5: .otherLanguage, 8: .exit]
        case .menu:
            return [
                1: .deposit, 2: .withdraw, 3: .transfer, 4: .balance, 5: .movements,
                6: .information, 7: .changePIN, 8: .exit,
            ]
        case .registerConfirm, .transferConfirm: return [4: .no, 8: .yes]
        case .registered, .locked, .goodbye, .notice: return [8: .continueOn]
        case .receipt, .balance, .information: return [4: .anotherOperation, 8: .exit]
        case .unanswered: return [4: .leave, 8: .askOnceMore]
        case .unfinished: return [4: .forgetIt, 8: .doItNow]
        case .waiting, .dispensing, .ended, .cash, .chooseAccount, .movements: return [:]
        default: return [4: .clear, 8: .back]
        }
    }

    private var cashOptions: [Int: String] {
        guard let money else { return [8: language.text(.back)] }
        var options = [4: language.text(.otherAmount), 8: language.text(.back)]
        for (key, amount) in zip([1, 2, 3, 5, 6, 7], money.offered) {
            options[key] = money.text(amount)
        }
        return options
    }

    private func accountOptions(_ accounts: [Account]) -> [Int: String] {
        var options = [8: language.text(.exit)]
        for (index, account) in accounts.prefix(7).enumerated() {
            options[index + 1] = "\(name(account.account)) · \(account.currency)"
        }
        return options
    }
}
