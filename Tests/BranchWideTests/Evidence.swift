import BranchDomain
import Bus
import Dispatch
import Foundation
import Messages
import ServiceKit
import Synchronization
import Testing

/// What callers were told, for the comparison afterwards.
final class Evidence: Sendable {
    private struct State {
        var receipts: [Receipt] = []
        var issued: [Ticket] = []
        var calls: [String: [String]] = [:]
        var finished = false
    }
    private let state = Mutex(State())
    private let moneyMoved = DispatchSemaphore(value: 0)
    private let ticketIssued = DispatchSemaphore(value: 0)

    var isFinished: Bool { state.withLock { $0.finished } }
    var receipts: [Receipt] { state.withLock { $0.receipts } }
    var issued: [Ticket] { state.withLock { $0.issued } }
    var callsByTicket: [String: [String]] { state.withLock { $0.calls } }

    func add(_ receipt: Receipt) {
        state.withLock { $0.receipts.append(receipt) }
        moneyMoved.signal()
    }
    func add(_ ticket: Ticket) {
        state.withLock { $0.issued.append(ticket) }
        ticketIssued.signal()
    }
    func addCall(_ ticket: Ticket, at counter: String) {
        state.withLock { $0.calls[ticket.ticket, default: []].append(counter) }
    }
    func finish() { state.withLock { $0.finished = true } }

    /// Waits until callers of both halves were answered some more times.
    func awaitProgress(atLeast count: Int) {
        for semaphore in [moneyMoved, ticketIssued] {
            while semaphore.wait(timeout: .now()) == .success {}
            for _ in 0..<count { semaphore.wait() }
        }
    }
}

extension Evidence {
    /// Two tellers move money and serve the queue until `meanwhile` is over; then whatever was
    /// acknowledged must be there, once.
    static func check(
        of ports: Ports, gateways: Int, admin: RequestClient,
        meanwhile: (Evidence) throws -> Void
    ) async throws {
        let tellers = try ["ana", "ben"].map { name in
            (name, try admin.call(StaffAdd.self, .init(user: name, name: name, role: "teller")))
        }
        let accounts = try (0..<4).map { number in
            try admin.call(CustomerRegister.self, .init(user: "c\(number)", name: "C")).account
        }
        let evidence = Evidence()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, (name, made)) in tellers.enumerated() {
                let secret = made.secret
                let caller: @Sendable () throws -> LoadCaller = {
                    try LoadCaller(ports: ports, gateways: gateways, user: name, secret: secret)
                }
                group.addTask {
                    try await PinnedThread.run(name: "money-\(name)") {
                        try caller().moveMoney(accounts: accounts, into: evidence)
                    }
                }
                group.addTask {
                    try await PinnedThread.run(name: "queue-\(name)") {
                        try caller().serveQueue(counter: String(index + 1), into: evidence)
                    }
                }
            }
            defer { evidence.finish() }
            try meanwhile(evidence)
            evidence.finish()
            try await group.waitForAll()
        }
        try evidence.checkMoney(admin, accounts)
        try evidence.checkTickets(admin)
    }

    private func checkMoney(_ admin: RequestClient, _ accounts: [UInt64]) throws {
        var expected: [UInt64: Int64] = [:]
        var seen: Set<UInt64> = []
        for receipt in receipts {
            guard case .number(let account) = receipt.account else { continue }
            #expect(seen.insert(receipt.sequence).inserted, "a sequence was given twice")
            expected[account, default: 0] += receipt.amount
            let outcome = try admin.call(LedgerOutcome.self, .init(id: receipt.id))
            #expect(outcome.state == "applied")
            #expect(outcome.receipt?.sequence == receipt.sequence)
        }
        for account in accounts {
            let found = try admin.call(AccountGet.self, .init(account: .number(account)))
            #expect(found.balance == expected[account, default: 0])
        }
        let trial = try admin.call(LedgerTrialBalance.self, Nothing())
        #expect(trial.currencies.allSatisfy { $0.difference == 0 && $0.debits > 0 })
    }

    private func checkTickets(_ admin: RequestClient) throws {
        let handles = issued.map(\.ticket)
        #expect(Set(handles).count == handles.count)
        #expect(Set(issued.map(\.number)).count == handles.count)
        for handle in handles {
            _ = try admin.call(QueueTicket.self, .init(ticket: handle))
        }
        for (_, counters) in callsByTicket {
            #expect(Set(counters).count == 1, "one ticket was called at two counters")
        }
        #expect(callsByTicket.count > 0)
    }
}

/// One caller that goes on until the evidence is complete.
struct LoadCaller {
    private let client: RequestClient

    init(ports: Ports, gateways: Int, user: String, secret: String) throws {
        client = try RequestClient(
            endpoints: (1...gateways).map { Endpoint(address: ports.gateway($0), serverKey: nil) },
            attemptTimeout: .milliseconds(250), deadline: .seconds(60),
            identifiers: SystemRequestIDs())
        client.persists = true
        client.session = try client.call(AuthLogin.self, .init(user: user, secret: secret)).session
    }

    func moveMoney(accounts: [UInt64], into evidence: Evidence) throws {
        var turn = 0
        while !evidence.isFinished {
            turn += 1
            let account = AccountReference.number(accounts[turn % accounts.count])
            evidence.add(
                try client.call(
                    LedgerDeposit.self, .init(account: account, amount: Int64(turn % 97 + 1))))
        }
    }

    func serveQueue(counter: String, into evidence: Evidence) throws {
        _ = try client.call(CounterOpen.self, .init(counter: counter))
        while !evidence.isFinished {
            evidence.add(try client.call(QueueIssue.self, .init(service: "cash")))
            let next = try client.call(QueueNext.self, .init(counter: counter))
            if let ticket = next.ticket { evidence.addCall(ticket, at: counter) }
        }
    }
}
