import BranchDomain
import Messages

/// A customer's operations and questions.
extension ATMSession {
    var accountReference: AccountReference {
        visit?.account?.account ?? .number(0)
    }

    var badAmount: Said {
        .phrase(.badAmount, ["decimals": String(money?.currency.decimals ?? 2)])
    }

    mutating func ask<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, _ purpose: Purpose, _ context: Context
    ) -> [Action] {
        let ask = Ask(method, request, id: freshID(context), session: visit?.session ?? "")
        return send(ask, for: purpose, context)
    }

    mutating func enterMoney(_ text: String, _ context: Context) -> [Action] {
        switch step {
        case .amount(let movement):
            guard let amount = money?.amount(text) else { return complain(badAmount) }
            return move(movement, amount, context)
        case .transferTo:
            guard let number = UInt64(text), let account = try? AccountID(number) else {
                return complain(.phrase(.badAccount))
            }
            guard account.number != visit?.account?.number else {
                return complain(.phrase(.ownAccount))
            }
            return go(.transferAmount(to: account.number))
        case .transferAmount(let to):
            guard let amount = money?.amount(text) else { return complain(badAmount) }
            return go(.transferConfirm(to: to, amount))
        default: return []
        }
    }

    mutating func move(
        _ movement: Step.Movement, _ amount: Amount, _ context: Context
    ) -> [Action] {
        let request = LedgerDeposit.Request(account: accountReference, amount: amount.minorUnits)
        switch movement {
        case .deposit: return ask(LedgerDeposit.self, request, .money, context)
        case .withdrawal: return hold(amount, context)
        }
    }

    mutating func transfer(to: UInt64, _ amount: Amount, _ context: Context) -> [Action] {
        let request = LedgerTransfer.Request(
            from: accountReference, to: .number(to), amount: amount.minorUnits)
        return ask(LedgerTransfer.self, request, .money, context)
    }

    mutating func history(pages: [UInt64], _ context: Context) -> [Action] {
        let request = AccountHistory.Request(
            account: accountReference, before: pages.last, limit: ATMSession.historyPage)
        return ask(AccountHistory.self, request, .history(pages: pages), context)
    }

    mutating func enterPIN(_ text: String, _ context: Context) -> [Action] {
        switch step {
        case .oldPIN:
            return text.isEmpty
                ? complain(.phrase(.badPIN)) : go(.newPIN(old: Secret(text)))
        case .newPIN(let old):
            guard (4...8).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber })
            else { return complain(.phrase(.badPIN)) }
            guard text != old.text else { return complain(.phrase(.samePIN)) }
            return go(.newPINAgain(old: old, new: Secret(text)))
        case .newPINAgain(let old, let new):
            guard text == new.text else {
                _ = go(.newPIN(old: old))
                return complain(.phrase(.pinsDiffer))
            }
            return ask(
                AuthChangeSecret.self, .init(old: old.text, new: new.text), .changePIN, context)
        default: return []
        }
    }

    // MARK: Operations that an earlier visit left open

    /// Asks what became of the customer's next unfinished operation, else shows the menu.
    mutating func afterEarlier(_ context: Context) -> [Action] {
        guard let visit, let customer = visit.customer,
            let next = pending.first(where: {
                $0.customer == customer && !visit.asked.contains($0.id)
            })
        else { return go(home) }
        self.visit?.asked.insert(next.id)
        return ask(LedgerOutcome.self, .init(id: next.id), .earlier(next), context)
    }

    mutating func earlier(
        _ operation: PendingOperation, _ reply: LedgerOutcome.Reply, _ context: Context
    ) -> [Action] {
        switch reply.state {
        case "applied":
            let settled = settle(operation.id)
            if let receipt = reply.receipt {
                return settled + go(.receipt(receipt, isEarlier: true)) + [.sound(.done)]
            }
            return settled + notice(.phrase(.earlierDone), .good, next: .menu)
        case "refused":
            let code = reply.code.flatMap { RefusalCode(rawValue: $0) }
            return settle(operation.id) + notice(.earlierRefused(code), .bad, next: .menu)
        default:
            let age = context.now.since(Timestamp(milliseconds: operation.started))
            if operation.body == nil { return settle(operation.id) + afterEarlier(context) }
            if age >= ATMSession.oldestRetry {
                return settle(operation.id) + notice(.phrase(.earlierTooOld), .bad, next: .menu)
            }
            return go(.unfinished(operation))
        }
    }

    mutating func redo(_ operation: PendingOperation, _ context: Context) -> [Action] {
        guard let visit, let ask = Ask(operation, session: visit.session) else {
            return forget(operation, context)
        }
        return send(ask, for: .money, context)
    }

    mutating func forget(_ operation: PendingOperation, _ context: Context) -> [Action] {
        settle(operation.id) + afterEarlier(context)
    }

    mutating func askAgain(_ waiting: Waiting, _ context: Context) -> [Action] {
        var again = waiting
        again.attempt = 0
        again.wentOutBefore = true
        again.retryAt = nil
        return go(.waiting(again)) + [.send(again.ask)]
    }
}
