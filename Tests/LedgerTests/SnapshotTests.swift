import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct SnapshotTests {
    /// A branch in which a little of everything has happened.
    static func livedIn() throws -> PaperBranch {
        var branch = try PaperBranch()
        let teller = try branch.staff("tess", "teller")
        let ana = try branch.customer("ana", opening: 10_000, at: "atm:1")
        _ = try branch.customer("bob")
        _ = try branch.reply(
            CustomerUpdate.self,
            CustomerUpdate.Request(
                name: "Ana O'Brien", nationalId: "12-é", phone: "+34 600", language: "es",
                smsConsent: true),
            as: ana.principal)
        _ = try branch.reply(
            AccountOpen.self, AccountOpen.Request(customer: 2, currency: "JPY"), as: teller)
        _ = try branch.reply(
            LedgerDeposit.self, LedgerDeposit.Request(account: 3, amount: 900), as: teller)
        _ = try branch.reply(
            LedgerWithdraw.self, LedgerDeposit.Request(account: 1, amount: 900, memo: "¡sí!"),
            as: ana.principal)
        _ = try branch.reply(
            AccountFreeze.self, AccountFreeze.Request(account: 2, side: "credit", reason: "r"),
            as: PaperBranch.admin)
        for user in ["bob", "bob", "bob", "tess"] {
            _ = branch.ask(
                .authLogin, InternalLogin(user: user, verifier: "x"), as: .anonymous)
        }
        _ = try branch.reply(AuthLogout.self, Nothing(), as: ana.principal)
        _ = try branch.reply(
            DeviceDisable.self, DeviceDisable.Request(device: "kiosk:1"), as: PaperBranch.admin)
        return branch
    }

    @Test func aSnapshotIsTheWholeState() throws {
        let branch = try SnapshotTests.livedIn()
        let bytes = branch.bank.snapshot()
        let restored = try Bank(snapshot: bytes)
        #expect(restored.snapshot() == bytes)
        #expect(restored.accounts == branch.bank.accounts)
        #expect(restored.customers == branch.bank.customers)
        #expect(restored.users == branch.bank.users)
        #expect(restored.head == branch.bank.head)
    }

    @Test func aRestoredBankGoesOnLikeTheOther() throws {
        let branch = try SnapshotTests.livedIn()
        let other = try Bank(snapshot: branch.bank.snapshot())
        let body = JSON.encode(LedgerTransfer.Request(from: 1, to: 3, amount: 1))
        let command = Command(
            method: .ledgerTransfer, id: .none,
            principal: Principal(user: "tess", role: "teller", generation: 1), body: body)
        for bank in [branch.bank, other] {
            let refusal = #expect(throws: Refusal.self) {
                try bank.decide(
                    command, now: branch.now, next: branch.journal.head + 1,
                    reader: branch.journal)
            }
            #expect(refusal?.code == .currencyMismatch)
        }
    }

    @Test func theStateIsTheFoldOfTheJournalFromAnySnapshot() throws {
        var branch = try PaperBranch()
        let start = branch.bank.snapshot()
        let ana = try branch.customer("ana", opening: 5_000)
        let middle = (branch.bank.snapshot(), branch.journal.head)
        for amount: Int64 in 1...20 {
            _ = branch.ask(
                .ledgerWithdraw,
                LedgerDeposit.Request(account: .number(ana.account), amount: amount * 100),
                as: PaperBranch.admin)
        }
        let whole = try branch.replayed(from: start, after: 0)
        let part = try branch.replayed(from: middle.0, after: middle.1)
        #expect(whole.accounts == branch.bank.accounts)
        #expect(part.accounts == branch.bank.accounts)
    }

    @Test func brokenBytesAreNoSnapshot() throws {
        let bytes = try SnapshotTests.livedIn().bank.snapshot()
        for count in stride(from: 1, to: bytes.count, by: 7) {
            #expect(throws: SnapshotFault.self) { try Bank(snapshot: Array(bytes.prefix(count))) }
        }
        #expect(throws: SnapshotFault.self) { try Bank(snapshot: bytes + [0]) }
        let seed: UInt64 = 99
        var random = SeededRandom(seed)
        for _ in 0..<2_000 {
            var broken = bytes
            broken[random.below(bytes.count)] = UInt8(random.below(256))
            // Whatever comes of it is a bank or a fault, and never the end of the process.
            _ = try? Bank(snapshot: broken)
        }
    }

    @Test func verifyNamesTheFirstRecordThatCannotBe() throws {
        let branch = try SnapshotTests.livedIn()
        let start = try PaperBranch().bank.snapshot()
        let honest = branch.journal.records
        for (index, record) in honest.enumerated() where Entry(record) != nil {
            for change in [\FixedWords.w2, \.w3, \.w4, \.w5, \.w6] {
                var checked = try CheckedBank(snapshot: start)
                for (place, record) in honest.enumerated() {
                    var record = record
                    if place == index { record.fixed[keyPath: change] ^= 1 }
                    guard record.kind != Record.refusalKind else { continue }
                    checked.apply(record, sequence: UInt64(place) + 1, at: branch.now)
                }
                let fault = #expect(throws: JournalFault.self) { try checked.check() }
                #expect(fault?.description.hasPrefix("record \(index + 1),") == true)
            }
        }
    }

    @Test func verifyFindsNothingInAnHonestJournal() throws {
        let branch = try SnapshotTests.livedIn()
        var checked = try CheckedBank(snapshot: try PaperBranch().bank.snapshot())
        for (index, record) in branch.journal.records.enumerated()
        where record.kind != Record.refusalKind {
            checked.apply(record, sequence: UInt64(index) + 1, at: branch.now)
            try checked.check()
        }
        try checked.checkSums()
    }
}
