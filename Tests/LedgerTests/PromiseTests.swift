import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

/// What a hold promised is kept, once, whatever happens to its account meanwhile.
@Suite struct PromiseTests {
    private func code(_ outcome: PaperBranch.Outcome) -> RefusalCode? {
        if case .refused(let code) = outcome { code } else { nil }
    }

    /// Ada at `atm:1` with 1,000.00 in account 1, a teller and a supervisor.
    private func branch(
        _ settings: BankSettings = BankSettings()
    ) throws -> (PaperBranch, ada: Principal, tess: Principal, sam: Principal) {
        var branch = try PaperBranch(settings: settings)
        branch.wait(.zero)
        let tess = try branch.staff("tess", "teller")
        let sam = try branch.staff("sam", "supervisor")
        let ada = try branch.customer("ada", opening: 100_000, at: "atm:1").principal
        return (branch, ada, tess, sam)
    }

    private func request(
        _ branch: PaperBranch, _ amount: Int64, account: AccountReference = 1
    ) -> LedgerHold.Request {
        LedgerHold.Request(
            account: account, amount: amount, until: branch.now.milliseconds + 60_000)
    }

    private func hold(
        _ branch: inout PaperBranch, _ amount: Int64, as principal: Principal
    ) throws -> HoldReference {
        .number(
            try branch.reply(LedgerHold.self, request(branch, amount), as: principal).hold)
    }

    private func setLimits(
        _ branch: inout PaperBranch, _ limits: AccountLimits
    ) -> PaperBranch.Outcome {
        branch.ask(
            .accountSetLimits, AccountSetLimits.Request(account: 1, limits: limits),
            as: PaperBranch.admin)
    }

    // MARK: Before the deadline

