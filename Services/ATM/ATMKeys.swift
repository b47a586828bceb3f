import BranchDomain
import Foundation
import Messages

/// What each key does on each screen.
extension ATMSession {
    mutating func press(_ key: ATMKey, _ context: Context) -> [Action] {
        switch step {
        case .waiting, .dispensing: return []
        default: break
        }
        if step.hasField { return type(key, context) }
        switch key {
        case .option(let number): return choose(number, context)
        case .character(let character):
            return character.wholeNumberValue.map { choose($0, context) } ?? []
        case .confirm: return choose(confirmOption, context)
        case .cancel: return choose(cancelOption, context)
        case .erase, .clear: return []
        }
    }

    /// The option that the confirm key stands for; 0: none.
    private var confirmOption: Int {
        switch step {
        case .registerConfirm, .transferConfirm, .registered, .notice, .locked, .goodbye,
            .unanswered:
            8
        case .receipt, .balance, .information, .outOfService: 4
        default: 0
        }
    }

    /// The option that the cancel key stands for.
    private var cancelOption: Int {
        switch step {
        case .registerConfirm, .transferConfirm, .unanswered: 4
        case .unfinished: 0
        default: 8
        }
    }

    /// One of the eight keys beside the screen; those without a label do nothing.
    private mutating func choose(_ number: Int, _ context: Context) -> [Action] {
        guard screenOptions[number] != nil else { return [] }
        return [.sound(.key)] + chosen(number, context)
    }

    private mutating func chosen(_ number: Int, _ context: Context) -> [Action] {
        switch step {
        case .outOfService:
            return number == 8 ? go(.ended) + [.end] : askHello(context)
        case .welcome: return welcome(number, context)
        case .registerConfirm(let form):
            return number == 4 ? go(.welcome) : register(form, id: freshID(context), context)
        case .registered(let form, _, _): return go(.logInPIN(user: form.user))
        case .chooseAccount(let accounts):
            if number == 8 { return leave(context) }
            visit?.account = accounts[number - 1]
            return afterEarlier(context)
        case .menu: return menu(number, context)
        case .cash: return cash(number, context)
        case .transferConfirm(let to, let amount):
            return number == 4 ? go(.menu) : transfer(to: to, amount, context)
        case .receipt, .balance, .information:
            return number == 8 ? leave(context) : afterEarlier(context)
        case .movements(let page, let pages): return turn(number, page, pages, context)
        case .unanswered(let waiting):
            return number == 4 ? leave(context) : askAgain(waiting, context)
        case .unfinished(let operation):
            return number == 4 ? forget(operation, context) : redo(operation, context)
        case .notice(_, _, let next): return next == .menu ? afterEarlier(context) : go(next)
        case .locked, .goodbye: return go(.welcome)
        case .ended, .waiting, .dispensing, .registerName, .registerUser, .registerOpening,
            .logInUser,
            .logInPIN, .amount, .transferTo, .transferAmount, .oldPIN, .newPIN, .newPINAgain:
            return []
        }
    }

    private mutating func welcome(_ number: Int, _ context: Context) -> [Action] {
        switch number {
        case 1: return go(.logInUser)
        case 2: return go(.registerName)
        case 5:
            switchLanguage()
            return []
        default: return go(.ended) + [.end]
        }
    }

    private mutating func menu(_ number: Int, _ context: Context) -> [Action] {
        switch number {
        case 1: return go(.amount(.deposit))
        case 2: return go(.cash)
        case 3: return go(.transferTo)
        case 4: return ask(AccountGet.self, .init(account: accountReference), .balance, context)
        case 5: return history(pages: [], context)
        case 6: return ask(CustomerGet.self, .init(), .customer, context)
        case 7: return go(.oldPIN)
        default: return leave(context)
        }
    }

    private mutating func cash(_ number: Int, _ context: Context) -> [Action] {
        guard let money else { return [] }
        switch number {
        case 4: return go(.amount(.withdrawal))
        case 8: return go(.menu)
        default:
            let index = number < 4 ? number - 1 : number - 2
            guard let amount = try? Amount(money.offered[index]) else { return [] }
            return move(.withdrawal, amount, context)
        }
    }

    private mutating func turn(
        _ number: Int, _ page: AccountHistory.Reply, _ pages: [UInt64], _ context: Context
    ) -> [Action] {
        switch number {
        case 3: return history(pages: Array(pages.dropLast()), context)
        case 7: return page.next.map { history(pages: pages + [$0], context) } ?? []
        default: return go(.menu)
        }
    }

    private mutating func type(_ key: ATMKey, _ context: Context) -> [Action] {
        switch key {
        case .character(let character):
            guard entry.count < 120, !character.unicodeScalars.contains(where: \.isControl) else {
                return []
            }
            entry.append(character)
            return []
        case .erase:
            if !entry.isEmpty { entry.removeLast() }
            return []
        case .clear, .option(4):
            entry = ""
            return [.sound(.key)]
        case .cancel, .option(8):
            let isAtDoor = visit?.account == nil
            return [.sound(.key)] + go(isAtDoor ? .welcome : .menu)
        case .confirm:
            return [.sound(.key)] + enter(entry.trimmingCharacters(in: .whitespaces), context)
        case .option: return []
        }
    }

    private mutating func enter(_ text: String, _ context: Context) -> [Action] {
        switch step {
        case .registerName, .registerUser, .registerOpening: return enterForm(text, context)
        case .logInUser:
            return text.isEmpty ? complain(.phrase(.badUser)) : go(.logInPIN(user: text))
        case .logInPIN(let user):
            guard !text.isEmpty else { return complain(.phrase(.badPIN)) }
            return logIn(user: user, pin: Secret(text), id: freshID(context), context)
        case .amount, .transferTo, .transferAmount: return enterMoney(text, context)
        case .oldPIN, .newPIN, .newPINAgain: return enterPIN(text, context)
        default: return []
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
