import BranchDomain
import Messages
import Testing

@testable import Ledger

/// A withdrawal at an ATM as the machine does it: a customer's hold, the machine's own word.
@Suite struct DispenseTests {
    private func code(_ outcome: PaperBranch.Outcome) -> RefusalCode? {
        if case .refused(let code) = outcome { code } else { nil }
    }

    /// `atm:1` loaded with notes, and ada at it with 5,000.00 in account 1.
    private func loaded(_ notes: Notes, settings: BankSettings = BankSettings()) throws -> (
        PaperBranch, ada: Principal, atm: Principal
    ) {
        var branch = try PaperBranch(settings: settings)
        let (sam, lee) = (
            try branch.staff("sam", "supervisor"), try branch.staff("lee", "supervisor")
        )
        let ada = try branch.customer("ada", opening: 500_000, at: "atm:1").principal
        let request = DrawerMove.Request(from: "vault", to: "atm:1", notes: notes)
        let move = try branch.reply(DrawerMove.self, request, as: sam).move
        _ = try branch.reply(DrawerAccept.self, DrawerAccept.Request(move: move), as: lee)
        return (branch, ada, try device("atm:1", of: branch))
    }

    private func device(_ name: String, of branch: PaperBranch) throws -> Principal {
        let user = try #require(branch.bank.users[name])
        return Principal(
            user: name, role: "device", kind: user.device?.rawValue, generation: user.generation)
    }

    private func hold(
        _ amount: Int64, _ branch: inout PaperBranch, _ ada: Principal,
        account: AccountReference = 1, id: RequestID? = nil
    ) throws -> LedgerHold.Reply {
        let until = branch.now.milliseconds + 120_000
        return try branch.reply(
            LedgerHold.self,
            LedgerHold.Request(account: account, amount: amount, until: until), as: ada, id: id)
    }

    @Test func theHoldNamesTheNotesThatAreToBeGivenAndARepeatTheSame() throws {
        var (branch, ada, _) = try loaded(["5000": 2, "2000": 4])
        let id = branch.id()
        let held = try hold(8_000, &branch, ada, id: id)
        #expect(held.notes == ["2000": 4])
        let until = branch.now.milliseconds + 120_000
        let again = branch.ask(
            .ledgerHold, LedgerHold.Request(account: 1, amount: 8_000, until: until), as: ada,
            id: id)
        #expect(again == .ok(JSON.encode(held)))
    }

    @Test func aMachineThatWasNeverLoadedNamesNone() throws {
        var branch = try PaperBranch()
        let ada = try branch.customer("ada", opening: 10_000, at: "atm:1").principal
        #expect(try hold(2_000, &branch, ada).notes == nil)
    }

