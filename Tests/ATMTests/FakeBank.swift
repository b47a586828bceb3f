import BranchDomain
import Messages

@testable import ATM

/// A bank in memory that keeps the promises of the protocol page: the first verdict on an id is
/// final, a repeat gets it again.
final class FakeBank {
    struct Customer {
        var user: String
        var pin: String
        var accounts: [UInt64: Int64]
        var role = "customer"
    }

    var customers: [UInt64: Customer] = [
        4: Customer(user: "ana", pin: "4831", accounts: [17: 100_000])
    ]
    /// So many answers to a method are lost on their way back, after the work was done.
    var lostAnswers: [Method: Int] = [:]
    /// So many requests of a method never arrive.
    var lostRequests: [Method: Int] = [:]
    /// Refusals given in place of an answer, one after the other.
    var refusals: [Method: [RefusalCode]] = [:]
    /// What is said to the next try after an answer was lost.
    var refusalsAfterLoss: [Method: RefusalCode] = [:]
    /// What happens in the world while the bank is asked.
    var whenAsked: (Method) -> Void = { _ in }
    var features = ["queue", "money", "selfRegistration"]
    var clock: Int64 = Visit.start.milliseconds
    /// How many ids its visitors have made: none is ever made twice.
    var ids: UInt64 = 0
    private(set) var asked: [Ask] = []
    private(set) var moved = 0
    /// What is held, by the id of the request that asked for it.
    private(set) var held: [String: (customer: UInt64, LedgerHold.Request)] = [:]
    private(set) var isSettled: Set<String> = []
    /// What the cassettes of the machine are said to give; nil: they were never counted.
    var notes: Notes?
    private var verdicts: [RequestID: Answer] = [:]
    private var sequence: UInt64 = 4_710

    func answer(_ ask: Ask) -> Answer {
        asked.append(ask)
        whenAsked(ask.method)
        if take(&lostRequests, ask.method) { return .none }
        if let code = refusals[ask.method]?.first {
            refusals[ask.method]?.removeFirst()
            return .refused(Refusal(code, "No."))
        }
        let answer = verdicts[ask.id] ?? judge(ask)
        if !ask.method.isRead { verdicts[ask.id] = answer }
        guard take(&lostAnswers, ask.method) else { return answer }
        if let code = refusalsAfterLoss[ask.method] { refusals[ask.method] = [code] }
        return .none
    }

    func asks(of method: Method) -> [Ask] { asked.filter { $0.method == method } }

    private func take(_ counts: inout [Method: Int], _ method: Method) -> Bool {
        guard let count = counts[method], count > 0 else { return false }
        counts[method] = count - 1
        return true
    }

    private func judge(_ ask: Ask) -> Answer {
        do {
            return .ok(try reply(ask))
        } catch {
            return .refused(error)
        }
    }

    private func body<M: BusMethod>(_ method: M.Type, _ ask: Ask) throws(Refusal) -> M.Request {
        try JSON.decode(M.Request.self, from: ask.body)
    }

    private func reply(_ ask: Ask) throws(Refusal) -> [UInt8] {
        switch ask.method {
        case .systemHello:
            return JSON.encode(
                SystemHello.Reply(
                    branch: "main", currency: "USD", protocol: 1, time: clock, gateways: [],
                    features: features))
        case .authLogin: return try logIn(try body(AuthLogin.self, ask))
        case .customerRegister:
            guard ask.session == "device" else { throw Refusal(.notPermitted, "No.") }
            return try register(try body(CustomerRegister.self, ask))
        case .ledgerOutcome: return outcome(try body(LedgerOutcome.self, ask))
        case .ledgerCapture: return try capture(try body(LedgerCapture.self, ask), ask)
        case .ledgerRelease: return try release(try body(LedgerRelease.self, ask), ask)
        default: return try visitors(ask)
        }
    }

    private func logIn(_ request: AuthLogin.Request) throws(Refusal) -> [UInt8] {
        if request.user == "atm:1", request.secret == "device-secret" {
            return session("device", role: "device", customer: nil)
        }
        let found = customers.first {
            $0.value.user == request.user
                || $0.value.accounts.keys.contains { "\($0)" == request.user }
        }
        guard request.at == "device" else { throw Refusal(.notPermitted, "No.") }
        guard let (number, customer) = found, customer.pin == request.secret else {
            throw Refusal(.wrongCredentials, "No.")
        }
        return session("customer:\(number)", role: customer.role, customer: number)
    }

    private func session(_ session: String, role: String, customer: UInt64?) -> [UInt8] {
        JSON.encode(
            AuthLogin.Reply(
                session: session, role: role, name: "Ana", customer: customer,
                expires: clock + 3_600_000))
    }

    private func register(_ request: CustomerRegister.Request) throws(Refusal) -> [UInt8] {
        guard !customers.values.contains(where: { $0.user == request.user }) else {
            throw Refusal(.userTaken, "No.")
        }
        let number = UInt64(customers.count + 4)
        customers[number] = Customer(
            user: request.user, pin: "7306", accounts: [number + 13: request.opening ?? 0])
        return JSON.encode(
            CustomerRegister.Reply(customer: number, account: number + 13, secret: "7306"))
    }

