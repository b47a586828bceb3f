/// Where a journal lies and what bounds it.
public struct JournalConfiguration: Sendable {
    /// The SQLite file.
    public var path: String
    /// The directory of the snapshots.
    public var snapshots: String
    /// A snapshot is taken after so many records, or after as many as ids are remembered where
    /// they are more; and at a clean stop.
    public var recordsBetweenSnapshots: UInt64 = 500_000
    public var window = IdempotencyWindow.Bounds()
    /// Of the ids of records in bulk messages.
    public var bulkWindow = IdempotencyWindow.Bounds.bulk
    /// Below so many free bytes of the file system writes are refused.
    public var leastFreeBytes: UInt64 = 128 << 20
    /// The free bytes of the file system of a path, nil where it cannot be told.
    public var freeBytes: @Sendable (String) -> UInt64? = FreeSpace.bytes(at:)
    /// After so many pages of 4 KiB the write-ahead log is copied into the file. Each time costs
    /// two syncs more, so it is done seldom.
    public var pagesBetweenCheckpoints = 8192

    public init(path: String, snapshots: String? = nil) {
        self.path = path
        self.snapshots = snapshots ?? path + ".snapshots"
    }
}
