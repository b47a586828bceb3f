import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct LimitTests {
    private func branch(
        _ limits: AccountLimits
    ) throws -> (PaperBranch, teller: Principal, account: AccountReference) {
        var branch = try PaperBranch()
        branch.wait(.zero)
        let teller = try branch.staff("tess", "teller")
        let account = AccountReference.number(
            try branch.customer("ada", opening: 100_000).account)
        _ = try branch.reply(
            AccountSetLimits.self, AccountSetLimits.Request(account: account, limits: limits),
            as: PaperBranch.admin)
        return (branch, teller, account)
    }

    private func withdraw(
        _ amount: Int64, _ branch: inout PaperBranch, _ account: AccountReference,
        _ teller: Principal
    ) -> RefusalCode? {
        let outcome = branch.ask(
            .ledgerWithdraw, LedgerDeposit.Request(account: account, amount: amount), as: teller)
        if case .refused(let code) = outcome { return code }
        return nil
    }

    @Test func whatARoleMayTakeOutIsLimitedAPersonAndADay() throws {
        var settings = BankSettings()
        settings.limits = [
            .teller: RoleLimits(perTransaction: 500, dailyAmount: 800, dailyCount: 3)
        ]
        var branch = try PaperBranch(settings: settings)
        branch.wait(.zero)
        let (tess, tom) = (try branch.staff("tess", "teller"), try branch.staff("tom", "teller"))
        let sue = try branch.staff("sue", "supervisor")
        let account = AccountReference.number(try branch.customer("ada", opening: 9_000).account)
        #expect(withdraw(501, &branch, account, tess) == .limitExceeded)
        #expect(withdraw(501, &branch, account, sue) == nil, "hers is another role")
        #expect(withdraw(500, &branch, account, tess) == nil)
        #expect(withdraw(301, &branch, account, tess) == .dailyLimitExceeded)
        #expect(withdraw(301, &branch, account, tom) == nil, "each person by themselves")
        for _ in 0..<2 { #expect(withdraw(1, &branch, account, tom) == nil) }
        #expect(withdraw(1, &branch, account, tom) == .dailyLimitExceeded, "three a day")
        let start = try Bank(snapshot: branch.bank.snapshot())
        #expect(start.staffUse == branch.bank.staffUse)
        branch.wait(.seconds(86_400))
        #expect(withdraw(301, &branch, account, tess) == nil)
    }

    @Test func anOverdraftIsUsedToItsLimitAndNotBeyond() throws {
        var (branch, teller, account) = try branch(AccountLimits(overdraft: 50_000))
        #expect(withdraw(150_001, &branch, account, teller) == .insufficientFunds)
        #expect(withdraw(150_000, &branch, account, teller) == nil)
        #expect(branch.balance(account) == -50_000)
        #expect(withdraw(1, &branch, account, teller) == .insufficientFunds)
        let totals = branch.bank.accounts.totals[0]
        #expect(totals.debits == totals.credits)
        #expect(branch.bank.accounts.addedUp() == branch.bank.accounts.totals)
    }

    @Test func aMinimumStaysInTheAccount() throws {
        var (branch, teller, account) = try branch(AccountLimits(minimum: 10_000))
        #expect(withdraw(90_001, &branch, account, teller) == .insufficientFunds)
        #expect(withdraw(90_000, &branch, account, teller) == nil)
    }

    @Test func whatMayGoAtOnceAndInADayIsCounted() throws {
        var (branch, teller, account) = try branch(
            AccountLimits(perTransaction: 20_000, dailyAmount: 30_000, dailyCount: 3))
        #expect(withdraw(20_001, &branch, account, teller) == .limitExceeded)
        #expect(withdraw(20_000, &branch, account, teller) == nil)
        #expect(withdraw(10_001, &branch, account, teller) == .dailyLimitExceeded)
        #expect(withdraw(1_000, &branch, account, teller) == nil)
        #expect(withdraw(1_000, &branch, account, teller) == nil)
        #expect(withdraw(1_000, &branch, account, teller) == .dailyLimitExceeded)
        branch.wait(.seconds(86_400))
        #expect(withdraw(20_000, &branch, account, teller) == nil, "another day")
    }

    @Test func limitsSurviveASnapshot() throws {
        let (branch, _, account) = try branch(AccountLimits(overdraft: 7, dailyCount: 1))
        let again = try Bank(snapshot: branch.bank.snapshot())
        #expect(again.terms == branch.bank.terms)
        #expect(again.accounts == branch.bank.accounts)
        #expect(again.accounts.find(account).flatMap(again.accounts.state(of:))?.floor == -7)
    }

    @Test func limitsBelowZeroAreMalformed() throws {
        var (branch, _, account) = try branch(AccountLimits())
        let outcome = branch.ask(
            .accountSetLimits,
            AccountSetLimits.Request(account: account, limits: AccountLimits(overdraft: -1)),
            as: PaperBranch.admin)
        #expect(outcome == .refused(.malformed))
    }

    @Test func aDaysUseStaysAtTheLargestNumberThereIs() throws {
        var use = TermsBook.Use()
        for _ in 0..<1_100 { use.add(try Amount(Amount.largest)) }
        #expect(use.amount == .max && use.count == 1_100)
    }
}
