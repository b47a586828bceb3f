import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// A changed configuration, read again by services that run.
@Suite struct ReloadTests {
    @Test(.timeLimit(.minutes(3)))
    func aChangedConfigurationCountsWithoutARestartAndABrokenOneChangesNothing() async throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let account = try teller.call(CustomerRegister.self, .init(user: "eva", name: "Eva"))
        _ = try teller.call(
            LedgerDeposit.self, .init(account: .number(account.account), amount: 10_000))
        let withdraw = {
            refusal {
                try teller.call(
                    LedgerWithdraw.self, .init(account: .number(account.account), amount: 200))
            }
        }
        #expect(withdraw() == nil)

        try change(branch) {
            $0["limits"] = ["teller": ["perTransaction": 100]]
            $0["queue"] = ["minimumRecalls": 2]
            $0["selfRegistration"] = false
            $0["timeZone"] = "Asia/Tokyo"
        }
        hangUp(branch)
        try await becomes("the teller's limit to count") { withdraw() == .limitExceeded }
        let visitor = try branch.client()
        try await becomes("nobody to register alone") {
            let hello = try visitor.call(SystemHello.self, Nothing())
            return hello.features == ["queue", "money"]
        }
        try await becomes("the scheduler to read it", { branch.child("scheduler").log() }) {
            branch.child("scheduler").log().contains("configuration read again")
        }
        #expect(try noShowAtOnce(branch, visitor, teller) == .ticketState)
        let log = branch.child("ledger").log()
        #expect(log.contains("do not count before a restart"))
        #expect(log.contains("keys=timeZone"))

        try Data("{\n  \"branch\": \"main\",\n  \"lim".utf8).write(
            to: URL(fileURLWithPath: branch.state.configuration))
        hangUp(branch)
        for name in services {
            try await becomes("\(name) to refuse it", { branch.child(name).log() }) {
                branch.child(name).log().contains("branchline.json:3:")
            }
            #expect(branch.child(name).isRunning)
        }
        #expect(withdraw() == .limitExceeded)
    }

    private let services = ["ledger", "scheduler", "gateway-1"]

    private func hangUp(_ branch: RunningBranch) {
        for name in services { branch.child(name).send(SIGHUP) }
    }

    private func change(
        _ branch: RunningBranch, _ edit: (inout [String: Any]) -> Void
    ) throws {
        let file = URL(fileURLWithPath: branch.state.configuration)
        var object = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        edit(&object)
        try JSONSerialization.data(withJSONObject: object).write(to: file, options: .atomic)
    }

    /// Calls a ticket and gives up on it before anyone called it again.
    private func noShowAtOnce(
        _ branch: RunningBranch, _ visitor: RequestClient, _ teller: RequestClient
    ) throws -> RefusalCode? {
        _ = try visitor.call(QueueIssue.self, .init(service: "cash"))
        _ = try teller.call(CounterOpen.self, .init(counter: "1", services: ["cash"]))
        _ = try teller.call(QueueNext.self, .init(counter: "1"))
        return refusal { try teller.call(QueueNoShow.self, .init(counter: "1")) }
    }
}