    private func outcome(_ request: LedgerOutcome.Request) -> [UInt8] {
        let verdict = RequestID(text: request.id.utf8).flatMap { verdicts[$0] }
        switch verdict {
        case .ok(let body):
            let receipt = try? JSON.decode(Receipt.self, from: body)
            return JSON.encode(LedgerOutcome.Reply(state: "applied", receipt: receipt))
        case .refused(let refusal):
            return JSON.encode(
                LedgerOutcome.Reply(state: "refused", code: refusal.code.rawValue))
        default: return JSON.encode(LedgerOutcome.Reply(state: "unknown"))
        }
    }

    private func visitors(_ ask: Ask) throws(Refusal) -> [UInt8] {
        guard let number = UInt64(ask.session.dropFirst("customer:".count)),
            let customer = customers[number]
        else { throw Refusal(.sessionExpired, "No.") }
        switch ask.method {
        case .accountList:
            let accounts = customer.accounts.sorted { $0.key < $1.key }.map(account)
            return JSON.encode(AccountList.Reply(accounts: accounts))
        case .accountGet:
            let first = customer.accounts.sorted { $0.key < $1.key }[0]
            return JSON.encode(account(first.key, first.value))
        case .ledgerDeposit:
            return try move(number, try body(LedgerDeposit.self, ask), 1, "deposit", ask)
        case .ledgerWithdraw:
            return try move(number, try body(LedgerWithdraw.self, ask), -1, "withdrawal", ask)
        case .ledgerHold:
            let request = try body(LedgerHold.self, ask)
            guard (1...120_000).contains(request.until - clock) else {
                throw Refusal(.malformed, "No.")
            }
            guard !isSettled.contains(ask.id.description) else {
                throw Refusal(.holdSettled, "No.")
            }
            guard case .number(let account) = request.account,
                request.amount <= customer.accounts[account] ?? 0
            else { throw Refusal(.insufficientFunds, "No.") }
            held[ask.id.description] = (number, request)
            return JSON.encode(LedgerHold.Reply(hold: 9, available: 0, notes: notes))
        case .ledgerTransfer:
            let request = try body(LedgerTransfer.self, ask)
            return try move(
                number, .init(account: request.from, amount: request.amount), -1, "transfer", ask)
        case .accountHistory: return history(try body(AccountHistory.self, ask))
        case .customerGet:
            return JSON.encode(
                Messages.Customer(
                    customer: number, user: customer.user, name: "Ana", phone: "+34600111222",
                    smsConsent: true, accounts: Array(customer.accounts.keys)))
        case .authChangeSecret:
            let request = try body(AuthChangeSecret.self, ask)
            guard request.old == customer.pin else { throw Refusal(.wrongCredentials, "No.") }
            customers[number]?.pin = request.new
            return JSON.encode(Nothing())
        default: return JSON.encode(Nothing())
        }
    }

    private func capture(_ request: LedgerCapture.Request, _ ask: Ask) throws(Refusal) -> [UInt8] {
        guard ask.session == "device" else { throw Refusal(.sessionExpired, "No.") }
        guard case .id(let id) = request.hold else { throw Refusal(.malformed, "No.") }
        guard isSettled.insert(id).inserted else { throw Refusal(.holdSettled, "No.") }
        guard let (customer, hold) = held.removeValue(forKey: id), let amount = request.amount
        else {
            throw Refusal(.holdNotFound, "No.")
        }
        return try move(
            customer, .init(account: hold.account, amount: amount), -1, "withdrawal", ask)
    }

    private func release(_ request: LedgerRelease.Request, _ ask: Ask) throws(Refusal) -> [UInt8] {
        guard ask.session == "device" else { throw Refusal(.sessionExpired, "No.") }
        guard case .id(let id) = request.hold else { throw Refusal(.malformed, "No.") }
        guard isSettled.insert(id).inserted else { throw Refusal(.holdSettled, "No.") }
        held[id] = nil
        return JSON.encode(LedgerRelease.Reply())
    }

    private func account(_ number: UInt64, _ balance: Int64) -> Account {
        Account(
            account: .number(number), number: number, customer: 4, name: "Ana", currency: "USD",
            balance: balance, available: balance, status: "open")
    }

    private func move(
        _ customer: UInt64, _ request: LedgerDeposit.Request, _ sign: Int64, _ kind: String,
        _ ask: Ask
    ) throws(Refusal) -> [UInt8] {
        guard case .number(let account) = request.account,
            let balance = customers[customer]?.accounts[account]
        else { throw Refusal(.accountNotFound, "No.") }
        let after = balance + sign * request.amount
        guard after >= 0 else { throw Refusal(.insufficientFunds, "No.") }
        customers[customer]?.accounts[account] = after
        sequence += 1
        moved += 1
        return JSON.encode(
            Receipt(
                sequence: sequence, id: ask.id.description, at: clock, kind: kind,
                account: request.account, amount: request.amount, currency: "USD",
                balance: after, available: after, chain: "9f2c41d07be3a865",
                notes: kind == "withdrawal" ? notes : nil))
    }

    private func history(_ request: AccountHistory.Request) -> [UInt8] {
        let all = (1...20).reversed().map { UInt64($0) }
        let page = all.filter { $0 < request.before ?? .max }.prefix(request.limit ?? 20)
        let entries = page.map {
            AccountLine(
                sequence: $0, id: "", at: clock, kind: "deposit", amount: Int64($0) * 100,
                balance: 100_000, counterparty: .name("atm:1"))
        }
        return JSON.encode(
            AccountHistory.Reply(entries: entries, next: page.last == 1 ? nil : page.last))
    }
}
