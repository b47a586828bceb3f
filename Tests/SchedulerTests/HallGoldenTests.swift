import BranchDomain
import Foundation
import Journal
import Messages
import Testing

@testable import Scheduler

/// Snapshots as they lie on disk: what was written must be read for ever, and what is written
/// changes only with its version.
@Suite struct HallGoldenTests {
    /// `Golden/hall-N.base64`: the busy hall of ``HallSnapshotTests`` in the layout of version N.
    private func golden(_ version: Int) throws -> [UInt8] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/hall-\(version).base64")
        let data = try Data(contentsOf: file)
        return [UInt8](
            try #require(Data(base64Encoded: data, options: .ignoreUnknownCharacters)))
    }

    @Test func todaysLayoutIsThatOfItsVersion() throws {
        let bytes = try HallSnapshotTests().busy().hall.snapshot()
        #expect(bytes.first == 4)
        // Another layout needs another version, and the old one still read.
        #expect(bytes == (try golden(4)), "\(Data(bytes).base64EncodedString())")
    }

    @Test func aSnapshotOfVersion3IsReadWhole() throws {
        let old = try QueueHall(snapshot: golden(3))
        let present = try QueueHall(snapshot: golden(4))
        try old.check()
        #expect(old.day == present.day && old.counters == present.counters)
        #expect(old.tickets == present.tickets && old.details == present.details)
        #expect(old.parked == present.parked && old.appointments == present.appointments)
        #expect(old.nextArrival == present.nextArrival && old.busy == present.busy)
        for (one, other) in zip(old.services, present.services) {
            #expect(one.definition == other.definition && one.line == other.line)
            #expect(one.tally == other.tally && one.recent == other.recent)
            #expect(one.occupancy == other.occupancy && one.turn == other.turn)
            // What nobody measured then is measured from now on.
            #expect(one.pace.meanMilliseconds == other.pace.meanMilliseconds)
            #expect(one.pace.samples == other.pace.samples && one.pace.turns == 0)
        }
        #expect(present.services.contains { $0.pace.turns > 0 })
        #expect(old.snapshot().first == 4)
    }

    @Test(arguments: [0, 1, 5, 255] as [UInt8])
    func aVersionThatIsUnknownIsNamed(version: UInt8) throws {
        var bytes = try golden(4)
        bytes[0] = version
        #expect(throws: SnapshotError.unknownVersion(version)) {
            try QueueHall(snapshot: bytes)
        }
    }

    /// Back from a later version to this one: its snapshot is passed over, and the journal tells.
    @Test func aSnapshotOfALaterVersionIsPassedOverForTheJournal() throws {
        let folder = try Folder()
        let path = folder.path + "/scheduler.sqlite"
        let later = try JournaledHall.open(
            path, HallDesk.begin,
            equip: { (machine: inout LaterHall) in
                machine.hall.environment = JournaledHall.environment
            },
            founding: { try QueueHall.founding(HallDesk.two) },
            genesis: { LaterHall(hall: QueueHall()) })
        later.tick(now: HallDesk.begin)
        for number in 1...3 as ClosedRange<UInt64> {
            later.submit(
                Command(
                    method: .queueIssue,
                    id: RequestID(at: HallDesk.begin, random: (number, number)),
                    principal: HallDesk.kiosk, body: Array(#"{"service":"cash"}"#.utf8)))
        }
        _ = try later.commit()
        let state = later.machine.hall.snapshot()
        try later.close()
        let snapshots = try FileManager.default.contentsOfDirectory(atPath: path + ".snapshots")
        #expect(snapshots.count == 1)
        let again: GroupCommit<QueueHall> = try JournaledHall.open(
            path, HallDesk.begin, equip: { $0.environment = JournaledHall.environment },
            founding: { [] }, genesis: { QueueHall() })
        #expect(again.machine.snapshot() == state)
        #expect(again.machine.tickets.open == 3)
        try again.close()
    }
}

/// The hall of a version that is still to come, whose snapshots this one cannot read.
private struct LaterHall: StateMachine {
    var hall: QueueHall

    init(hall: QueueHall) {
        self.hall = hall
    }

    init(snapshot: [UInt8]) throws {
        hall = try QueueHall(
            snapshot: snapshot.first == 200 ? Array(snapshot.dropFirst()) : snapshot)
    }

    /// Its journal was begun by this version.
    func snapshot() -> [UInt8] { hall.day == nil ? hall.snapshot() : [200] + hall.snapshot() }

    func decide(
        _ command: Command, now: Timestamp, next: UInt64, reader: any JournalReader
    ) throws(Refusal) -> Decision {
        try hall.decide(command, now: now, next: next, reader: reader)
    }

    mutating func apply(_ record: Record, sequence: UInt64, at time: Timestamp) {
        hall.apply(record, sequence: sequence, at: time)
    }

    func tick(now: Timestamp, next: UInt64) -> [Record] { hall.tick(now: now, next: next) }

    var nextDeadline: Timestamp? { hall.nextDeadline }

    func answer(to record: Record, at position: Position, principal: Principal) -> [UInt8] {
        hall.answer(to: record, at: position, principal: principal)
    }

    mutating func publications(
        of group: [(record: Record, position: Position)], wanted: (String) -> Bool
    ) -> [Publication] { hall.publications(of: group, wanted: wanted) }

    func initialPublications() -> [Publication] { hall.initialPublications() }
}
