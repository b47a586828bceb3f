/// What a journal has done since its process started.
public struct JournalCounters: Sendable, Equatable {
    public var requests: UInt64 = 0
    /// Commits, those with nothing to write included.
    public var groups: UInt64 = 0
    /// Commits that waited for the disk.
    public var syncs: UInt64 = 0
    public var records: UInt64 = 0
    /// Requests in the last group, and in the largest.
    public var lastGroup = 0
    public var largestGroup = 0
    /// How long the last append and its sync took, the longest one, and all of them together.
    public var lastSync = Duration.zero
    public var longestSync = Duration.zero
    public var totalSync = Duration.zero

    public init() {}

    mutating func didSync(_ duration: Duration, records: Int) {
        syncs += 1
        self.records += UInt64(records)
        lastSync = duration
        longestSync = max(longestSync, duration)
        totalSync += duration
    }

    mutating func didCommit(requests: Int) {
        groups += 1
        lastGroup = requests
        largestGroup = max(largestGroup, requests)
    }
}
