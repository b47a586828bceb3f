import BranchDomain
import Messages

/// What the bank's answers lead to.
extension ATMSession {
    mutating func take(
        _ answer: Answer, to waiting: Waiting, _ context: Context
    ) -> [Action] {
        switch answer {
        case .none:
            return again(waiting, isBusy: false, context)
        case .refused(let refusal) where refusal.retry == .sameID:
            return again(waiting, isBusy: true, context)
        case .refused(let refusal):
            return refused(refusal.code, waiting, context)
        case .ok(let body):
            do {
                return try granted(body, waiting, context)
            } catch {
                return puzzled(waiting, context)
            }
        }
    }

    private mutating func granted(
        _ body: [UInt8], _ waiting: Waiting, _ context: Context
    ) throws(Refusal) -> [Action] {
        let id = waiting.ask.id.description
        switch waiting.purpose {
        case .hello:
            return greeted(try JSON.decode(SystemHello.Reply.self, from: body), context)
        case .deviceLogIn(let next):
            return deviceIsIn(
                try JSON.decode(AuthLogin.Reply.self, from: body), then: next, context)
        case .interruptedRegistration(let operation):
            let reply = try JSON.decode(LedgerOutcome.Reply.self, from: body)
            if reply.state == "applied" { hasInterruptedRegistration = true }
            return settle(operation.id) + openDoor(after: operation, context)
        case .register(let form):
            let reply = try JSON.decode(CustomerRegister.Reply.self, from: body)
            let next = Step.registered(form, account: reply.account, pin: Secret(reply.secret))
            return settle(id) + go(next) + [.sound(.done)]
        case .logIn(let user):
            let reply = try JSON.decode(AuthLogin.Reply.self, from: body)
            return customerIsIn(reply, user: user, context)
        case .accounts:
            return choose(try JSON.decode(AccountList.Reply.self, from: body).accounts, context)
        case .earlier(let operation):
            return earlier(
                operation, try JSON.decode(LedgerOutcome.Reply.self, from: body), context)
        case .money:
            let receipt = try JSON.decode(Receipt.self, from: body)
            return settle(id) + go(.receipt(receipt, isEarlier: false)) + [.sound(.done)]
        case .hold(let withdrawal):
            return dispense(
                try JSON.decode(LedgerHold.Reply.self, from: body), withdrawal, context)
        case .capture:
            let receipt = try JSON.decode(Receipt.self, from: body)
            return settle(id) + go(.receipt(receipt, isEarlier: false)) + [.sound(.done)]
        case .release(let said): return settle(id) + notice(said, .bad, next: home)
        case .leftOver: return settle(id) + openDoor(after: nil, context)
        case .balance:
            return go(.balance(try JSON.decode(Account.self, from: body)))
        case .history(let pages):
            let page = try JSON.decode(AccountHistory.Reply.self, from: body)
            return go(.movements(page, pages: pages))
        case .customer:
            return go(.information(try JSON.decode(Customer.self, from: body)))
        case .clock(let then):
            learnTime(try JSON.decode(SystemHello.Reply.self, from: body), context)
            return sendWithNewTime(then, context)
        case .changePIN:
            visit = nil
            return settle(id) + notice(.phrase(.pinChanged), .good, next: .welcome)
        }
    }

    /// No answer, or one that says "same id again": asks again, the same with the same id.
    private mutating func again(
        _ waiting: Waiting, isBusy: Bool, _ context: Context
    ) -> [Action] {
        switch waiting.purpose {
        case .hello, .deviceLogIn, .interruptedRegistration, .leftOver:
            return shut(.phrase(.outOfServiceLine), context)
        default: break
        }
        var next = waiting
        next.attempt += 1
        next.retryAt = isBusy ? context.now.adding(ATMSession.busyPause) : nil
        assert(next.ask == waiting.ask, "asking again is the same id and content")
        if next.attempt < next.mostAttempts {
            step = .waiting(next)
            return [.sound(.waiting)] + (isBusy ? [] : [.send(next.ask)])
        }
        if case .hold(let withdrawal) = waiting.purpose {
            return release(withdrawal, saying: .phrase(.holdTooLate), context)
        }
        if waiting.isOperation { return go(.unanswered(next)) + [.sound(.error)] }
        if case .earlier = waiting.purpose { return afterEarlier(context) }
        return notice(.phrase(.unanswered), .bad, next: home)
    }

