import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct DrawerTests {
    private func code(_ outcome: PaperBranch.Outcome) -> RefusalCode? {
        if case .refused(let code) = outcome { code } else { nil }
    }

    private func counted(_ drawer: AccountReference, _ notes: Notes) -> DrawerOpen.Request {
        DrawerOpen.Request(drawer: drawer, counted: notes)
    }

    @Test func aTellersCashIsTheirOwnDrawers() throws {
        var branch = try PaperBranch()
        let tess = try branch.staff("tess", "teller")
        let account = AccountReference.number(try branch.customer("ada").account)
        let opened = try branch.reply(DrawerOpen.self, counted("drawer:2", [:]), as: tess)
        #expect(opened == DrawerCounted(drawer: "drawer:2", expected: 0, counted: 0, difference: 0))
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 7_000), as: tess)
        #expect(branch.balance("drawer:2") == 7_000 && branch.balance("vault") == 0)
        _ = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: account, amount: 2_000), as: tess)
        let closed = try branch.reply(
            DrawerClose.self, counted("drawer:2", ["2000": 2, "1000": 1]), as: tess)
        #expect(closed.difference == 0)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 100), as: tess)
        #expect(branch.balance("vault") == 100, "without a drawer it is the vault again")
    }

    @Test(arguments: [("1000", 4, -1_000), ("1000", 7, 2_000)] as [(String, Int, Int64)])
    func whatACountFindsIsPostedWithTheTellersName(
        note: String, count: Int, difference: Int64
    ) throws {
        var branch = try PaperBranch()
        let tess = try branch.staff("tess", "teller")
        let account = AccountReference.number(try branch.customer("ada").account)
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", [:]), as: tess)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 5_000), as: tess)
        let found = try branch.reply(DrawerCount.self, counted("drawer:2", [note: count]), as: tess)
        #expect(found.expected == 5_000 && found.difference == difference)
        #expect(branch.balance("drawer:2") == 5_000 + difference)
        #expect(branch.balance("over-short") == -difference)
        let memo = branch.lastGroup.compactMap { EntryText($0.record.varying)?.memo }
        #expect(memo == ["drawer:2 tess"])
        let again = try branch.reply(DrawerCount.self, counted("drawer:2", [note: count]), as: tess)
        #expect(again.difference == 0)
    }

    @Test func whatASupervisorCountsIsStillTheTellers() throws {
        var branch = try PaperBranch()
        branch.wait(.zero)
        let tess = try branch.staff("tess", "teller")
        let sam = try branch.staff("sam", "supervisor")
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", ["1000": 5]), as: tess)
        _ = try branch.reply(DrawerClose.self, counted("drawer:2", ["1000": 4]), as: sam)
        let memo = branch.lastGroup.compactMap { EntryText($0.record.varying)?.memo }
        #expect(memo == ["drawer:2 tess"])
        let closed = try branch.reply(DayClose.self, Nothing(), as: sam)
        #expect(closed.drawers.map(\.teller) == ["tess"])
    }

    @Test func aFirstDepositGoesWhereEveryDepositGoes() throws {
        var branch = try PaperBranch()
        let tess = try branch.staff("tess", "teller")
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", [:]), as: tess)
        _ = try branch.reply(
            CustomerRegister.self,
            InternalRegister(
                request: .init(user: "ada", name: "Ada", opening: 5_000), verifier: "ada's"),
            as: tess)
        #expect(branch.balance("drawer:2") == 5_000 && branch.balance("vault") == 0)
    }

    @Test func aDrawerHasOneTellerAndATellerOneDrawer() throws {
        var branch = try PaperBranch()
        let (tess, tom) = (try branch.staff("tess", "teller"), try branch.staff("tom", "teller"))
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", [:]), as: tess)
        #expect(code(branch.ask(.drawerOpen, counted("drawer:2", [:]), as: tom)) == .drawerTaken)
        #expect(code(branch.ask(.drawerOpen, counted("drawer:3", [:]), as: tess)) == .drawerTaken)
        #expect(code(branch.ask(.drawerCount, counted("drawer:2", [:]), as: tom)) == .drawerTaken)
        #expect(
            code(branch.ask(.drawerClose, counted("drawer:9", [:]), as: tom))
                == .drawerNotFound)
        for bad in ["vault", "drawer:", "drawer:../x", "atm:1"] as [AccountReference] {
            #expect(code(branch.ask(.drawerOpen, counted(bad, [:]), as: tom)) == .drawerNotFound)
        }
        for notes in [["0": 1], ["-5": 1], ["5": -1], ["05": 1], ["x": 1]] as [Notes] {
            #expect(
                code(branch.ask(.drawerOpen, counted("drawer:3", notes), as: tom))
                    == .malformed)
        }
    }

    @Test func cashMovesWhenTheOtherSideHasIt() throws {
        var branch = try PaperBranch()
        let tess = try branch.staff("tess", "teller")
        let sam = try branch.staff("sam", "supervisor")
        let account = AccountReference.number(try branch.customer("ada").account)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 50_000), as: tess)
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", [:]), as: tess)
        let request = DrawerMove.Request(from: "vault", to: "drawer:2", notes: ["5000": 4])
        let move = try branch.reply(DrawerMove.self, request, as: sam).move
        #expect(branch.balance("drawer:2") == 0, "it is on its way")
        #expect(
            code(branch.ask(.drawerAccept, DrawerAccept.Request(move: move), as: sam))
                == .approvalOwn)
        let receipt = try branch.reply(
            DrawerAccept.self, DrawerAccept.Request(move: move), as: tess)
        #expect(receipt.kind == "cash")
        #expect(branch.balance("drawer:2") == 20_000 && branch.balance("vault") == 30_000)
        #expect(
            code(branch.ask(.drawerAccept, DrawerAccept.Request(move: move), as: tess))
                == .moveNotFound)
        let tooMuch = DrawerMove.Request(from: "vault", to: "drawer:2", notes: ["5000": 7])
        #expect(code(branch.ask(.drawerMove, tooMuch, as: sam)) == .insufficientFunds)
    }

    @Test func cashOnItsWayIsNotMissedWhereItLeft() throws {
        var branch = try PaperBranch()
        let tess = try branch.staff("tess", "teller")
        let sam = try branch.staff("sam", "supervisor")
        let account = AccountReference.number(try branch.customer("ada").account)
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", [:]), as: tess)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: account, amount: 30_000), as: tess)
        let request = DrawerMove.Request(from: "drawer:2", to: "vault", notes: ["5000": 4])
        let move = try branch.reply(DrawerMove.self, request, as: tess).move
        let closed = try branch.reply(DrawerClose.self, counted("drawer:2", ["5000": 2]), as: tess)
        #expect(closed.expected == 10_000 && closed.difference == 0)
        _ = try branch.reply(DrawerAccept.self, DrawerAccept.Request(move: move), as: sam)
        #expect(branch.balance("drawer:2") == 10_000 && branch.balance("over-short") == 0)
    }

    @Test func aTellerMovesOnlyWhatConcernsTheOwnDrawer() throws {
        var branch = try PaperBranch()
        let (tess, tom) = (try branch.staff("tess", "teller"), try branch.staff("tom", "teller"))
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", ["100": 9]), as: tess)
        let request = DrawerMove.Request(from: "drawer:2", to: "vault", notes: ["100": 5])
        #expect(code(branch.ask(.drawerMove, request, as: tom)) == .notPermitted)
        let move = try branch.reply(DrawerMove.self, request, as: tess).move
        let accept = DrawerAccept.Request(move: move)
        #expect(code(branch.ask(.drawerAccept, accept, as: tom)) == .notPermitted)
        let shown = try branch.reply(DrawerList.self, Nothing(), as: tess)
        #expect(shown.moves.map(\.move) == [move])
        #expect(shown.drawers.first { $0.drawer == "drawer:2" }?.teller == "tess")
    }

    // MARK: The end of a day

    @Test func aDayIsClosedOnceWithItsProofsUnderOneSeal() throws {
        var branch = try PaperBranch()
        branch.wait(.zero)
        let start = branch.bank.snapshot()
        let head = branch.journal.head
        let tess = try branch.staff("tess", "teller")
        let sam = try branch.staff("sam", "supervisor")
        _ = try branch.customer("ada")
        _ = try branch.reply(DrawerOpen.self, counted("drawer:2", [:]), as: tess)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: 1, amount: 5_000), as: tess)
        #expect(code(branch.ask(.dayClose, Nothing(), as: sam)) == .drawerStillOpen)
        #expect(code(branch.ask(.dayClose, Nothing(), as: tess)) == .notPermitted)
        _ = try branch.reply(DrawerClose.self, counted("drawer:2", ["1000": 4]), as: tess)
        let id = branch.id()
        let closed = try branch.reply(DayClose.self, Nothing(), as: sam, id: id)
        #expect(closed.date == "2026-11-20" && closed.seal.count == 64)
        #expect(closed.drawers.map(\.difference) == [-1_000])
        #expect(closed.trialBalance.map(\.difference) == [0])
        #expect(ChainHash.of(Array(closed.facts.utf8)).hex == closed.seal)
        #expect(try branch.reply(DayClose.self, Nothing(), as: sam, id: id) == closed)
        #expect(code(branch.ask(.dayClose, Nothing(), as: sam)) == .periodPosted)
        // The fold of the journal finds the same facts, or says that it cannot.
        let replayed = try branch.replayed(from: start, after: head)
        #expect(replayed.drawers == branch.bank.drawers)
        branch.wait(.seconds(86_400))
        let next = try branch.reply(DayClose.self, Nothing(), as: sam)
        #expect(next.date == "2026-11-21" && next.drawers.isEmpty)
    }

    // MARK: Notes in an ATM

    /// An ATM with notes in it, and a customer at it with 5,000.00.
    private func loaded(_ notes: Notes) throws -> (PaperBranch, ada: Principal) {
        var branch = try PaperBranch()
        let (tess, sam) = (
            try branch.staff("tess", "teller"), try branch.staff("sam", "supervisor")
        )
        let lee = try branch.staff("lee", "supervisor")
        let ada = try branch.customer("ada", opening: 500_000, at: "atm:1").principal
        _ = tess
        let request = DrawerMove.Request(from: "vault", to: "atm:1", notes: notes)
        let move = try branch.reply(DrawerMove.self, request, as: sam).move
        _ = try branch.reply(DrawerAccept.self, DrawerAccept.Request(move: move), as: lee)
        return (branch, ada)
    }

    @Test func anATMGivesNotesThatItHas() throws {
        var (branch, ada) = try loaded(["5000": 2, "2000": 4])
        let receipt = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: 1, amount: 8_000), as: ada)
        #expect(receipt.notes == ["2000": 4], "50 + 20 does not do it")
        #expect(branch.bank.drawers.cassettes["atm:1"] == ["5000": 2])
        #expect(branch.balance("atm:1") == 10_000)
        let again = LedgerDeposit.Request(account: 1, amount: 8_000)
        #expect(code(branch.ask(.ledgerWithdraw, again, as: ada)) == .notesCannotMakeAmount)
        #expect(branch.balance(1) == 492_000)
    }

    @Test func aHoldAtAnATMIsOfWhatItsNotesCanMake() throws {
        var (branch, ada) = try loaded(["5000": 1])
        let until = branch.now.milliseconds + 60_000
        let odd = LedgerHold.Request(account: 1, amount: 8_000, until: until)
        #expect(code(branch.ask(.ledgerHold, odd, as: ada)) == .notesCannotMakeAmount)
        let even = LedgerHold.Request(account: 1, amount: 5_000, until: until)
        let hold = try branch.reply(LedgerHold.self, even, as: ada).hold
        let receipt = try branch.reply(
            LedgerCapture.self, LedgerCapture.Request(hold: .number(hold)), as: ada)
        #expect(receipt.notes == ["5000": 1])
        #expect(branch.bank.drawers.cassettes["atm:1"] == [:])
    }

    @Test func theRefusalNamesTheNearestSum() throws {
        var (branch, ada) = try loaded(["5000": 3])
        let command = Command(
            method: .ledgerWithdraw, id: branch.id(), principal: ada,
            body: JSON.encode(LedgerDeposit.Request(account: 1, amount: 14_000)))
        do {
            _ = try branch.bank.decide(
                command, now: branch.now, next: 99, reader: branch.journal)
            Issue.record("it was granted")
        } catch {
            #expect(error.code == .notesCannotMakeAmount)
            #expect(error.details["nearest"] == "10000")
        }
    }
}
