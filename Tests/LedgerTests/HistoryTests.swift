import BranchDomain
import Messages
import Testing

@testable import Ledger

@Suite struct HistoryTests {
    private func branch(movements: Int64) throws -> (PaperBranch, Principal, UInt64) {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana")
        let bob = try branch.customer("bob")
        for amount in 1...movements {
            for account in [ana.account, bob.account] {
                let body = LedgerDeposit.Request(
                    account: .number(account), amount: amount, memo: "nr \(amount)")
                _ = try branch.reply(LedgerDeposit.self, body, as: teller)
            }
        }
        return (branch, ana.principal, ana.account)
    }

    @Test func linesComeNewestFirstAndPageToTheBeginning() throws {
        var (branch, ana, account) = try branch(movements: 33)
        var amounts: [Int64] = []
        var before: UInt64?
        repeat {
            let page = try branch.reply(
                AccountHistory.self,
                AccountHistory.Request(account: .number(account), before: before, limit: 10),
                as: ana)
            #expect(page.entries.count <= 10)
            amounts += page.entries.map(\.amount)
            before = page.next
        } while before != nil
        #expect(amounts == (1...33).reversed().map(Int64.init))
    }

    @Test func aMemoComesBackAsItWasGiven() throws {
        var (branch, ana, account) = try branch(movements: 1)
        let memo = "O'Brien \"said\" \\ /\u{2028} ñ 🧾 क"
        _ = try branch.reply(
            LedgerTransfer.self,
            LedgerTransfer.Request(from: .number(account), to: 2, amount: 1, memo: memo), as: ana)
        let page = try branch.reply(
            AccountHistory.self, AccountHistory.Request(account: .number(account), limit: 1),
            as: ana)
        #expect(page.entries.map(\.memo) == [memo])
        #expect(page.next == page.entries.first?.sequence)
    }

