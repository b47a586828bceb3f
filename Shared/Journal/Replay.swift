import BranchDomain

/// The state as the fold of the journal: rows go in, in order, and each is checked first.
struct Replay<Machine: StateMachine> {
    /// nil until the first row, which brings the machine's first state.
    private(set) var machine: Machine?
    /// Whether there is a machine: to compare it with nil would copy it, for each record.
    private var hasBegun = false
    private(set) var ids: RememberedIDs
    /// The last sequence.
    private(set) var head: UInt64 = 0
    private(set) var time = Timestamp(milliseconds: 0)
    private(set) var epoch: UInt64 = 0
    private(set) var chain = ChainHash.pending
    /// Records that changed something since the snapshot, or since the beginning.
    private(set) var changes: UInt64 = 0

    /// From the first row on.
    init(_ bounds: RememberedIDs.Bounds) {
        ids = RememberedIDs(bounds)
    }

    /// From behind a snapshot on.
    init(
        machine: Machine, ids: RememberedIDs, head: UInt64, time: Timestamp, epoch: UInt64,
        chain: ChainHash
    ) {
        self.machine = machine
        hasBegun = true
        self.ids = ids
        self.head = head
        self.time = time
        self.epoch = epoch
        self.chain = chain
    }

    /// Checks a row against all before it, then applies its records.
    ///
    /// - Throws: ``JournalError/brokenRow(first:reason:)``, or
    ///   ``JournalError/ofNewerVersion(first:reason:)``.
    mutating func consume(_ row: JournalRow) throws(JournalError) {
        try check(row)
        for index in 0..<row.count {
            try consume(row.record(at: index), sequence: row.first + UInt64(index), of: row)
        }
        assert(head == row.last, "a row is consumed whole")
        (time, epoch, chain) = (row.at, row.epoch, row.hash)
    }

    private func check(_ row: JournalRow) throws(JournalError) {
        func broken(_ reason: String) -> JournalError {
            .brokenRow(first: row.first, reason: reason)
        }
        guard row.first == head + 1 else {
            throw JournalError.brokenRow(
                first: head + 1, reason: "the next row begins at \(row.first)")
        }
        guard row.at >= time else { throw broken("its time is before that of the row before") }
        guard row.epoch >= epoch else { throw broken("its epoch is before that of the row before") }
        let hash = RowCodec.chain(
            after: chain, first: row.first, count: row.count, epoch: row.epoch, at: row.at,
            payload: row.payload)
        guard hash == row.hash else { throw broken("its hash is not that of its content") }
    }

    private mutating func consume(
        _ record: Record, sequence: UInt64, of row: JournalRow
    ) throws(JournalError) {
        head = sequence
        guard ids.note(record, sequence: sequence) else {
            throw JournalError.brokenRow(
                first: row.first, reason: "it has a second verdict on one id")
        }
        if record.kind < Record.firstJournalKind { changes += 1 }
        switch record.kind {
        case Record.refusalKind, Record.refusalKind | Record.bulkFlag: break
        case JournalKind.genesis: try begin(with: record, sequence: sequence, of: row)
        case JournalKind.snapshot: break
        case JournalKind.watermark, JournalKind.bulkWatermark: ids.follow(record)
        case Record.firstJournalKind...: throw ofNewer(record, row)
        default:
            guard Machine.knows(record.kind & ~Record.bulkFlag) else { throw ofNewer(record, row) }
            guard hasBegun else {
                throw JournalError.brokenRow(first: row.first, reason: "it lacks a beginning")
            }
            machine?.apply(record, sequence: sequence, at: row.at)
        }
    }

    /// The row's hash held, so that nobody but a newer program can have written it.
    private func ofNewer(_ record: Record, _ row: JournalRow) -> JournalError {
        .ofNewerVersion(
            first: row.first, reason: "has a record of kind \(record.kind), unknown to this program"
        )
    }

    private mutating func begin(
        with record: Record, sequence: UInt64, of row: JournalRow
    ) throws(JournalError) {
        guard sequence == 1 else {
            throw JournalError.brokenRow(first: row.first, reason: "it begins a second time")
        }
        do {
            machine = try Machine(snapshot: record.varying)
            hasBegun = true
        } catch {
            throw JournalError.brokenRow(
                first: row.first, reason: "the machine cannot read its beginning: \(error)")
        }
    }
}
