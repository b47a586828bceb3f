import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// Who works at the branch under test and whose accounts there are; made through the API.
final class Clientele {
    /// What the deposits of most benchmarks are spread over.
    static let usualAccounts = 1_000
    static let mostAccounts = 10_000

    let teller: String
    let admin: String
    private let branch: BranchUnderTest
    private let customer: UInt64
    private var opened = 1
    /// Sessions of the tellers, one for each counter: nobody has two tickets at a time.
    private var tellers: [String: String] = [:]
    private let client: RequestClient

    init(at branch: BranchUnderTest) throws {
        self.branch = branch
        client = try RequestClient(
            endpoints: [Endpoint(address: branch.ports.gateway(1))], deadline: .seconds(10),
            identifiers: SystemRequestIDs())
        client.persists = true
        let secret = try branch.state.secret(at: branch.state.adminSecret)
        admin = try client.call(
            AuthLogin.self, AuthLogin.Request(user: "admin", secret: secret)
        ).session
        client.session = admin
        let staff = try client.call(
            StaffAdd.self, StaffAdd.Request(user: "bench", name: "Bench", role: "teller"))
        let registered = try client.call(
            CustomerRegister.self, CustomerRegister.Request(user: "payer", name: "Payer"))
        guard registered.account == 1 else {
            throw BenchError("The branch is not a fresh one: its first account was there.")
        }
        customer = registered.customer
        teller = try client.call(
            AuthLogin.self, AuthLogin.Request(user: staff.user, secret: staff.secret)
        ).session
        client.session = teller
    }

    /// Opens accounts up to this number.
    func open(accounts: Int) throws {
        guard opened < accounts else { return }
        let request = RequestTemplate(
            method: Method.accountOpen.rawValue, session: admin, body: "{\"customer\":\(customer)}")
        let load = Load(
            address: branch.ports.gateway(1), callers: 32, templates: { _ in [request] })
        // A caller sends one request at least.
        let count = max(32, accounts - opened)
        _ = try LoadGenerator(load).run(.replies(count))
        opened += count
    }

    /// Opens the counters, each with a teller of its own.
    func open(counters: [String], of service: String? = nil) throws {
        for counter in counters where tellers[counter] == nil {
            client.session = admin
            let user = "bench-\(counter)"
            let staff = try client.call(
                StaffAdd.self, StaffAdd.Request(user: user, name: user, role: "teller"))
            let session = try client.call(
                AuthLogin.self, AuthLogin.Request(user: staff.user, secret: staff.secret)
            ).session
            client.session = session
            _ = try client.call(
                CounterOpen.self,
                CounterOpen.Request(counter: counter, services: service.map { [$0] }))
            tellers[counter] = session
        }
        client.session = teller
    }

    /// A deposit at a gateway, on an account drawn for each.
    var deposit: RequestTemplate {
        RequestTemplate(
            method: Method.ledgerDeposit.rawValue, session: teller,
            body: "{\"account\":#,\"amount\":12550}")
    }

    /// The same as a gateway forwards it.
    var directDeposit: RequestTemplate {
        let principal = JSON.encode(Principal(user: "bench", role: "teller", generation: 1))
        return RequestTemplate(
            method: Method.ledgerDeposit.rawValue, session: teller,
            principal: String(decoding: principal, as: UTF8.self),
            body: "{\"account\":#,\"amount\":12550}")
    }

    /// A ticket from its issue to its end, at a counter.
    func visit(at counter: String, of service: String = "cash") -> [RequestTemplate] {
        let here = "{\"counter\":\"\(counter)\"}"
        let session = tellers[counter] ?? teller
        return [
            issue(of: service),
            RequestTemplate(method: Method.queueNext.rawValue, session: session, body: here),
            RequestTemplate(method: Method.queueDone.rawValue, session: session, body: here),
        ]
    }

    var issue: RequestTemplate { issue(of: "cash") }

    func issue(of service: String) -> RequestTemplate {
        RequestTemplate(
            method: Method.queueIssue.rawValue, session: teller,
            body: "{\"service\":\"\(service)\"}")
    }
}
