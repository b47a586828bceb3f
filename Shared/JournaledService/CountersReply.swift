import Journal

/// `system.counters`, back link only: what the journal has done since the process started.
struct CountersReply: Codable, Sendable {
    var requests: UInt64
    var groups: UInt64
    var syncs: UInt64
    var records: UInt64
    var largestGroup: Int
    var longestSyncMicroseconds: Int64
    var totalSyncMicroseconds: Int64

    init(_ counters: JournalCounters) {
        requests = counters.requests
        groups = counters.groups
        syncs = counters.syncs
        records = counters.records
        largestGroup = counters.largestGroup
        longestSyncMicroseconds = CountersReply.microseconds(counters.longestSync)
        totalSyncMicroseconds = CountersReply.microseconds(counters.totalSync)
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1_000_000
            + duration.components.attoseconds / 1_000_000_000_000
    }
}
