import BranchDomain

/// The records that are the journal's own; a machine never sees them.
enum JournalKind {
    /// The machine's first state; `varying` is its snapshot. Always sequence 1.
    static let genesis: UInt16 = 0xF000
    /// A snapshot was written: `w0` is the last sequence in it, `varying` the SHA-256 of its file.
    static let snapshot: UInt16 = 0xF001
    /// Ids at or below `w0`, Unix milliseconds, are no longer remembered.
    static let watermark: UInt16 = 0xF002
    /// The same of the ids in bulk messages.
    static let bulkWatermark: UInt16 = 0xF003
}

extension Record {
    /// Whether the record is for the machine to apply and to publish.
    var isMachines: Bool { !isRefusal && kind < Record.firstJournalKind }

    /// Whether it is a "no" that is a verdict.
    public var isRefusal: Bool { kind & ~Record.bulkFlag == Record.refusalKind }
}
