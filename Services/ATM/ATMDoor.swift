import BranchDomain
import Foundation
import Messages

/// From the power switch to a customer's menu: the machine's own log-in, registration, log-in.
extension ATMSession {
    mutating func askHello(_ context: Context) -> [Action] {
        deviceSession = nil
        triedAtDoor = []
        return send(
            Ask(SystemHello.self, Nothing(), id: freshID(context), session: ""), for: .hello,
            context)
    }

    mutating func greeted(_ reply: SystemHello.Reply, _ context: Context) -> [Action] {
        guard let currency = try? Currency(reply.currency) else {
            return shut(.phrase(.notUnderstood), context)
        }
        hello = reply
        self.currency = currency
        learnTime(reply, context)
        guard reply.features.isEmpty || reply.features.contains("money") else {
            return shut(.phrase(.noMoneyHere), context)
        }
        return logDeviceIn(then: .open, context)
    }

    /// Ids carry the bank's time where the machine's own clock is far from it.
    mutating func learnTime(_ reply: SystemHello.Reply, _ context: Context) {
        let ahead = Timestamp(milliseconds: reply.time).since(context.now)
        let isDoubtful = ahead > .seconds(120) || ahead < .seconds(-120)
        clockOffset = isDoubtful ? ahead : .zero
        bankAhead = ahead
    }

    /// Asks for the bank's time, and then for the same once more under an id of that time.
    mutating func askTime(then waiting: Waiting, _ context: Context) -> [Action] {
        send(
            Ask(SystemHello.self, Nothing(), id: freshID(context), session: ""),
            for: .clock(then: waiting), context)
    }

    mutating func sendWithNewTime(_ waiting: Waiting, _ context: Context) -> [Action] {
        if case .hold(let withdrawal) = waiting.purpose {
            return hold(withdrawal.amount, hasNewTime: true, context)
        }
        var renewed = Waiting(
            ask: waiting.ask.renamed(freshID(context)), purpose: waiting.purpose)
        renewed.hasNewTime = true
        return send(renewed, context)
    }

    mutating func logDeviceIn(then next: AfterDevice, _ context: Context) -> [Action] {
        let ask = Ask(
            AuthLogin.self, .init(user: device.name, secret: device.secret.text),
            id: freshID(context), session: "")
        return send(ask, for: .deviceLogIn(then: next), context)
    }

    mutating func deviceIsIn(
        _ reply: AuthLogin.Reply, then next: AfterDevice, _ context: Context
    ) -> [Action] {
        deviceSession = reply.session
        deviceSince = context.now
        deviceExpires = Timestamp(milliseconds: reply.expires)
        switch next {
        case .open: return openDoor(after: nil, context)
        case .register(let form, let id): return register(form, id: id, context)
        case .logIn(let user, let pin, let id):
            return logIn(user: user, pin: pin, id: id, context)
        case .settle(let waiting):
            var again = waiting
            again.ask = waiting.ask.resigned(reply.session)
            return go(.waiting(again)) + [.send(again.ask)]
        }
    }

    /// Settles what a power cut interrupted, and asks what became of registrations; then opens.
    ///
    /// Their PIN is not shown: whoever stands here now need not be who registered.
    mutating func openDoor(after asked: PendingOperation?, _ context: Context) -> [Action] {
        if let left = nextToSettle() { return settleAlone(left, context) }
        let isAllSettled = !pending.contains(where: ATMSession.isMachines)
        settleAt = isAllSettled ? nil : context.now.adding(ATMSession.settlePause)
        let own = pending.filter {
            $0.customer == nil && $0.method == CustomerRegister.method.rawValue
        }
        let next = asked.map { asked in own.first { $0.started > asked.started } } ?? own.first
        guard let next else {
            if hasInterruptedRegistration {
                hasInterruptedRegistration = false
                return notice(.phrase(.registrationInterrupted), .bad, next: .welcome)
            }
            return go(.welcome)
        }
        let ask = Ask(
            LedgerOutcome.self, .init(id: next.id), id: freshID(context),
            session: deviceSession ?? "")
        return send(ask, for: .interruptedRegistration(next), context)
    }

    mutating func shut(_ said: Said, _ context: Context) -> [Action] {
        visit = nil
        let retryAt = context.now.adding(ATMSession.outOfServicePause)
        return go(.outOfService(said, retryAt: retryAt))
    }

