import BranchDomain
import Foundation

/// What an operator does with a journal's file, also while a service writes it.
public enum JournalFile {
    /// What a verification found where all of it holds.
    public struct Verified: Sendable, Equatable {
        public let rows: Int
        /// The last sequence.
        public let head: UInt64
        public let time: Timestamp
        public let chain: ChainHash
    }

    /// Replays the journal from its first row and checks chain, sequences, times and codec.
    ///
    /// - Parameter afterRow: Checks the machine's own invariants; what it throws breaks the row.
    /// - Throws: ``JournalError/brokenRow(first:reason:)`` naming the first row that is wrong.
    public static func verify<Machine: StateMachine>(
        _ path: String, as machine: Machine.Type,
        afterRow: (Machine, JournalRow) throws -> Void = { _, _ in }
    ) throws -> Verified {
        let store = try JournalStore(reading: path)
        var replay = Replay<Machine>(RememberedIDs.Bounds())
        var rows = 0
        try store.forEachRow(from: 1) { row in
            try replay.consume(row)
            rows += 1
            guard let machine = replay.machine else { return }
            do {
                try afterRow(machine, row)
            } catch {
                throw JournalError.brokenRow(first: row.first, reason: "\(error)")
            }
        }
        try store.close()
        return Verified(rows: rows, head: replay.head, time: replay.time, chain: replay.chain)
    }

    /// How many records a journal has.
    public static func head(of path: String) throws -> UInt64 {
        let store = try JournalStore(reading: path)
        let head = try store.lastRow()?.last ?? 0
        try store.close()
        return head
    }

    /// One record where it stands, its row checked against the hash of the row before.
    ///
    /// - Returns: Nil where the journal has no such record.
    /// - Throws: ``JournalError/brokenRow(first:reason:)`` where the row is not what its hash says.
    public static func record(
        at sequence: UInt64, of path: String
    ) throws -> (record: Record, position: Position)? {
        let store = try JournalStore(reading: path)
        defer { try? store.close() }
        guard let row = try store.row(holding: sequence) else { return nil }
        let before = row.first > 1 ? try store.row(holding: row.first - 1) : nil
        let hash = RowCodec.chain(
            after: before?.hash ?? .pending, first: row.first, count: row.count,
            epoch: row.epoch, at: row.at, payload: row.payload)
        guard hash == row.hash else {
            throw JournalError.brokenRow(
                first: row.first, reason: "its hash is not that of its content")
        }
        let record = try row.record(at: Int(sequence - row.first))
        return (record, row.position(of: sequence))
    }

    /// Puts a copy in a journal's place; what was there keeps its name with `suffix` behind it.
    ///
    /// - Throws: ``JournalError/inUse(path:)`` where a service runs on the journal.
    public static func restore(
        _ path: String, snapshots: String, from copy: String, setAside suffix: String
    ) throws {
        let lock = try JournalLock(beside: path)
        defer { lock.release() }
        let files = FileManager.default
        // Whole and on disk before anything is touched: a full disk must not leave no journal,
        // since the service would begin a new one.
        let ready = path + ".restoring"
        try? files.removeItem(atPath: ready)
        try backUp(from: copy, to: ready)
        // The log belongs to the file that it is beside, the snapshots to what is in it.
        for old in [path, path + "-wal", path + "-shm", snapshots]
        where files.fileExists(atPath: old) {
            try files.moveItem(atPath: old, toPath: old + suffix)
        }
        try files.moveItem(atPath: ready, toPath: path)
    }

    /// Copies a journal to a new file, consistent in itself, while it may go on being written.
    public static func backUp(from path: String, to copy: String) throws {
        let store = try JournalStore(reading: path)
        try store.backUp(to: copy)
        try store.close()
    }
}
