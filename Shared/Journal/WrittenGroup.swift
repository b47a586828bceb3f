/// The records that a commit made durable together, with the rows that hold them.
struct WrittenGroup {
    private let records: [Record]
    private let rows: [JournalRow]

    /// A group that wrote nothing.
    init() {
        records = []
        rows = []
    }

    init(records: [Record], rows: [JournalRow]) {
        precondition(rows.reduce(0) { $0 + $1.count } == records.count, "rows hold all records")
        self.records = records
        self.rows = rows
    }

    func record(at sequence: UInt64) -> (record: Record, position: Position)? {
        guard let first = rows.first?.first, sequence >= first else { return nil }
        let index = Int(sequence - first)
        guard index < records.count else { return nil }
        let row = rows[index / RowCodec.recordsWritten]
        return (records[index], row.position(of: sequence))
    }

    /// What the machine tells its subscribers of, one by one.
    var told: [(record: Record, position: Position)] {
        var told: [(record: Record, position: Position)] = []
        var index = 0
        for row in rows {
            for sequence in row.first...row.last {
                let record = records[index]
                index += 1
                guard record.isMachines, !record.isBulk else { continue }
                told.append((record, row.position(of: sequence)))
            }
        }
        return told
    }

    /// The first and last sequence of what came in bulk messages.
    var bulk: ClosedRange<UInt64>? {
        guard let base = rows.first?.first,
            let first = records.firstIndex(where: { $0.isBulk && $0.isMachines }),
            let last = records.lastIndex(where: { $0.isBulk && $0.isMachines })
        else { return nil }
        return base + UInt64(first)...base + UInt64(last)
    }
}
