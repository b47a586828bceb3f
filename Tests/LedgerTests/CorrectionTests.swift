import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct CorrectionTests {
    private func code(_ outcome: PaperBranch.Outcome) -> RefusalCode? {
        if case .refused(let code) = outcome { code } else { nil }
    }

    // MARK: Reversals

    @Test func anEntryIsMovedBackOnceWithItsReason() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let account = AccountReference.number(try branch.customer("ada").account)
        let deposit = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 5_000), as: teller)
        let request = LedgerReverse.Request(sequence: deposit.sequence, reason: "paid twice")
        #expect(code(branch.ask(.ledgerReverse, request, as: teller)) == .notPermitted)
        let receipt = try branch.reply(LedgerReverse.self, request, as: PaperBranch.admin)
        #expect(receipt.kind == "reversal" && receipt.account == account && receipt.balance == 0)
        #expect(branch.balance("vault") == 0)
        #expect(
            code(branch.ask(.ledgerReverse, request, as: PaperBranch.admin))
                == .alreadyReversed)
        let again = LedgerReverse.Request(sequence: receipt.sequence, reason: "back again")
        #expect(code(branch.ask(.ledgerReverse, again, as: PaperBranch.admin)) == .notReversible)
        let nothing = LedgerReverse.Request(sequence: 1, reason: "what")
        #expect(
            code(branch.ask(.ledgerReverse, nothing, as: PaperBranch.admin))
                == .entryNotFound)
    }

    @Test func aReversalTakesNoMoreThanIsLeft() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let account = AccountReference.number(try branch.customer("ada").account)
        let deposit = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 5_000), as: teller)
        _ = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: account, amount: 1), as: teller)
        let request = LedgerReverse.Request(sequence: deposit.sequence, reason: "paid twice")
        #expect(
            code(branch.ask(.ledgerReverse, request, as: PaperBranch.admin))
                == .insufficientFunds)
        #expect(branch.balance(account) == 4_999)
    }

    // MARK: Interest

    @Test func interestOfOneAccountIsRoundedOnceHalfEven() throws {
        var branch = try PaperBranch()
        let account = AccountReference.number(
            try branch.customer("ada", opening: 10_010).account)
        let receipt = try branch.reply(
            LedgerAddInterest.self, LedgerAddInterest.Request(account: account, rate: "5"),
            as: PaperBranch.admin)
        guard case .receipt(let receipt) = receipt else { throw PaperError() }
        #expect(receipt.kind == "interest" && receipt.amount == 500)
        #expect(branch.balance(account) == 10_510)
        #expect(branch.balance("interest") == 500)
        for rate in ["NaN", "inf", "-1", "101", "1e1", ""] {
            let request = LedgerAddInterest.Request(account: account, rate: rate)
            #expect(
                code(branch.ask(.ledgerAddInterest, request, as: PaperBranch.admin))
                    == .malformed)
        }
    }

    @Test func interestForAllGoesInSlicesAndNoPeriodTwice() throws {
        var branch = try PaperBranch()
        branch.wait(.zero)
        let (start, head) = (branch.bank.snapshot(), branch.journal.head)
        let count = 600
        for index in 0..<count {
            _ = try branch.customer("user\(index)x", opening: index == 0 ? nil : Int64(100 * index))
        }
        let request = LedgerAddInterest.Request(all: true, rate: "1", period: "2026-11")
        let reply = try branch.reply(
            LedgerAddInterest.self, request, as: PaperBranch.admin)
        guard case .job = reply else { throw PaperError() }
        let slices = branch.wait(.zero)
        #expect(slices == 3)
        #expect(branch.bank.corrections.run == nil)
        for index in 0..<count {
            #expect(branch.balance(.number(UInt64(index) + 1)) == Int64(101 * index))
        }
        let outcome = branch.ask(.ledgerAddInterest, request, as: PaperBranch.admin)
        #expect(code(outcome) == .periodPosted)
        let replayed = try branch.replayed(from: start, after: head)
        #expect(replayed.accounts == branch.bank.accounts)
        #expect(replayed.corrections == branch.bank.corrections)
    }

    // MARK: A second person

    @Test func whatIsLargeWaitsForASecondPerson() throws {
        var settings = BankSettings()
        settings.approvals = [.ledgerWithdraw: 10_000]
        var branch = try PaperBranch(settings: settings)
        let teller = try branch.staff("tess", "teller")
        let sam = try branch.staff("sam", "supervisor")
        let account = AccountReference.number(
            try branch.customer("ada", opening: 100_000).account)
        let small = LedgerDeposit.Request(account: account, amount: 9_999)
        _ = try branch.reply(LedgerWithdraw.self, small, as: teller)
        let large = LedgerDeposit.Request(account: account, amount: 10_000)
        #expect(code(branch.ask(.ledgerWithdraw, large, as: teller)) == .approvalRequired)
        #expect(branch.balance(account) == 90_001, "nothing moved")

        let waiting = try branch.reply(ApprovalList.self, ApprovalList.Request(), as: sam)
        let approval = try #require(waiting.approvals.first)
        #expect(approval.by == "tess" && approval.amount == 10_000)
        let yes = ApprovalDecide.Request(approval: approval.approval, approve: true)
        let reply = try branch.reply(ApprovalDecide.self, yes, as: sam)
        guard case .receipt(let receipt) = reply else { throw PaperError() }
        #expect(receipt.balance == 80_001)
        #expect(code(branch.ask(.approvalDecide, yes, as: sam)) == .approvalNotFound)
    }

    @Test func whoAskedDoesNotDecideAndANoMovesNothing() throws {
        var settings = BankSettings()
        settings.approvals = [.ledgerReverse: 0]
        var branch = try PaperBranch(settings: settings)
        let teller = try branch.staff("tess", "teller")
        let sam = try branch.staff("sam", "supervisor")
        let account = AccountReference.number(try branch.customer("ada").account)
        let deposit = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 5_000), as: teller)
        let request = LedgerReverse.Request(sequence: deposit.sequence, reason: "paid twice")
        #expect(code(branch.ask(.ledgerReverse, request, as: sam)) == .approvalRequired)
        let number = try #require(branch.bank.approvals.waiting.keys.first)
        let own = ApprovalDecide.Request(approval: number, approve: true)
        #expect(code(branch.ask(.approvalDecide, own, as: sam)) == .approvalOwn)
        let no = ApprovalDecide.Request(approval: number, approve: false, reason: "no")
        let reply = try branch.reply(ApprovalDecide.self, no, as: PaperBranch.admin)
        #expect(reply == .rejected && branch.balance(account) == 5_000)
    }
}