    /// Its notes are of one currency, and at the deadline nothing could move to suspense.
    @Test func aMachineHoldsNothingOfAnotherCurrency() throws {
        var (branch, ada, tess, _) = try branch()
        let euros = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 1, currency: "EUR"), as: tess)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: euros.account, amount: 5_000),
            as: tess)
        let refused = request(branch, 2_000, account: euros.account)
        #expect(code(branch.ask(.ledgerHold, refused, as: ada)) == .currencyMismatch)
        // One that stands in an older journal is let go of.
        var bank = branch.bank
        let placed = HoldPlaced(
            by: "ada", id: "old", account: euros.number, amount: 2_000,
            until: branch.now.milliseconds, atm: bank.cash(ofATM: "atm:1")?.number)
        bank.apply(placed.record, sequence: bank.head + 1, at: branch.now)
        let due = bank.tick(now: branch.now, next: bank.head + 1)
        #expect(due.map(\.kind) == [EventKind.holdSettled.rawValue])
    }

    @Test func aTellersHoldOfAnotherCurrencyIsPaidOutOfItsVault() throws {
        var (branch, _, tess, _) = try branch()
        let euros = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 1, currency: "EUR"), as: tess)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: euros.account, amount: 5_000),
            as: tess)
        let held = try branch.reply(
            LedgerHold.self, request(branch, 2_000, account: euros.account), as: tess)
        let receipt = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: .number(held.hold)), as: tess)
        #expect(receipt.balance == 3_000 && branch.balance("vault:EUR") == 3_000)
    }

    @Test func aMinimumDoesNotRiseIntoWhatIsHeld() throws {
        var (branch, ada, _, _) = try branch()
        let held = try hold(&branch, 60_000, as: ada)
        let tooHigh = setLimits(&branch, AccountLimits(minimum: 40_001))
        #expect(code(tooHigh) == .insufficientFunds)
        #expect(code(setLimits(&branch, AccountLimits(minimum: 40_000))) == nil)
        let receipt = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: held), as: ada)
        #expect(receipt.balance == 40_000)
        #expect(code(setLimits(&branch, AccountLimits(minimum: 90_000))) == nil, "nothing is held")
    }

    @Test func anAccountIsNotClosedOverAHold() throws {
        var (branch, ada, tess, _) = try branch()
        _ = setLimits(&branch, AccountLimits(overdraft: 50_000))
        _ = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: 1, amount: 100_000), as: tess)
        let held = try hold(&branch, 10_000, as: ada)
        let close = InternalClose(account: 1, verifier: "admin's")
        #expect(code(branch.ask(.accountClose, close, as: PaperBranch.admin)) == .accountNotEmpty)
        branch.wait(.seconds(61))
        #expect(branch.bank.holds.suspended == 10_000)
        let released = LedgerRelease.Request(hold: held)
        _ = try branch.reply(LedgerRelease.self, released, as: tess)
        #expect(code(branch.ask(.accountClose, close, as: PaperBranch.admin)) == nil)
    }

    @Test func whatIsHeldCountsAgainstTheDaysLimits() throws {
        var (branch, ada, tess, _) = try branch()
        _ = setLimits(&branch, AccountLimits(dailyAmount: 50_000, dailyCount: 2))
        let first = try hold(&branch, 30_000, as: ada)
        #expect(
            code(branch.ask(.ledgerHold, request(branch, 20_001), as: ada))
                == .dailyLimitExceeded)
        _ = try branch.reply(LedgerCapture.self, LedgerCapture.Request(hold: first), as: ada)
        _ = try hold(&branch, 10_000, as: ada)
        let third = LedgerDeposit.Request(account: 1, amount: 1)
        #expect(code(branch.ask(.ledgerWithdraw, third, as: tess)) == .dailyLimitExceeded)
    }

    @Test func theStaffsOwnLimitsHoldForWhatTheyCapture() throws {
        var settings = BankSettings()
        settings.limits = [.teller: RoleLimits(dailyAmount: 50_000)]
        var (branch, _, tess, sam) = try branch(settings)
        let first = try hold(&branch, 30_000, as: tess)
        let second = LedgerCapture.Request(hold: try hold(&branch, 30_000, as: tess))
        _ = try branch.reply(LedgerCapture.self, LedgerCapture.Request(hold: first), as: tess)
        #expect(code(branch.ask(.ledgerCapture, second, as: tess)) == .dailyLimitExceeded)
        _ = try branch.reply(LedgerCapture.self, second, as: sam)
    }

    @Test func nothingIsCapturedBackToItsOwner() throws {
        var (branch, ada, tess, _) = try branch()
        for isLate in [false, true] {
            let held = try hold(&branch, 6_000, as: ada)
            if isLate { branch.wait(.seconds(61)) }
            let back = LedgerCapture.Request(hold: held, amount: 4_000, to: 1)
            #expect(code(branch.ask(.ledgerCapture, back, as: tess)) == .sameAccount)
        }
    }

    // MARK: By the request's id

    @Test func aReversalAheadBlocksHoweverItsIDIsSpelled() throws {
        var (branch, ada, _, _) = try branch()
        let id = branch.id()
        let ahead = LedgerRelease.Request(hold: .id(id.description.uppercased()))
        _ = try branch.reply(LedgerRelease.self, ahead, as: ada)
        #expect(
            code(branch.ask(.ledgerHold, request(branch, 6_000), as: ada, id: id))
                == .holdSettled)
    }

    /// Ids are remembered for a day, holds last for a month.
    @Test func aHoldIsReleasedByItsIDWhenNobodyRemembersTheRequest() throws {
        var (branch, ada, tess, _) = try branch()
        let id = branch.id()
        _ = branch.ask(.ledgerHold, request(branch, 6_000), as: ada, id: id)
        branch.forgetVerdicts()
        let released = try branch.reply(
            LedgerRelease.self, LedgerRelease.Request(hold: .id(id.description)), as: tess)
        #expect(released.available == 100_000 && branch.bank.holds.open.isEmpty)
    }

    // MARK: In suspense

    /// Else it would be given back twice: once by the reversal, once by the hold.
    @Test func whatLiesInSuspenseForAHoldIsNotReversed() throws {
        var (branch, ada, tess, sam) = try branch()
        let held = try hold(&branch, 6_000, as: ada)
        branch.wait(.seconds(61))
        let history = try branch.reply(
            AccountHistory.self, AccountHistory.Request(account: 1), as: sam)
        let entry = try #require(history.entries.first)
        #expect(entry.counterparty == "suspense")
        let reversal = LedgerReverse.Request(sequence: entry.sequence, reason: "no cash came")
        #expect(code(branch.ask(.ledgerReverse, reversal, as: sam)) == .notReversible)
        _ = try branch.reply(LedgerRelease.self, LedgerRelease.Request(hold: held), as: tess)
        #expect(code(branch.ask(.ledgerReverse, reversal, as: sam)) == .notReversible)
        #expect(branch.balance(1) == 100_000 && branch.balance("suspense") == 0)
    }

    @Test func aWrongWordAboutASuspendedHoldIsTakenBackInTwoSteps() throws {
        var (branch, ada, tess, sam) = try branch()
        let held = try hold(&branch, 6_000, as: ada)
        branch.wait(.seconds(61))
        let history = try branch.reply(
            AccountHistory.self, AccountHistory.Request(account: 1), as: sam)
        let suspended = try #require(history.entries.first)
        let captured = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: held), as: tess)
        for sequence in [captured.sequence, suspended.sequence] {
            let request = LedgerReverse.Request(sequence: sequence, reason: "it gave nothing")
            _ = try branch.reply(LedgerReverse.self, request, as: sam)
        }
        #expect(branch.balance(1) == 100_000)
        #expect(branch.balance("atm:1") == 0 && branch.balance("suspense") == 0)
    }
}