    /// An answer that cannot be read. What changes something may have been done.
    private mutating func puzzled(_ waiting: Waiting, _ context: Context) -> [Action] {
        switch waiting.purpose {
        case .hello, .deviceLogIn, .interruptedRegistration, .leftOver:
            return shut(.phrase(.notUnderstood), context)
        case .hold(let withdrawal):
            return release(withdrawal, saying: .phrase(.notUnderstood), context)
        default:
            return waiting.isOperation
                ? go(.unanswered(waiting)) + [.sound(.error)]
                : notice(.phrase(.notUnderstood), .bad, next: home)
        }
    }

    private mutating func refused(
        _ code: RefusalCode, _ waiting: Waiting, _ context: Context
    ) -> [Action] {
        let isFinal = isFinal(code, waiting)
        let settled = isFinal ? settle(waiting.ask.id.description) : []
        if isAboutTime(code, waiting) {
            return settled + askTime(then: waiting, context)
        }
        if code == .sessionExpired, waiting.isMachines {
            return renewDevice(then: .settle(waiting), context)
        }
        switch waiting.purpose {
        case .hello: return shut(.refusal(code), context)
        case .deviceLogIn: return shut(.phrase(.deviceRefused), context)
        case .interruptedRegistration(let operation): return openDoor(after: operation, context)
        case .register(let form):
            return settled + registrationRefused(code, form, waiting.ask.id, context)
        case .logIn(let user):
            return logInRefused(code, user, waiting.ask.id, context)
        case .earlier: return afterEarlier(context)
        case .changePIN: return settled + pinRefused(code, waiting)
        case .accounts:
            return endVisit(context) + notice(.refusal(code), .bad, next: .welcome)
        case .leftOver: return settled + openDoor(after: nil, context)
        // What was given is given, and what is not held is not given.
        case .release(let said): return settled + notice(said, .bad, next: home)
        case .hold(let withdrawal) where !isFinal:
            return release(withdrawal, saying: .refusal(code), context)
        case .money, .hold, .capture, .balance, .history, .customer, .clock:
            if code == .sessionExpired { visit = nil }
            return settled + notice(.refusal(code), .bad, next: home)
        }
    }

    /// Whether a refusal says that the operation was not done and will not be.
    ///
    /// One that is no verdict, of who is asking or when, says nothing about an earlier try of the
    /// same id.
    private func isFinal(_ code: RefusalCode, _ waiting: Waiting) -> Bool {
        code.isVerdict || (waiting.isFirst && !waiting.isMachines)
    }

    /// Whether the bank's clock and the machine's have parted, and a look at the former may help.
    private func isAboutTime(_ code: RefusalCode, _ waiting: Waiting) -> Bool {
        // A hold that seems to end before it begins is malformed.
        var isAboutTime = code == .idFromFuture || code == .idExpired
        if case .hold = waiting.purpose, code == .malformed { isAboutTime = true }
        guard isAboutTime else { return false }
        switch waiting.purpose {
        case .hello, .deviceLogIn, .interruptedRegistration, .clock, .capture, .release,
            .leftOver:
            return false
        default: return waiting.isFirst && !waiting.hasNewTime
        }
    }

    private mutating func registrationRefused(
        _ code: RefusalCode, _ form: Step.Form, _ id: RequestID, _ context: Context
    ) -> [Action] {
        switch code {
        case .sessionExpired: return renewDevice(then: .register(form, id), context)
        case .userTaken:
            _ = go(.registerUser(name: form.name))
            entry = form.user
            return complain(.refusal(code))
        case .openingTooSmall, .amountOutOfRange:
            _ = go(.registerOpening(name: form.name, user: form.user))
            return complain(.refusal(code))
        default: return notice(.refusal(code), .bad, next: .welcome)
        }
    }

    private mutating func logInRefused(
        _ code: RefusalCode, _ user: String, _ id: RequestID, _ context: Context
    ) -> [Action] {
        let pin = lastPIN
        lastPIN = nil
        switch code {
        case .sessionExpired:
            guard let pin else { return go(.welcome) }
            return renewDevice(then: .logIn(user: user, pin: pin, id), context)
        case .wrongCredentials, .userNotFound: return wrongPIN(user: user)
        case .locked:
            wrongPINs[user] = nil
            return go(.locked) + [.sound(.error)]
        default: return notice(.refusal(code), .bad, next: .welcome)
        }
    }

    private mutating func pinRefused(_ code: RefusalCode, _ waiting: Waiting) -> [Action] {
        switch code {
        case .wrongCredentials:
            _ = go(.oldPIN)
            return complain(.refusal(code))
        case .locked:
            visit = nil
            return go(.locked) + [.sound(.error)]
        case .sessionExpired:
            visit = nil
            let said = Said.phrase(waiting.isFirst ? .sessionEnded : .pinChangeUnclear)
            return notice(said, .bad, next: .welcome)
        default: return notice(.refusal(code), .bad, next: .menu)
        }
    }
}
