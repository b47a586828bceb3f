import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct StatementTests {
    private func statement(
        _ branch: inout PaperBranch, _ format: String, from: Int64, to: Int64,
        after: String? = nil, as principal: Principal = PaperBranch.admin
    ) throws -> AccountStatement.Reply {
        try branch.reply(
            AccountStatement.self,
            AccountStatement.Request(
                account: 1, from: from, to: to, format: format, after: after),
            as: principal)
    }

    @Test(arguments: ["json", "csv", "ofx", "camt053"])
    func aPeriodIsCutOutOfTheHistoryWithItsBalances(format: String) throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        _ = try branch.customer("ada")
        let day: Int64 = 86_400_000
        let start = branch.now.milliseconds
        for (amount, memo) in [(1_000, "first"), (200, "second"), (30, "third")] {
            _ = try branch.reply(
                LedgerDeposit.self,
                LedgerDeposit.Request(account: 1, amount: Int64(amount), memo: memo), as: teller)
            branch.wait(.seconds(86_400))
        }
        let second = try statement(
            &branch, format, from: start + day / 2, to: start + day * 3 / 2)
        #expect(second.next == nil)
        let text = second.text
        #expect(text.contains("second") && !text.contains("first") && !text.contains("third"))
        #expect(text.contains(format == "json" ? "200" : "2.00"))
        #expect(text.contains(format == "json" ? "1200" : "12.00"), "the balance behind it")
        let future = branch.ask(
            .accountStatement,
            AccountStatement.Request(account: 1, from: start + 90 * day, to: 1, format: format),
            as: PaperBranch.admin)
        #expect(future == .refused(.malformed))
    }

    @Test func pagesTogetherAreTheWholePeriod() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        _ = try branch.customer("ada")
        for index in 1...300 {
            _ = try branch.reply(
                LedgerDeposit.self,
                LedgerDeposit.Request(account: 1, amount: Int64(index), memo: "number \(index)"),
                as: teller)
        }
        branch.wait(.seconds(1))
        var lines: [String] = []
        var cursor: String?
        var pages = 0
        repeat {
            let page = try statement(
                &branch, "csv", from: 0, to: branch.now.milliseconds, after: cursor)
            lines += page.text.split(separator: "\r\n").dropFirst().map(String.init)
            cursor = page.next
            pages += 1
        } while cursor != nil && pages < 100
        #expect(pages > 1 && lines.count == 300)
        #expect(lines.enumerated().allSatisfy { $1.contains("number \($0 + 1)") })
    }

    @Test func aCustomerGetsTheOwnStatementOnly() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ada", opening: 100)
        let eve = try branch.customer("eve").principal
        let request = AccountStatement.Request(
            account: 1, from: 0, to: branch.now.milliseconds + 1, format: "json")
        #expect(branch.ask(.accountStatement, request, as: eve) == .refused(.notPermitted))
        let odd = AccountStatement.Request(account: 1, from: 0, to: 1, format: "pdf")
        #expect(branch.ask(.accountStatement, odd, as: PaperBranch.admin) == .refused(.malformed))
    }
}
