import BranchDomain

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

    /// Copies a journal to a new file, consistent in itself, while it may go on being written.
    public static func backUp(from path: String, to copy: String) throws {
        let store = try JournalStore(reading: path)
        try store.backUp(to: copy)
        try store.close()
    }
}