    /// Whether the machine must log in again before the bank takes its word.
    func isDeviceStale(_ context: Context) -> Bool {
        let now = context.now.adding(clockOffset)
        return deviceSession == nil || now.adding(.seconds(60)) >= deviceExpires
    }

    /// The bank no longer takes the machine's session. Once more, unless it is quite new.
    mutating func renewDevice(then next: AfterDevice, _ context: Context) -> [Action] {
        if let deviceSince, context.now.since(deviceSince) < .seconds(10) {
            return shut(.phrase(.deviceRefused), context)
        }
        return logDeviceIn(then: next, context)
    }

    // MARK: Registration

    mutating func enterForm(_ text: String, _ context: Context) -> [Action] {
        switch step {
        case .registerName:
            guard let name = try? PersonName(text) else { return complain(.phrase(.badName)) }
            _ = go(.registerUser(name: name.description))
            entry = ATMSession.proposedUser(name.description)
            return []
        case .registerUser(let name):
            guard let user = try? UserName(text) else { return complain(.phrase(.badUser)) }
            return go(.registerOpening(name: name, user: user.description))
        case .registerOpening(let name, let user):
            guard let money, let opening = money.amount(text) else { return complain(badAmount) }
            guard opening.minorUnits >= ATMSession.minimumOpening else {
                return complain(
                    .phrase(
                        .openingTooSmall, ["amount": money.text(ATMSession.minimumOpening)]))
            }
            return go(.registerConfirm(Step.Form(name: name, user: user, opening: opening)))
        default: return []
        }
    }

    mutating func register(
        _ form: Step.Form, id: RequestID, _ context: Context
    ) -> [Action] {
        if isDeviceStale(context) { return logDeviceIn(then: .register(form, id), context) }
        let request = CustomerRegister.Request(
            user: form.user, name: form.name, language: language.rawValue,
            opening: form.opening.minorUnits)
        let ask = Ask(CustomerRegister.self, request, id: id, session: deviceSession ?? "")
        return send(ask, for: .register(form), context)
    }

    /// `Ana María Ñúñez` → `ana.maria.nunez`, to be taken or changed.
    static func proposedUser(_ name: String) -> String {
        let plain = name.folding(
            options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
        let words = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let user = String(words.joined(separator: ".").lowercased().prefix(64))
        return (try? UserName(user)) == nil ? "" : user
    }

    // MARK: Log-in

    mutating func logIn(
        user: String, pin: Secret, id: RequestID, _ context: Context
    ) -> [Action] {
        if isDeviceStale(context) {
            return logDeviceIn(then: .logIn(user: user, pin: pin, id), context)
        }
        let request = AuthLogin.Request(user: user, secret: pin.text, at: deviceSession)
        lastPIN = pin
        return send(
            Ask(AuthLogin.self, request, id: id, session: ""), for: .logIn(user: user), context)
    }

    mutating func customerIsIn(
        _ reply: AuthLogin.Reply, user: String, _ context: Context
    ) -> [Action] {
        lastPIN = nil
        wrongPINs[user] = nil
        guard reply.role == Role.customer.rawValue else {
            return notice(.refusal(.notPermitted), .bad, next: .welcome)
        }
        visit = Visit(session: reply.session, name: reply.name, customer: reply.customer)
        return ask(AccountList.self, .init(), .accounts, context)
    }

    mutating func wrongPIN(user: String) -> [Action] {
        if wrongPINs.count > 100 { wrongPINs.removeAll() }
        let count = wrongPINs[user, default: 0] + 1
        wrongPINs[user] = count < 3 ? count : nil
        guard count < 3 else { return go(.locked) + [.sound(.error)] }
        _ = go(.logInPIN(user: user))
        return complain(.phrase(.attemptsLeft, ["count": String(3 - count)]))
    }

    mutating func choose(_ all: [Account], _ context: Context) -> [Action] {
        let accounts = all.filter { $0.status != "closed" }
        guard let first = accounts.first else {
            return endVisit(context) + notice(.phrase(.noAccount), .bad, next: .welcome)
        }
        if accounts.count > 1 { return go(.chooseAccount(Array(accounts.prefix(7)))) }
        visit?.account = first
        return afterEarlier(context)
    }

    mutating func leave(_ context: Context) -> [Action] {
        endVisit(context) + go(.goodbye(since: context.now)) + [.sound(.done)]
    }
}
