import BranchDomain
import Foundation
import Journal
import Messages
import Testing

@Suite struct SnapshotTests {
    let place = Place()

    private func work(_ rounds: Range<UInt64>, on journal: GroupCommit<Tally>) throws {
        for round in rounds {
            _ = try journal.group(
                (0..<10).map {
                    .tally(.ledgerDeposit, .made(round * 10 + $0), name: "n\($0)", amount: round)
                }, now: .after(.seconds(Int64(round))))
        }
    }

    @Test func aCleanStopLeavesASnapshotFromWhichTheNextStartContinues() throws {
        let journal = try place.open()
        try work(1..<20, on: journal)
        let state = journal.machine
        try journal.close()
        #expect(place.snapshotFiles.count == 1)
        let second = try place.open()
        #expect(second.machine == state)
        #expect(try place.replayed() == state)
        try second.close()
        #expect(place.snapshotFiles.count == 1, "nothing changed, so nothing is written")
    }

    @Test func snapshotAndTailAreTheFullReplayAndKnowTheSameIDs() throws {
        var journal: GroupCommit<Tally>? = try place.open()
        try work(1..<20, on: #require(journal))
        try journal?.close()
        journal = try place.open()
        try work(20..<30, on: #require(journal))
        let state = journal?.machine
        journal = nil
        let third = try place.open()
        #expect(third.machine == state)
        #expect(try place.replayed() == state)
        let repeated = Command.tally(.ledgerDeposit, .made(15), name: "n5", amount: 1)
        #expect(try third.one(repeated).tally?.sum == 1)
        #expect(third.machine == state)
    }

    @Test func aStartFromASnapshotReadsOnlyWhatIsBehindIt() throws {
        let journal = try place.open()
        try work(1..<20, on: journal)
        let state = journal.machine
        try journal.close()
        try Spoil.row(1, of: place.journal)
        #expect(try place.open().machine == state)
        #expect(throws: JournalError.self) { try place.verify() }
    }

    @Test func onlyTheLastTwoAreKept() throws {
        for round in UInt64(1)...4 {
            let journal = try place.open()
            try work(round..<round + 1, on: journal)
            try journal.close()
        }
        #expect(place.snapshotFiles.count == 2)
    }

    @Test(arguments: ["flipped", "cut", "foreign"])
    func aBadSnapshotIsPassedOverForAFullReplay(how: String) throws {
        let journal = try place.open()
        try work(1..<20, on: journal)
        let state = journal.machine
        try journal.close()
        let file = try #require(place.snapshotFiles.first)
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
        switch how {
        case "flipped": bytes[bytes.count / 2] ^= 1
        case "cut": bytes.removeLast(10)
        default: bytes = [UInt8]("something else".utf8)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        #expect(try place.open().machine == state)
    }

    @Test func snapshotsAreTakenEverySoManyRecordsWithoutStoppingTheJournal() throws {
        place.configuration.recordsBetweenSnapshots = 50
        let journal = try place.open()
        var round: UInt64 = 1
        while place.snapshotFiles.filter({ $0.hasSuffix(".snapshot") }).isEmpty, round < 10_000 {
            try work(round..<round + 1, on: journal)
            round += 1
        }
        // The next group vouches for it, unless the file had its name before the result was left.
        try work(round..<round + 20, on: journal)
        let state = journal.machine
        #expect(try place.replayed() == state)
        try journal.close()
        #expect(try place.open().machine == state)
    }
}
