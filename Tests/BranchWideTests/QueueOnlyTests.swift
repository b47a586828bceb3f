import Bus
import Messages
import ServiceKit
import Testing

/// A clinic or a shop: the queue, and no word of money.
@Suite struct QueueOnlyTests {
    @Test func moneyIsNotOfferedAndNotMentioned() throws {
        let branch = try RunningBranch(queueOnly: true)
        defer { branch.close() }
        let visitor = try branch.client()
        let hello = try visitor.call(SystemHello.self, Nothing())
        #expect(hello.features == ["queue"])
        let admin = try branch.admin()
        #expect(
            refusal {
                try admin.call(LedgerDeposit.self, .init(account: 1, amount: 1))
            } == .notOffered)
        #expect(
            refusal {
                try visitor.call(CustomerRegister.self, .init(user: "eva", name: "Eva"))
            } == .notOffered)
        #expect(try visitor.call(QueueIssue.self, .init(service: "enquiries")).number == "D001")
        let help = try branch.tool(["status"])
        #expect(help.status == 0)
        for word in ["ledger", "account", "money", "USD"] {
            #expect(!help.output.lowercased().contains(word.lowercased()))
        }
    }
}