    @Test func theNotesThatWereNamedAreThoseThatLeaveTheCassettes() throws {
        var (branch, ada, atm) = try loaded(["5000": 2, "2000": 4])
        let first = try hold(8_000, &branch, ada)
        // Meanwhile the machine was filled up, and 80 is made otherwise.
        let (sam, lee) = (
            try branch.staff("sue", "supervisor"), try branch.staff("lea", "supervisor")
        )
        let more = DrawerMove.Request(from: "vault", to: "atm:1", notes: ["1000": 3])
        let move = try branch.reply(DrawerMove.self, more, as: sam).move
        _ = try branch.reply(DrawerAccept.self, DrawerAccept.Request(move: move), as: lee)
        let receipt = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: .number(first.hold)), as: atm)
        #expect(receipt.notes == first.notes && receipt.notes == ["2000": 4])
        #expect(branch.bank.drawers.cassettes["atm:1"] == ["5000": 2, "1000": 3])
    }

    @Test func theMachineItselfConfirmsWhoeverStandsThere() throws {
        var (branch, ada, atm) = try loaded(["2000": 5])
        let id = branch.id()
        _ = try hold(4_000, &branch, ada, id: id)
        let receipt = try branch.reply(
            LedgerCapture.self,
            LedgerCapture.Request(hold: .id(id.description), amount: 4_000), as: atm)
        #expect(receipt.kind == "withdrawal" && receipt.account == 1 && receipt.balance == 496_000)
        #expect(branch.balance("atm:1") == 6_000)
        let late = LedgerRelease.Request(hold: .id(id.description))
        #expect(code(branch.ask(.ledgerRelease, late, as: atm)) == .holdSettled)
    }

    @Test func theMachineItselfLetsGoBeforeAndAfterTheRequestArrives() throws {
        var (branch, ada, atm) = try loaded(["2000": 5])
        let (first, second) = (branch.id(), branch.id())
        _ = try hold(4_000, &branch, ada, id: first)
        let reply = try branch.reply(
            LedgerRelease.self, LedgerRelease.Request(hold: .id(first.description)), as: atm)
        #expect(reply.available == 500_000)
        let ahead = try branch.reply(
            LedgerRelease.self, LedgerRelease.Request(hold: .id(second.description)), as: atm)
        #expect(ahead.available == nil)
        let until = branch.now.milliseconds + 120_000
        let late = LedgerHold.Request(account: 1, amount: 4_000, until: until)
        #expect(code(branch.ask(.ledgerHold, late, as: ada, id: second)) == .holdSettled)
    }

    @Test func aMachineThatComesBackTooLateSettlesOutOfSuspense() throws {
        for isGiven in [true, false] {
            var (branch, ada, atm) = try loaded(["2000": 5])
            let held = try hold(4_000, &branch, ada)
            branch.wait(.seconds(121))
            #expect(branch.balance("suspense") == -4_000)
            if isGiven {
                _ = try branch.reply(
                    LedgerCapture.self, LedgerCapture.Request(hold: .number(held.hold)), as: atm)
            } else {
                _ = try branch.reply(
                    LedgerRelease.self, LedgerRelease.Request(hold: .number(held.hold)), as: atm)
            }
            #expect(branch.balance("suspense") == 0)
            #expect(branch.balance(1) == (isGiven ? 496_000 : 500_000))
            #expect(branch.bank.drawers.cassettes["atm:1"] == ["2000": isGiven ? 3 : 5])
        }
    }

    @Test func aDeviceSettlesOnlyWhatWasHeldAtIt() throws {
        var (branch, ada, _) = try loaded(["2000": 5])
        let tess = try branch.staff("tess", "teller")
        let atAnother = try branch.reply(
            DeviceAdd.self,
            InternalDeviceAdd(request: .init(device: "atm:2", kind: "atm"), verifier: "v"),
            as: PaperBranch.admin)
        let other = try device(atAnother.device, of: branch)
        let kiosk = try device("kiosk:1", of: branch)
        let atATM = try hold(4_000, &branch, ada).hold
        let atDesk = try hold(4_000, &branch, tess).hold
        for (device, hold) in [(other, atATM), (kiosk, atATM), (other, atDesk)] {
            let capture = LedgerCapture.Request(hold: .number(hold))
            #expect(code(branch.ask(.ledgerCapture, capture, as: device)) == .notPermitted)
            let release = LedgerRelease.Request(hold: .number(hold))
            #expect(code(branch.ask(.ledgerRelease, release, as: device)) == .notPermitted)
        }
        #expect(branch.bank.holds.open.count == 2)
    }

    // MARK: Fees

    /// Account 2 costs 0.50 a withdrawal and has 100.00 in it.
    private func withFee() throws -> (PaperBranch, ada: Principal, atm: Principal) {
        var settings = BankSettings()
        settings.products = try ProductCatalogue([
            ProductTerms(product: "current", fees: ["withdrawal": 50])
        ])
        var branch = try PaperBranch(settings: settings)
        branch.wait(.zero)
        let ada = try branch.customer("ada", at: "atm:1").principal
        _ = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 1, product: "current"),
            as: PaperBranch.admin)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: 2, amount: 10_000), as: ada)
        return (branch, ada, try device("atm:1", of: branch))
    }

    @Test func aWithdrawalCostsTheSameWhetherItWasHeldOrNot() throws {
        var (branch, ada, atm) = try withFee()
        let held = try hold(4_000, &branch, ada, account: 2)
        let receipt = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: .number(held.hold)), as: atm)
        #expect(receipt.amount == 4_000 && receipt.balance == 5_950)
        #expect(branch.balance("fees") == -50)
        let totals = branch.bank.accounts.totals[0]
        #expect(totals.debits == totals.credits)
        let history = try branch.reply(
            AccountHistory.self, AccountHistory.Request(account: 2), as: ada)
        #expect(history.entries.map(\.kind) == ["withdrawal", "fee", "deposit"])
        #expect(history.entries.map(\.balance) == [5_950, 9_950, 10_000])
    }

    @Test func nothingIsHeldThatCannotPayItsFee() throws {
        var (branch, ada, _) = try withFee()
        let until = branch.now.milliseconds + 120_000
        let all = LedgerHold.Request(account: 2, amount: 9_951, until: until)
        #expect(code(branch.ask(.ledgerHold, all, as: ada)) == .insufficientFunds)
        #expect(try hold(9_950, &branch, ada, account: 2).available == 50)
    }

    @Test func cashThatWasGivenIsConfirmedThoughItsFeeIsGone() throws {
        var (branch, ada, atm) = try withFee()
        let held = try hold(9_950, &branch, ada, account: 2)
        let rest = LedgerTransfer.Request(from: 2, to: 1, amount: 50)
        _ = try branch.reply(LedgerTransfer.self, rest, as: ada)
        let receipt = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: .number(held.hold)), as: atm)
        #expect(receipt.balance == 0 && branch.balance("fees") == 0)
    }
}
