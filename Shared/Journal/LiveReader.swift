import BranchDomain

/// What the rules may look back at: the file, and behind its end the group not yet on disk.
final class LiveReader: JournalReader {
    private let store: JournalStore
    var ids: RememberedIDs
    /// The records of the group, in order; their sequences follow `durableHead`.
    var pending: [Record] = []
    private(set) var durableHead: UInt64
    /// The time that the group will have.
    var time: Timestamp
    /// The rows read or written last, newest last: what is asked for is mostly among them.
    private var recent: [JournalRow] = []
    private var recentBytes = 0

    private static let mostRecentRows = 64
    private static let mostRecentBytes = 16 << 20

    init(store: JournalStore, ids: RememberedIDs, head: UInt64, time: Timestamp) {
        self.store = store
        self.ids = ids
        self.durableHead = head
        self.time = time
    }

    var head: UInt64 { durableHead + UInt64(pending.count) }

    func verdict(on id: RequestID) -> UInt64? { ids.verdict(on: id) }

    func record(at sequence: UInt64) throws -> (record: Record, position: Position)? {
        if sequence > durableHead {
            let index = sequence - durableHead - 1
            guard index < UInt64(pending.count) else { return nil }
            return (
                pending[Int(index)], Position(sequence: sequence, at: time, chain: .pending)
            )
        }
        guard let row = try row(holding: sequence) else { return nil }
        return (try row.record(at: Int(sequence - row.first)), row.position(of: sequence))
    }

    func records(
        after: UInt64, limit: Int
    ) throws -> [(record: Record, position: Position)] {
        var found: [(record: Record, position: Position)] = []
        var sequence = after
        while found.count < limit {
            sequence += 1
            guard let next = try record(at: sequence) else { break }
            found.append(next)
        }
        return found
    }

    /// Takes over what has become durable.
    func didAppend(_ rows: [JournalRow]) {
        for row in rows {
            precondition(row.first == durableHead + 1, "rows follow one another")
            durableHead = row.last
            remember(row)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func row(holding sequence: UInt64) throws -> JournalRow? {
        if let row = recent.last(where: { $0.first <= sequence && sequence <= $0.last }) {
            return row
        }
        guard let row = try store.row(holding: sequence) else { return nil }
        remember(row)
        return row
    }

    private func remember(_ row: JournalRow) {
        recent.append(row)
        recentBytes += row.payload.count
        while recent.count > LiveReader.mostRecentRows || recentBytes > LiveReader.mostRecentBytes {
            recentBytes -= recent.removeFirst().payload.count
        }
    }
}
