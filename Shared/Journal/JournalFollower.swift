import BranchDomain

/// Reads a journal from its first row on, a stretch at a time, while a service may go on writing
/// it: what makes reports of the past without asking the service.
///
/// It trusts the file: ``JournalFile/verify(_:as:afterRow:)`` is what checks hashes. One thread.
public final class JournalFollower<Machine: StateMachine> {
    private let store: JournalStore
    private let equip: (inout Machine) -> Void
    private var machine: Machine?
    /// The last sequence that was read.
    public private(set) var head: UInt64 = 0

    /// - Parameter equip: Gives the machine what is no state of it.
    /// - Throws: ``JournalError`` where the file is no journal.
    public init(_ path: String, equip: @escaping (inout Machine) -> Void) throws {
        store = try JournalStore(reading: path)
        self.equip = equip
    }

    /// Gives the records of the next rows to `before` and, applied, to `after`.
    ///
    /// - Returns: How many rows there were; 0 at the journal's end.
    /// - Throws: ``JournalError`` naming a row that cannot be read.
    @discardableResult
    public func advance(
        rows limit: Int, before: (Machine, Record, Timestamp) -> Void,
        after: (Machine, Record, Timestamp) -> Void
    ) throws -> Int {
        let rows = try store.rows(from: head + 1, limit: limit)
        for row in rows {
            for index in 0..<row.count {
                let record = try row.record(at: index)
                head = row.first + UInt64(index)
                if record.kind == JournalKind.genesis {
                    var first = try Machine(snapshot: record.varying)
                    equip(&first)
                    machine = first
                }
                guard record.isMachines else { continue }
                if let machine { before(machine, record, row.at) }
                machine?.apply(record, sequence: head, at: row.at)
                if let machine { after(machine, record, row.at) }
            }
        }
        return rows.count
    }

    public func close() throws { try store.close() }
}
