import Foundation
import Bus
import Messages
import ServiceKit
import Testing

/// One customer's way through the branch, on the real parts.
@Suite struct VisitTests {
    @Test func customerQueuesIsCalledAndMovesMoney() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let visitor = try branch.client()

        let ticket = try visitor.call(QueueIssue.self, .init(service: "cash"))
        #expect(ticket.number == "A001")
        #expect(ticket.position == 1)
        _ = try teller.call(CounterOpen.self, .init(counter: "2"))
        let called = try teller.call(QueueNext.self, .init(counter: "2"))
        #expect(called.ticket?.number == "A001")
        #expect(try visitor.call(QueueTicket.self, .init(ticket: ticket.ticket)).counter == "2")
        _ = try teller.call(QueueStart.self, .init(counter: "2"))

        let customer = try teller.call(
            CustomerRegister.self, .init(user: "obrien", name: "Maeve O'Brien", opening: 10_000))
        let account = AccountReference.number(customer.account)
        let deposit = try teller.call(
            LedgerDeposit.self, .init(account: account, amount: 12_550, memo: "cash"))
        #expect(deposit.balance == 22_550)
        #expect(deposit.chain.count == 16)
        let withdrawal = try teller.call(LedgerWithdraw.self, .init(account: account, amount: 550))
        #expect(withdrawal.balance == 22_000)

        let history = try teller.call(AccountHistory.self, .init(account: account))
        #expect(history.entries.map(\.amount) == [-550, 12_550, 10_000])
        let trial = try branch.admin().call(LedgerTrialBalance.self, Nothing())
        #expect(trial.currencies.allSatisfy { $0.difference == 0 })

        let done = try teller.call(QueueDone.self, .init(counter: "2"))
        #expect(done.ticket.state == "served")
        let next = try teller.call(QueueNext.self, .init(counter: "2"))
        #expect(next.ticket == nil)
    }

    @Test func everythingIsThereAfterEveryServiceWasKilled() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let made = try teller.call(
            CustomerRegister.self, .init(user: "lee", name: "Lee", opening: 700))
        let first = try teller.call(QueueIssue.self, .init(service: "loans"))

        for name in ["ledger", "scheduler", "gateway-1"] { try branch.restart(name) }

        let account = try teller.call(AccountGet.self, .init(account: .number(made.account)))
        #expect(account.balance == 700)
        #expect(try teller.call(QueueTicket.self, .init(ticket: first.ticket)).state == "waiting")
        #expect(try teller.call(QueueIssue.self, .init(service: "loans")).number == "C002")
    }

    @Test func customerMovesCashOnlyAtAnATM() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let machine = try branch.client(
            user: "atm:1", secret: branch.state.secret(at: branch.state.deviceSecret("atm:1")))
        let made = try machine.call(
            CustomerRegister.self, .init(user: "eva", name: "Eva", opening: 5_000))
        let atHome = try branch.client(user: "eva", secret: made.secret)
        #expect(
            refusal {
                try atHome.call(
                    LedgerWithdraw.self, .init(account: .number(made.account), amount: 100))
            } == .notPermitted)
        let atMachine = try branch.client()
        atMachine.session = try atMachine.call(
            AuthLogin.self, .init(user: "eva", secret: made.secret, at: machine.session)
        ).session
        let receipt = try atMachine.call(
            LedgerWithdraw.self, .init(account: .number(made.account), amount: 100))
        #expect(receipt.balance == 4_900)
    }

    @Test func threeWrongSecretsLockTheUser() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        // What is sent again is judged, and counted, again: each is given time.
        let client = try branch.client(attemptTimeout: .seconds(30))
        for _ in 0..<3 {
            #expect(
                refusal {
                    try client.call(AuthLogin.self, .init(user: "admin", secret: "wrong"))
                } == .wrongCredentials)
        }
        #expect(
            refusal {
                try client.call(
                    AuthLogin.self,
                    .init(
                        user: "admin", secret: branch.state.secret(at: branch.state.adminSecret)))
            } == .locked)
    }
}
