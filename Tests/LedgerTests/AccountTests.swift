import BranchDomain
import Messages
import Testing

@testable import Ledger

@Suite struct AccountTests {
    @Test func accountsAreNumberedFromOne() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        let bob = try branch.customer("bob")
        let second = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 1), as: PaperBranch.admin)
        #expect([ana.account, bob.account, second.number] == [1, 2, 3])
        #expect(second.customer == 1)
        #expect(second.status == "open")
        #expect(
            branch.ask(
                .accountOpen, AccountOpen.Request(customer: 9), as: PaperBranch.admin)
                == .refused(.customerNotFound))
        #expect(
            branch.ask(
                .accountOpen, AccountOpen.Request(customer: 1, currency: "XXX"),
                as: PaperBranch.admin) == .refused(.malformed))
    }

    @Test func namesAndNumbersOfTheBanksOwnMeanTheSame() throws {
        var branch = try PaperBranch()
        for name in OwnAccount.first + ["atm:1"] {
            let byName = try branch.reply(
                AccountGet.self, AccountGet.Request(account: .name(name)), as: PaperBranch.admin)
            let byNumber = try branch.reply(
                AccountGet.self, AccountGet.Request(account: .number(byName.number)),
                as: PaperBranch.admin)
            #expect(byName == byNumber)
            #expect(byName.account == .name(name))
            #expect(byName.number >= AccountID.firstOwn)
        }
        #expect(
            branch.ask(.accountGet, AccountGet.Request(account: "safe"), as: PaperBranch.admin)
                == .refused(.accountNotFound))
    }

    @Test func aCustomerSeesOnlyOwnAccounts() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 100)
        let bob = try branch.customer("bob", opening: 100)
        let own = try branch.reply(
            AccountGet.self, AccountGet.Request(account: .number(ana.account)), as: ana.principal)
        #expect(own.balance == 100)
        for other: AccountReference in [.number(bob.account), "vault"] {
            #expect(
                branch.ask(.accountGet, AccountGet.Request(account: other), as: ana.principal)
                    == .refused(.notPermitted))
            #expect(
                branch.ask(
                    .accountHistory, AccountHistory.Request(account: other), as: ana.principal)
                    == .refused(.notPermitted))
        }
        let list = try branch.reply(AccountList.self, AccountList.Request(), as: ana.principal)
        #expect(list.accounts.map(\.number) == [ana.account])
        for request in [AccountList.Request(customer: 2), AccountList.Request(own: true)] {
            #expect(
                branch.ask(.accountList, request, as: ana.principal) == .refused(.notPermitted))
        }
    }

    @Test func accountsAreListedInPages() throws {
        var branch = try PaperBranch()
        _ = try branch.customer("ana")
        for _ in 0..<29 {
            _ = try branch.reply(
                AccountOpen.self, AccountOpen.Request(customer: "rpc"), as: PaperBranch.admin)
        }
        let rows: [(AccountList.Request, [UInt64], UInt64?)] = [
            (.init(limit: 3), [1, 2, 3], 3), (.init(after: 3, limit: 3), [4, 5, 6], 6),
            (.init(after: 28, limit: 3), [29, 30], nil), (.init(after: 99), [], nil),
            (.init(customer: 1), [1], nil),
            (.init(customer: CustomerBook.firstHouse, after: 5, limit: 2), [6, 7], 7),
            (
                .init(own: true, limit: 2),
                [AccountID.firstOwn, AccountID.firstOwn + 1], AccountID.firstOwn + 1
            ),
        ]
        for (request, numbers, next) in rows {
            let page = try branch.reply(AccountList.self, request, as: PaperBranch.admin)
            #expect(page.accounts.map(\.number) == numbers)
            #expect(page.next == next)
        }
    }

    @Test(arguments: ["debit", "credit", "both"])
    func aFrozenSideStopsThatSideUntilItIsUnfrozen(side: String) throws {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana", opening: 1_000)
        let account = AccountReference.number(ana.account)
        let frozen = try branch.reply(
            AccountFreeze.self, AccountFreeze.Request(account: account, side: side, reason: "r"),
            as: PaperBranch.admin)
        #expect(frozen.status == "frozen")
        #expect(frozen.frozen == side)
        #expect(frozen.available == (side == "credit" ? 1_000 : 0))
        let body = LedgerDeposit.Request(account: account, amount: 1)
        let refused = PaperBranch.Outcome.refused(.accountFrozen)
        #expect((branch.ask(.ledgerDeposit, body, as: teller) == refused) == (side != "debit"))
        #expect((branch.ask(.ledgerWithdraw, body, as: teller) == refused) == (side != "credit"))
        let open = try branch.reply(
            AccountUnfreeze.self,
            AccountUnfreeze.Request(account: account, side: "both", reason: "r"),
            as: PaperBranch.admin)
        #expect(open.status == "open")
        #expect(open.frozen == nil)
        _ = try branch.reply(LedgerDeposit.self, body, as: teller)
        _ = try branch.reply(LedgerWithdraw.self, body, as: teller)
    }

    @Test func anAccountWithMoneyInItIsNotClosed() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 1_000)
        let close = InternalClose(account: .number(ana.account), verifier: "admin's")
        #expect(
            branch.ask(.accountClose, close, as: PaperBranch.admin) == .refused(.accountNotEmpty))
        #expect(branch.balance(.number(ana.account)) == 1_000)
    }

    @Test func whatIsLeftGoesToTheOtherAccount() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 1_000)
        let bob = try branch.customer("bob")
        let close = InternalClose(
            account: .number(ana.account), verifier: "admin's", to: .number(bob.account))
        let closed = try branch.reply(AccountClose.self, close, as: PaperBranch.admin)
        #expect(closed.status == "closed")
        #expect(closed.balance == 0)
        #expect(branch.balance(.number(bob.account)) == 1_000)
        #expect(
            branch.ask(.accountClose, close, as: PaperBranch.admin) == .refused(.accountClosed))
    }

    @Test func closingRefusesInOrder() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana", opening: 1_000)
        let teller = try branch.staff("tess", "teller")
        let account = AccountReference.number(ana.account)
        let rows: [(Principal, InternalClose, RefusalCode)] = [
            (teller, .init(account: account, verifier: "tess's"), .notPermitted),
            (PaperBranch.admin, .init(account: "vault", verifier: "x"), .notPermitted),
            (PaperBranch.admin, .init(account: 99, verifier: "x"), .wrongCredentials),
            (PaperBranch.admin, .init(account: 99, verifier: "admin's"), .accountNotFound),
            (
                PaperBranch.admin, .init(account: account, verifier: "admin's", to: 9),
                .accountNotFound
            ),
            (
                PaperBranch.admin, .init(account: account, verifier: "admin's", to: account),
                .sameAccount
            ),
        ]
        for (index, (principal, close, code)) in rows.enumerated() {
            #expect(
                branch.ask(.accountClose, close, as: principal) == .refused(code), "row \(index)")
        }
    }

    @Test func guessingTheClosersSecretLocks() throws {
        var branch = try PaperBranch()
        let ana = try branch.customer("ana")
        let close = InternalClose(account: .number(ana.account), verifier: "guess")
        for _ in 0..<3 {
            #expect(
                branch.ask(.accountClose, close, as: PaperBranch.admin)
                    == .refused(.wrongCredentials))
        }
        #expect(branch.ask(.accountClose, close, as: PaperBranch.admin) == .refused(.locked))
    }
}
