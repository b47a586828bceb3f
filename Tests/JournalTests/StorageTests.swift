import BranchDomain
import Foundation
import GRDB
import Messages
import Synchronization
import Testing

@testable import Journal

@Suite struct StorageTests {
    let place = Place()

    @Test func theEngineWaitsForTheDiskWithEachCommit() throws {
        let store = try JournalStore(writing: place.journal, pagesBetweenCheckpoints: 100)
        #expect(try store.synchronous() == 2)
    }

    @Test func aSecondOpenerIsRefusedAndReadersAreNot() throws {
        let journal = try place.open()
        _ = try journal.one(.tally(.ledgerDeposit, .made(1)))
        #expect(throws: JournalError.inUse(path: place.journal)) { try place.open() }
        #expect(try place.verify().head == 2)
        withExtendedLifetime(journal) {}
    }

    @Test func theJournalIsFreeAgainAfterItsHolderIsGone() throws {
        try place.open().close()
        try place.open().close()
    }

    @Test func afterAFailedProbeReadsAreServedAndWritesRefusedUndecided() throws {
        _ = try place.open().one(.tally(.ledgerDeposit, .made(1), amount: 4))
        try Spoil.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON probe BEGIN SELECT RAISE(FAIL, 'full'); END",
            in: place.journal)
        do {
            let journal = try place.open()
            #expect(journal.readOnlyReason != nil)
            let answers = try journal.group([
                .tally(.accountGet, .made(2)), .tally(.ledgerDeposit, .made(3)),
                .tally(.authLogin, .made(4)), .tally(.ledgerDeposit, .made(1), amount: 4),
            ])
            #expect(answers[0] == .ok([UInt8]("4".utf8)))
            #expect(answers[1].code == .storageUnavailable)
            #expect(answers[2].code == .storageUnavailable)
            #expect(answers[3].tally?.sum == 4, "a repeat needs no disk")
            #expect(journal.counters.syncs == 0)
            try journal.close()
        }
        try Spoil.execute("DROP TRIGGER full", in: place.journal)
        #expect(try place.open().one(.tally(.ledgerDeposit, .made(3))).tally?.sum == 5)
    }

    @Test func aLongReadDoesNotKeepAStartFromServing() throws {
        try place.open().close()
        let queue = try DatabaseQueue(path: place.journal)
        try queue.read { db in
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM journal")
            _ = try place.open().one(.tally(.ledgerDeposit, .made(1)))
            let journal = try place.open()
            #expect(journal.readOnlyReason == nil)
            #expect(try journal.one(.tally(.ledgerDeposit, .made(2))).tally?.sum == 2)
        }
        try queue.close()
        #expect(try place.open().machine.sums == ["a": 2])
    }

    @Test func aProbeLeavesNothingInTheChain() throws {
        for _ in 0..<5 { try place.open().close() }
        #expect(try place.verify().head == 1)
    }

    @Test func anEmptyJournalOnADiskThatTakesNothingCannotBegin() throws {
        place.configuration.leastFreeBytes = .max
        #expect(throws: JournalError.self) { try place.open() }
    }

    @Test func belowTheFloorOfFreeSpaceWritesAreRefusedUntilThereIsRoom() throws {
        let free = Room()
        place.configuration.freeBytes = { _ in free.bytes.withLock { $0 } }
        place.configuration.leastFreeBytes = 1_000
        try place.open().close()
        free.bytes.withLock { $0 = 999 }
        do {
            let journal = try place.open()
            #expect(journal.readOnlyReason?.contains("free") == true)
            let answers = try journal.group([
                .tally(.ledgerDeposit, .made(1)), .tally(.accountGet, .made(2)),
            ])
            #expect(answers[0].code == .storageUnavailable)
            #expect(answers[1].code == nil)
        }
        free.bytes.withLock { $0 = 1_000 }
        #expect(try place.open().one(.tally(.ledgerDeposit, .made(1))).tally?.sum == 1)
    }

    @Test func nothingIsAnsweredAfterAFailedAppend() throws {
        try place.open().close()
        try Spoil.execute(
            "CREATE TRIGGER bad BEFORE INSERT ON journal BEGIN SELECT RAISE(FAIL, 'bad'); END",
            in: place.journal)
        do {
            let journal = try place.open()
            #expect(throws: JournalError.self) {
                try journal.group([.tally(.ledgerDeposit, .made(1))])
            }
        }
        try Spoil.execute("DROP TRIGGER bad", in: place.journal)
        #expect(try place.open().machine == Tally())
    }

    @Test func aBackupTakenBesideTheServiceIsAWholeJournal() throws {
        let journal = try place.open()
        _ = try journal.group((1...100).map { .tally(.ledgerDeposit, .made($0)) })
        let copy = place.path + "/copy.sqlite"
        try JournalFile.backUp(from: place.journal, to: copy)
        _ = try journal.one(.tally(.ledgerDeposit, .made(101)))
        #expect(try JournalFile.verify(copy, as: Tally.self).head == 101)
        #expect(try place.verify().head == 102)
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
        #expect(mode as? Int == 0o600, "it holds what the journal holds")
    }

    /// Without a journal the service would begin a new one.
    @Test func aRestoreThatFailsLeavesTheJournalWhereItIs() throws {
        let journal = try place.open()
        _ = try journal.group([.tally(.ledgerDeposit, .made(1))])
        try journal.close()
        let before = try place.verify()
        #expect(throws: JournalError.self) {
            try JournalFile.restore(
                place.journal, snapshots: place.journal + ".snapshots",
                from: place.path + "/nothing.sqlite", setAside: ".before")
        }
        #expect(try place.verify() == before)
    }

    private final class Room: Sendable {
        let bytes = Mutex<UInt64>(2_000)
    }
}
