import BranchDomain
import Bus
import Messages
import ServiceKit
import Synchronization
import Testing

/// Many at once on one account, through a gateway, on the real parts.
@Suite struct RaceTests {
    private static let callers = 64
    private static let funds: Int64 = 100_000

    @Test func sixtyFourCallersNeverOverdrawAndARepeatMovesNothing() async throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let customer = try teller.call(CustomerRegister.self, .init(user: "lee", name: "Lee"))
        let account = AccountReference.number(customer.account)
        _ = try teller.call(LedgerDeposit.self, .init(account: account, amount: RaceTests.funds))
        let session = teller.session

        let gateway = Endpoint(address: branch.ports.gateway(1))
        let taken = Taken()
        await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<RaceTests.callers {
                group.addTask {
                    try await PinnedThread.run(name: "race-\(caller)") {
                        try RaceTests.take(
                            Int64(caller % 13) * 10 + 7, from: account, at: gateway, session, taken)
                    }
                }
            }
            while let result = await group.nextResult() {
                if case .failure(let error) = result { Issue.record(error) }
            }
        }
        let rest = try teller.call(AccountGet.self, .init(account: account)).balance
        let sum = taken.sum
        #expect(rest >= 0 && rest < 130)
        #expect(sum + rest == RaceTests.funds)
        let trial = try branch.admin().call(LedgerTrialBalance.self, Nothing())
        #expect(trial.currencies.allSatisfy { $0.difference == 0 })
    }

    /// Withdraws until there is no more, everything twice.
    private static func take(
        _ amount: Int64, from account: AccountReference, at gateway: Endpoint, _ session: String,
        _ taken: Taken
    ) throws {
        let client = try RequestClient(
            endpoints: [gateway], deadline: .seconds(60), identifiers: SystemRequestIDs())
        client.persists = true
        client.session = session
        let body = LedgerDeposit.Request(account: account, amount: amount)
        while true {
            let id = client.nextID()
            guard let receipt = try withdraw(body, id, client) else { return }
            let again = try withdraw(body, id, client)
            #expect(receipt.balance >= 0)
            #expect(again?.sequence == receipt.sequence)
            #expect(taken.note(receipt), "two requests have one receipt")
        }
    }

    /// - Returns: Nil where there is no more.
    private static func withdraw(
        _ body: LedgerDeposit.Request, _ id: RequestID, _ client: RequestClient
    ) throws -> Receipt? {
        do {
            return try client.call(LedgerWithdraw.self, body, id: id)
        } catch {
            guard case .refused(let refusal) = error, refusal.code == .insufficientFunds else {
                throw error
            }
            return nil
        }
    }

    /// What was withdrawn, by the sequence of its receipt.
    private final class Taken: Sendable {
        private let amounts = Mutex<[UInt64: Int64]>([:])

        var sum: Int64 { amounts.withLock { $0.values.reduce(0, +) } }

        /// - Returns: Whether the receipt is a new one.
        func note(_ receipt: Receipt) -> Bool {
            amounts.withLock { $0.updateValue(receipt.amount, forKey: receipt.sequence) == nil }
        }
    }
}
