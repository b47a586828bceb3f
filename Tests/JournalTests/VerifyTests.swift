import BranchDomain
import Foundation
import Journal
import Messages
import Testing

@Suite struct VerifyTests {
    let place = Place()

    /// Five rows of three records behind the beginning: they begin at 2, 5, 8, 11 and 14.
    private func fill() throws {
        let journal = try place.open()
        for row in UInt64(0)..<5 {
            _ = try journal.group((1...3).map { .tally(.ledgerDeposit, .made(row * 10 + $0)) })
        }
    }

    private func brokenRow() -> UInt64? {
        do {
            _ = try place.verify()
            return nil
        } catch JournalError.brokenRow(let first, _) {
            return first
        } catch {
            return 0
        }
    }

    @Test func aWholeJournalHolds() throws {
        try fill()
        let verified = try place.verify()
        #expect(verified.head == 16)
        #expect(verified.rows == 6)
    }

    @Test func aFlippedByteIsFoundAndItsRowNamedByVerifyAndByAStart() throws {
        try fill()
        try Spoil.row(8, of: place.journal)
        #expect(brokenRow() == 8)
        #expect(throws: JournalError.self) { try place.open() }
    }

    @Test(arguments: [
        ("DELETE FROM journal WHERE first = 8", 8),
        ("UPDATE journal SET time = time + 1 WHERE first = 11", 11),
        ("UPDATE journal SET time = 0 WHERE first = 5", 5),
        ("UPDATE journal SET count = 2 WHERE first = 5", 5),
        ("UPDATE journal SET count = 0 WHERE first = 14", 14),
        ("UPDATE journal SET codec = 0 WHERE first = 2", 2),
        ("UPDATE journal SET epoch = 0 WHERE first = 2", 2),
        ("UPDATE journal SET first = 9 WHERE first = 8", 8),
        ("UPDATE journal SET payload = x'00' WHERE first = 8", 8),
        ("UPDATE journal SET payload = 'text' WHERE first = 8", 8),
        ("UPDATE journal SET hash = x'00' WHERE first = 8", 8),
        ("DELETE FROM journal WHERE first = 1", 1),
    ])
    func whateverIsChangedTheFirstWrongRowIsNamed(sql: String, first: UInt64) throws {
        try fill()
        try Spoil.execute(sql, in: place.journal)
        #expect(brokenRow() == first, "\(sql)")
    }

    @Test(arguments: [
        "UPDATE journal SET codec = 2 WHERE first = 5",
        "INSERT INTO journal SELECT first + 3, count, epoch, time, 9, payload, hash FROM journal "
            + "WHERE first = 14",
    ])
    func aRowOfANewerFormatIsRefusedAsNewerAndNothingIsChanged(sql: String) throws {
        try fill()
        try Spoil.execute(sql, in: place.journal)
        let error = #expect(throws: JournalError.self) { try place.verify() }
        guard let error, case .ofNewerVersion(let first, _) = error else {
            Issue.record("it is not said to be newer")
            return
        }
        #expect(first == 5 || first == 17)
        #expect(error.description.contains("newer version"))
        #expect(throws: JournalError.self) { try place.open() }
        #expect(throws: JournalError.self) { try place.verify() }
    }

    @Test func aRecordOfAKindThatOnlyANewerMachineWritesIsRefusedAsNewer() throws {
        // It is on disk before it is applied, as a newer program would have left it.
        _ = try? GroupCommit(
            place.configuration, now: .start, founding: { [Record(kind: 5)] }, genesis: { Tally() })
        let refusal = JournalError.ofNewerVersion(
            first: 1, reason: "has a record of kind 5, unknown to this program")
        #expect(throws: refusal) { try place.verify() }
        #expect(throws: refusal) { _ = try place.open() }
    }

    @Test func everyByteOfTheFileIsGuardedOrOfNoMeaning() throws {
        try fill()
        let url = URL(fileURLWithPath: place.journal)
        let whole = try [UInt8](Data(contentsOf: url))
        let state = try place.replayed()
        var found = 0
        for index in stride(from: 0, to: whole.count, by: 61) {
            var bytes = whole
            bytes[index] ^= 0x10
            try Data(bytes).write(to: url)
            do {
                let now = try place.replayed()
                #expect(now == state || now == nil, "byte \(index)")
            } catch { found += 1 }
        }
        #expect(found > 0)
    }

    @Test func aMachinesOwnInvariantBreaksTheRowThatViolatesIt() throws {
        struct TooMuch: Error {}
        try fill()
        #expect(throws: JournalError.brokenRow(first: 8, reason: "TooMuch()")) {
            try JournalFile.verify(place.journal, as: Tally.self) { machine, _ in
                if machine.sums["a", default: 0] > 6 { throw TooMuch() }
            }
        }
    }
}