    @Test func aLineIsSeenFromTheAccountsSide() throws {
        var (branch, ana, account) = try branch(movements: 1)
        let transfer = LedgerTransfer.Request(from: .number(account), to: 2, amount: 1, memo: "hi")
        _ = try branch.reply(LedgerTransfer.self, transfer, as: ana)
        let rows: [(AccountReference, Int64, Int64, AccountReference)] = [
            (.number(account), -1, 0, 2), (2, 1, 2, .number(account)),
        ]
        for (account, amount, balance, counterparty) in rows {
            let line = try #require(
                try branch.reply(
                    AccountHistory.self, AccountHistory.Request(account: account),
                    as: PaperBranch.admin
                ).entries.first)
            #expect(line.kind == "transfer")
            #expect(line.amount == amount)
            #expect(line.balance == balance)
            #expect(line.counterparty == counterparty)
            #expect(line.memo == "hi")
        }
        let vault = try branch.reply(
            AccountHistory.self, AccountHistory.Request(account: "vault"), as: PaperBranch.admin)
        #expect(vault.entries.map(\.amount) == [1, 1], "cash that came in")
    }

    @Test func aPlaceThatIsNoEntryOfTheAccountIsMalformed() throws {
        var (branch, ana, account) = try branch(movements: 2)
        for before: UInt64 in [1, 9_999, branch.journal.head] {
            let request = AccountHistory.Request(account: .number(account), before: before)
            #expect(branch.ask(.accountHistory, request, as: ana) == .refused(.malformed))
        }
        for limit in [0, -1, 101] {
            let request = AccountHistory.Request(account: .number(account), limit: limit)
            #expect(branch.ask(.accountHistory, request, as: ana) == .refused(.malformed))
        }
    }

    @Test func aReplyStaysBelowOneFrame() throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana")
        let memo = String(repeating: "\"", count: 200)
        for _ in 0..<120 {
            let body = LedgerDeposit.Request(
                account: .number(ana.account), amount: 1, memo: memo)
            _ = try branch.reply(LedgerDeposit.self, body, as: teller)
        }
        let history = AccountHistory.Request(account: .number(ana.account), limit: 100)
        let entries = LedgerEntries.Request(limit: 100)
        for outcome in [
            branch.ask(.accountHistory, history, as: ana.principal),
            branch.ask(.ledgerEntries, entries, as: PaperBranch.admin),
        ] {
            guard case .ok(let bytes) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(bytes.count < 64 * 1024)
            #expect(bytes.count > 32 * 1024)
        }
    }

    @Test func entriesComeInOrderWithoutWhatIsNone() throws {
        var (branch, _, _) = try branch(movements: 30)
        _ = branch.ask(
            .ledgerDeposit, LedgerDeposit.Request(account: 99, amount: 1), as: PaperBranch.admin)
        var sequences: [UInt64] = []
        var after: UInt64?
        repeat {
            let page = try branch.reply(
                LedgerEntries.self, LedgerEntries.Request(after: after, limit: 7),
                as: PaperBranch.notifier)
            sequences += page.entries.map(\.sequence)
            after = page.next
        } while after != nil
        #expect(sequences.count == 60)
        #expect(sequences == sequences.sorted())
        let first = try #require(
            try branch.reply(
                LedgerEntries.self, LedgerEntries.Request(limit: 1), as: PaperBranch.admin
            ).entries.first)
        #expect(first.debit == "vault")
        #expect(first.credit == 1)
        #expect(first.balances == [1, 1])
        #expect(first.by == "tess")
        #expect(first.memo == "nr 1")
    }

    @Test func oneCallLooksAtABoundedNumberOfRecords() throws {
        var branch = try PaperBranch()
        for index in 0..<(Bank.mostScanned + 10) { _ = try branch.customer("u\(index)x") }
        let page = try branch.reply(
            LedgerEntries.self, LedgerEntries.Request(), as: PaperBranch.admin)
        #expect(page.entries.isEmpty)
        #expect(page.next == UInt64(Bank.mostScanned))
        let rest = try branch.reply(
            LedgerEntries.self, LedgerEntries.Request(after: page.next), as: PaperBranch.admin)
        #expect(rest.next == nil)
    }

    @Test func theOutcomeIsForWhoAskedAndForSupervisors() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 100)
        let bob = try branch.customer("bob")
        let supervisor = try branch.staff("sue", "supervisor")
        let (good, bad) = (branch.id(), branch.id())
        let transfer = LedgerTransfer.Request(from: 1, to: 2, amount: 60)
        let receipt = try branch.reply(
            LedgerTransfer.self, transfer, as: ana.principal, id: good)
        #expect(
            branch.ask(.ledgerTransfer, transfer, as: ana.principal, id: bad)
                == .refused(.insufficientFunds))
        for principal in [ana.principal, supervisor] {
            let applied = try branch.reply(
                LedgerOutcome.self, LedgerOutcome.Request(id: good.description), as: principal)
            #expect(applied == .init(state: "applied", receipt: receipt))
            let refused = try branch.reply(
                LedgerOutcome.self, LedgerOutcome.Request(id: bad.description), as: principal)
            #expect(refused == .init(state: "refused", code: "insufficient_funds"))
        }
        for id in [good, bad] {
            #expect(
                branch.ask(
                    .ledgerOutcome, LedgerOutcome.Request(id: id.description), as: bob.principal)
                    == .refused(.notPermitted))
        }
        let unknown = try branch.reply(
            LedgerOutcome.self, LedgerOutcome.Request(id: branch.id().description),
            as: bob.principal)
        #expect(unknown == .init(state: "unknown"))
        #expect(
            branch.ask(.ledgerOutcome, LedgerOutcome.Request(id: "17"), as: bob.principal)
                == .refused(.malformed))
    }

    @Test func theTrialBalanceSumsEachCurrency() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana", opening: 5_000)
        let euros = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 1, currency: "EUR"),
            as: PaperBranch.admin)
        _ = try branch.reply(
            LedgerDeposit.self,
            LedgerDeposit.Request(account: .number(euros.number), amount: 70),
            as: PaperBranch.admin)
        let balance = try branch.reply(
            LedgerTrialBalance.self, Nothing(), as: PaperBranch.admin)
        #expect(
            balance.currencies == [
                .init(currency: "USD", debits: 5_000, credits: 5_000, difference: 0),
                .init(currency: "EUR", debits: 70, credits: 70, difference: 0),
            ])
        #expect(branch.bank.accounts.addedUp() == branch.bank.accounts.totals)
    }
}
