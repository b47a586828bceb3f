import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct ProductTests {
    private func branch(_ terms: ProductTerms) throws -> (PaperBranch, teller: Principal) {
        var settings = BankSettings()
        settings.products = try ProductCatalogue([terms])
        var branch = try PaperBranch(settings: settings)
        branch.wait(.zero)
        _ = try branch.customer("ada")
        _ = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 1, product: terms.product),
            as: PaperBranch.admin)
        let teller = try branch.staff("tess", "teller")
        return (branch, teller)
    }

    private func deposit(
        _ amount: Int64, _ branch: inout PaperBranch, _ teller: Principal
    ) throws {
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: 2, amount: amount), as: teller)
    }

    private func saving(_ rate: String, _ dayCount: String = "ACT/365") -> ProductTerms {
        ProductTerms(
            product: "saving",
            interest: .init(rate: rate, dayCount: dayCount, rounding: "halfEven"))
    }

    private func post(_ period: String, _ branch: inout PaperBranch) throws {
        _ = try branch.reply(
            LedgerAddInterest.self, LedgerAddInterest.Request(all: true, period: period),
            as: PaperBranch.admin)
        branch.wait(.zero)
    }

    // MARK: Fees

    @Test func aFeeIsTakenBesideTheMovementOrNothingIs() throws {
        var (branch, teller) = try branch(
            ProductTerms(product: "current", fees: ["withdrawal": 50, "transfer": 25]))
        try deposit(1_000, &branch, teller)
        let receipt = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: 2, amount: 500), as: teller)
        #expect(receipt.amount == 500 && receipt.balance == 450)
        #expect(branch.balance("fees") == -50)
        let moved = try branch.reply(
            LedgerTransfer.self, LedgerTransfer.Request(from: 2, to: 1, amount: 100), as: teller)
        #expect(moved.balance == 325 && branch.balance(1) == 100)
        let all = LedgerDeposit.Request(account: 2, amount: 276)
        #expect(branch.ask(.ledgerWithdraw, all, as: teller) == .refused(.insufficientFunds))
        #expect(branch.balance(2) == 325 && branch.balance("fees") == -75)
        let totals = branch.bank.accounts.totals[0]
        #expect(totals.debits == totals.credits)
    }

    @Test func aFeeInAnotherCurrencyHasItsOwnAccount() throws {
        var settings = BankSettings()
        settings.products = try ProductCatalogue([
            ProductTerms(product: "euro", fees: ["withdrawal": 7])
        ])
        var branch = try PaperBranch(settings: settings)
        branch.wait(.zero)
        _ = try branch.customer("ada")
        let teller = try branch.staff("tess", "teller")
        _ = try branch.reply(
            AccountOpen.self,
            AccountOpen.Request(customer: 1, currency: "EUR", product: "euro"),
            as: PaperBranch.admin)
        try deposit(100, &branch, teller)
        _ = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: 2, amount: 50), as: teller)
        #expect(branch.balance("fees:EUR") == -7 && branch.balance("vault:EUR") == 50)
    }

    // MARK: Limits

    @Test func aProductBringsItsLimits() throws {
        var (branch, teller) = try branch(
            ProductTerms(product: "current", limits: AccountLimits(overdraft: 300)))
        let receipt = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: 2, amount: 300), as: teller)
        #expect(receipt.balance == -300)
        let unknown = AccountOpen.Request(customer: 1, product: "gold")
        #expect(branch.ask(.accountOpen, unknown, as: PaperBranch.admin) == .refused(.malformed))
    }

    // MARK: Accrual

    /// 100,000.00 at 3.65 % is 10.00 a day.
    @Test func interestAccruesByTheDayAtTheBalanceOfItsEnd() throws {
        var (branch, teller) = try branch(saving("3.65"))
        try deposit(10_000_000, &branch, teller)
        branch.wait(.seconds(10 * 86_400))
        _ = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: 2, amount: 5_000_000), as: teller)
        try deposit(1, &branch, teller)
        branch.wait(.seconds(4 * 86_400))
        try post("2026-11", &branch)
        // Ten days at all of it, four at half and a cent; the cent is not seen.
        let expected: Int64 = 5_000_001 + 10 * 1_000 + 4 * 500
        #expect(branch.balance(2) == expected)
        #expect(branch.balance("interest") == 12_000)
    }

    @Test func whatIsLessThanAMinorUnitIsCarriedAndNoPeriodIsPostedTwice() throws {
        var (branch, teller) = try branch(saving("1"))
        try deposit(1_000, &branch, teller)
        var posted: Int64 = 0
        for month in 1...12 {
            branch.wait(.seconds(30 * 86_400))
            try post("month \(month)", &branch)
            posted = (branch.balance(2) ?? 0) - 1_000
        }
        // 360 days of 1 % of 10.00 and a little interest on interest: 9.9 cents.
        #expect(posted == 10)
        let again = LedgerAddInterest.Request(all: true, period: "month 3")
        #expect(
            branch.ask(.ledgerAddInterest, again, as: PaperBranch.admin)
                == .refused(.periodPosted))
    }

    @Test(arguments: [("ACT/365", 31), ("ACT/360", 31), ("30/360", 30)])
    func aMonthIsAsLongAsItsDayCountSays(dayCount: String, days: Int64) throws {
        var (branch, teller) = try branch(saving("10", dayCount))
        let year: Int64 = dayCount == "ACT/365" ? 365 : 360
        // 2026-11-21 to 2026-12-22 and so on: whole months from the 21st.
        try deposit(year * 1_000, &branch, teller)
        branch.wait(.seconds(30 * 86_400))
        try post("one", &branch)
        #expect(branch.balance(2) == year * 1_000 + 30 * 100)
        branch.wait(.seconds(31 * 86_400))
        try post("two", &branch)
        let second = (branch.balance(2) ?? 0) - year * 1_000 - 30 * 100
        // December has 31 days; interest on the first month's interest is less than 26.
        #expect((days * 100..<days * 100 + 27).contains(second))
    }

    @Test func theFoldOfTheJournalAccruesTheSame() throws {
        var (branch, teller) = try branch(saving("3.65"))
        let (start, head) = (branch.bank.snapshot(), branch.journal.head)
        try deposit(10_000_000, &branch, teller)
        branch.wait(.seconds(10 * 86_400))
        try deposit(777, &branch, teller)
        try post("2026-11", &branch)
        let replayed = try branch.replayed(from: start, after: head)
        #expect(replayed.products == branch.bank.products)
        #expect(replayed.accounts == branch.bank.accounts)
        #expect(try Bank(snapshot: branch.bank.snapshot()).products == branch.bank.products)
    }

    @Test func productsThatCannotBeAreNamed() {
        for terms in [
            saving("1e1"), saving("2", "ACT/1"), ProductTerms(product: "x", fees: ["deposit": 1]),
            ProductTerms(product: "x", fees: ["transfer": -1]),
            ProductTerms(product: "x", limits: AccountLimits(overdraft: -1)),
        ] {
            #expect(throws: DomainError.self) { try ProductCatalogue([terms]) }
        }
    }
}
