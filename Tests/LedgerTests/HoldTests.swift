import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct HoldTests {
    /// A teller, and a customer with 1,000.00 in account 1.
    private func branch() throws -> (PaperBranch, teller: Principal, account: AccountReference) {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let customer = try branch.customer("ada", opening: 100_000, at: "atm:1")
        return (branch, teller, .number(customer.account))
    }

    private func hold(
        _ branch: inout PaperBranch, _ account: AccountReference, _ amount: Int64,
        as principal: Principal, minutes: Int = 10
    ) throws -> LedgerHold.Reply {
        let until = branch.now.adding(.seconds(60 * minutes)).milliseconds
        return try branch.reply(
            LedgerHold.self, LedgerHold.Request(account: account, amount: amount, until: until),
            as: principal)
    }

    private func code(_ outcome: PaperBranch.Outcome) -> RefusalCode? {
        if case .refused(let code) = outcome { code } else { nil }
    }

    @Test func aHoldCountsAgainstWhatIsAvailableAndMovesNothing() throws {
        var (branch, teller, account) = try branch()
        let held = try hold(&branch, account, 60_000, as: teller)
        #expect(held.available == 40_000 && branch.balance(account) == 100_000)
        let withdrawal = LedgerDeposit.Request(account: account, amount: 40_001)
        #expect(code(branch.ask(.ledgerWithdraw, withdrawal, as: teller)) == .insufficientFunds)
        let second = LedgerHold.Request(
            account: account, amount: 40_001, until: branch.now.milliseconds + 60_000)
        #expect(code(branch.ask(.ledgerHold, second, as: teller)) == .insufficientFunds)
    }

    @Test func aCaptureMovesAllOrPartAndFreesTheRest() throws {
        var (branch, teller, account) = try branch()
        let held = try hold(&branch, account, 60_000, as: teller)
        let receipt = try branch.reply(
            LedgerCapture.self,
            LedgerCapture.Request(hold: .number(held.hold), amount: 25_000), as: teller)
        #expect(receipt.balance == 75_000 && receipt.available == 75_000)
        #expect(branch.balance("vault") == 75_000)
        for request in [
            LedgerCapture.Request(hold: .number(held.hold)),
            LedgerCapture.Request(hold: .number(held.hold), amount: 1),
        ] {
            #expect(code(branch.ask(.ledgerCapture, request, as: teller)) == .holdSettled)
        }
        let release = LedgerRelease.Request(hold: .number(held.hold))
        #expect(code(branch.ask(.ledgerRelease, release, as: teller)) == .holdSettled)
    }

    @Test func moreThanWasHeldIsNotCaptured() throws {
        var (branch, teller, account) = try branch()
        let held = try hold(&branch, account, 500, as: teller)
        let request = LedgerCapture.Request(hold: .number(held.hold), amount: 501)
        #expect(code(branch.ask(.ledgerCapture, request, as: teller)) == .holdExceeded)
        #expect(branch.bank.holds.open.count == 1)
    }

    @Test func aReleaseFreesTheMoneyAndNothingCapturesItThen() throws {
        var (branch, teller, account) = try branch()
        let held = try hold(&branch, account, 60_000, as: teller)
        let released = try branch.reply(
            LedgerRelease.self, LedgerRelease.Request(hold: .number(held.hold)), as: teller)
        #expect(released.available == 100_000)
        let capture = LedgerCapture.Request(hold: .number(held.hold))
        #expect(code(branch.ask(.ledgerCapture, capture, as: teller)) == .holdSettled)
        let nobody = LedgerCapture.Request(hold: .number(3))
        #expect(code(branch.ask(.ledgerCapture, nobody, as: teller)) == .holdNotFound)
    }

    @Test func aHoldIsReleasedAtItsDeadline() throws {
        var (branch, teller, account) = try branch()
        let held = try hold(&branch, account, 60_000, as: teller, minutes: 5)
        branch.wait(.seconds(299))
        #expect(branch.bank.holds[held.hold] != nil)
        branch.wait(.seconds(2))
        #expect(branch.bank.holds[held.hold] == nil)
        let shown = try branch.reply(
            AccountGet.self, AccountGet.Request(account: account), as: teller)
        #expect(shown.available == 100_000)
        let capture = LedgerCapture.Request(hold: .number(held.hold))
        #expect(code(branch.ask(.ledgerCapture, capture, as: teller)) == .holdSettled)
    }

    /// Authorise, dispense, confirm the notes that were given.
    @Test func atAnATMTheCaptureTakesFromItsCassettes() throws {
        var (branch, _, account) = try branch()
        let ada = try customer(of: &branch)
        let held = try hold(&branch, account, 6_000, as: ada)
        let receipt = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: .number(held.hold), amount: 4_000),
            as: ada)
        #expect(receipt.kind == "withdrawal" && receipt.balance == 96_000)
        #expect(branch.balance("atm:1") == -4_000)
    }

    /// The reversal of an authorisation whose answer was lost is sent by the request's own id.
    @Test func aReversalThatComesFirstBlocksItsRequest() throws {
        var (branch, _, account) = try branch()
        let ada = try customer(of: &branch)
        let id = branch.id()
        let ahead = try branch.reply(
            LedgerRelease.self, LedgerRelease.Request(hold: .id(id.description)), as: ada)
        #expect(ahead.available == nil)
        let until = branch.now.milliseconds + 60_000
        let late = branch.ask(
            .ledgerHold, LedgerHold.Request(account: account, amount: 6_000, until: until),
            as: ada, id: id)
        #expect(code(late) == .holdSettled)
        let shown = try branch.reply(
            AccountGet.self, AccountGet.Request(account: account), as: ada)
        #expect(shown.available == 100_000)
    }

    @Test func aReversalByTheRequestsIDReleasesWhatItHeld() throws {
        var (branch, _, account) = try branch()
        let ada = try customer(of: &branch)
        let id = branch.id()
        let until = branch.now.milliseconds + 60_000
        _ = branch.ask(
            .ledgerHold, LedgerHold.Request(account: account, amount: 6_000, until: until),
            as: ada, id: id)
        let released = try branch.reply(
            LedgerRelease.self, LedgerRelease.Request(hold: .id(id.description)), as: ada)
        #expect(released.available == 100_000)
    }

    /// Nobody knows whether the machine gave cash: neither the customer nor the cassettes have it.
    @Test func whatAnATMNeverSettlesLiesInSuspenseUntilSomebodySays() throws {
        for isGiven in [true, false] {
            var (branch, teller, account) = try branch()
            let ada = try customer(of: &branch)
            let held = try hold(&branch, account, 6_000, as: ada, minutes: 1)
            branch.wait(.seconds(61))
            #expect(branch.balance(account) == 94_000 && branch.balance("suspense") == -6_000)
            #expect(branch.balance("atm:1") == 0)
            if isGiven {
                let request = LedgerCapture.Request(hold: .number(held.hold), amount: 4_000)
                _ = try branch.reply(LedgerCapture.self, request, as: teller)
            } else {
                let request = LedgerRelease.Request(hold: .number(held.hold))
                _ = try branch.reply(LedgerRelease.self, request, as: teller)
            }
            #expect(branch.balance("suspense") == 0)
            #expect(branch.balance(account) == (isGiven ? 96_000 : 100_000))
            #expect(branch.balance("atm:1") == (isGiven ? -4_000 : 0))
            #expect(branch.bank.holds.open.isEmpty)
        }
    }

    @Test func nobodySettlesWhatIsSomebodyElses() throws {
        var (branch, teller, account) = try branch()
        let held = try hold(&branch, account, 6_000, as: teller)
        let eve = try branch.customer("eve", at: "atm:1").principal
        let request = LedgerCapture.Request(hold: .number(held.hold))
        #expect(code(branch.ask(.ledgerCapture, request, as: eve)) == .notPermitted)
        let wide = LedgerHold.Request(
            account: account, amount: 1,
            until: branch.now.adding(.seconds(32 * 86_400)).milliseconds)
        #expect(code(branch.ask(.ledgerHold, wide, as: teller)) == .malformed)
    }

    private func customer(of branch: inout PaperBranch) throws -> Principal {
        let user = try #require(branch.bank.users["ada"])
        return Principal(
            user: "ada", role: "customer", customer: user.customer, at: "atm:1",
            generation: user.generation)
    }
}
