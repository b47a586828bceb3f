import BranchDomain
import Messages

/// What the branch is asked, and what follows from its answers.
extension KioskSession {
    /// Says hello, as which device, settles what is left over, and opens.
    mutating func open(_ context: Context) -> [Action] {
        nextLook = context.now.adding(KioskSession.knocksEvery)
        session = ""
        return send(ask(SystemHello.self, Nothing(), context), .hello)
    }

    mutating func look(_ context: Context) -> [Action] {
        nextLook = context.now.adding(KioskSession.looksEvery)
        return send(ask(QueueServices.self, Nothing(), context), .look)
    }

    private mutating func logIn(_ device: DeviceCredentials, _ context: Context) -> [Action] {
        session = ""
        let request = AuthLogin.Request(user: device.name, secret: device.secret)
        return send(ask(AuthLogin.self, request, context), .logIn)
    }

    private mutating func settle(_ context: Context) -> [Action] {
        guard let unsettled else { return look(context) }
        return send(unsettled.within(session), .settle)
    }

    mutating func take(
        _ answer: Answer, to done: UnderWay, _ context: Context
    ) -> [Action] {
        switch (done.purpose, answer) {
        case (_, .refused(let refusal)) where refusal.code == .sessionExpired:
            guard let device else { return shut(.notEnrolled, context) }
            return logIn(device, context)
        case (.issue, .ok(let body)): return issued(body, context)
        case (.issue, .none): return unanswered(context)
        case (.issue, .refused(let refusal)): return refused(refusal, done.ask, context)
        case (.settle, .ok(let body)):
            guard let ticket = try? JSON.decode(Ticket.self, from: body) else { break }
            return send(ask(QueueCancel.self, .init(ticket: ticket.ticket), context), .giveBack)
        case (.settle, .refused(let refusal)) where refusal.retry != .sameID,
            (.giveBack, .refused(let refusal)) where refusal.retry != .sameID:
            unsettled = nil
            return look(context)
        case (.giveBack, .ok):
            unsettled = nil
            return look(context)
        case (.logIn, .refused(let refusal)) where refusal.retry != .sameID:
            return shut(.notEnrolled, context)
        case (_, .refused), (_, .none): return shut(.branchAway, context)
        case (_, .ok(let body)): return opened(body, done.purpose, context)
        }
        return shut(.branchAway, context)
    }

    private mutating func opened(
        _ body: [UInt8], _ purpose: Purpose, _ context: Context
    ) -> [Action] {
        switch purpose {
        case .hello, .clock:
            guard let hello = try? JSON.decode(SystemHello.Reply.self, from: body) else { break }
            branch = hello.branch
            clockOffset = Timestamp(milliseconds: hello.time).since(context.now)
            if case .clock(let ask) = purpose { return sendRenewed(ask, context) }
            return device.map { logIn($0, context) } ?? settle(context)
        case .logIn:
            guard let reply = try? JSON.decode(AuthLogin.Reply.self, from: body) else { break }
            session = reply.session
            if case .asking(let ask, let attempt) = step {
                let again = ask.within(session)
                step = .asking(again, attempt: attempt)
                return send(again, .issue)
            }
            return settle(context)
        case .look:
            guard let reply = try? JSON.decode(QueueServices.Reply.self, from: body) else { break }
            services = reply.services
            if case .outOfService = step { leave(context) }
            if case .choosing(let parent, let page) = step, page >= pages(under: parent) {
                leave(context)
            }
            return []
        case .issue, .settle, .giveBack: break
        }
        return shut(.branchAway, context)
    }

    private mutating func issued(_ body: [UInt8], _ context: Context) -> [Action] {
        guard let ticket = try? JSON.decode(Ticket.self, from: body) else {
            return unanswered(context)
        }
        reprints = 0
        go(.ticket(ticket, slip: hasPrinter ? .printing : .noPrinter), context)
        let slip = Action.print(ticket, language: language, isCopy: false)
        return [.sound(.ticket)] + (hasPrinter ? [slip] : [])
    }

    private mutating func unanswered(_ context: Context) -> [Action] {
        guard case .asking(let ask, let attempt) = step else { return [] }
        guard attempt + 1 < KioskSession.mostAttempts else {
            return shut(.branchAway, context)
        }
        // Asked again at the next tick, so that the screen can say so in between.
        step = .asking(ask, attempt: attempt + 1)
        return []
    }

    private mutating func refused(
        _ refusal: Refusal, _ ask: Ask, _ context: Context
    ) -> [Action] {
        if refusal.retry == .sameID { return unanswered(context) }
        switch refusal.code {
        case .idFromFuture, .idExpired:
            // Where it went out before, it may be done already: then there is no asking anew.
            guard case .asking(_, 0) = step else { return shut(.branchAway, context) }
            step = .asking(ask, attempt: 1)
            let hello = self.ask(SystemHello.self, Nothing(), context)
            return send(hello, .clock(then: ask))
        case .serviceClosed, .serviceNotFound: go(.notice(.closed), context)
        case .queueFull: go(.notice(.full), context)
        default: go(.notice(.refused), context)
        }
        nextLook = context.now
        return [.sound(.error)]
    }

    private mutating func sendRenewed(_ ask: Ask, _ context: Context) -> [Action] {
        guard case .asking(_, let attempt) = step else { return [] }
        let renewed = ask.renamed(freshID(context))
        step = .asking(renewed, attempt: attempt)
        return send(renewed, .issue)
    }
}
