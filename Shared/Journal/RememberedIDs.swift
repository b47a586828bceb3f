import BranchDomain

/// The verdicts that are remembered: those on requests, and, apart so that they never push one
/// out, those on the records of bulk messages.
struct RememberedIDs: Sendable {
    struct Bounds: Sendable {
        var requests: IdempotencyWindow.Bounds
        var bulk: IdempotencyWindow.Bounds

        init(_ configuration: JournalConfiguration) {
            requests = configuration.window
            bulk = configuration.bulkWindow
        }

        /// As they are where nobody says otherwise.
        init() {
            requests = IdempotencyWindow.Bounds()
            bulk = .bulk
        }
    }

    var requests: IdempotencyWindow
    var bulk: IdempotencyWindow

    init(_ bounds: Bounds) {
        requests = IdempotencyWindow(bounds: bounds.requests)
        bulk = IdempotencyWindow(bounds: bounds.bulk)
    }

    init(requests: IdempotencyWindow, bulk: IdempotencyWindow) {
        self.requests = requests
        self.bulk = bulk
    }

    var count: Int { requests.count + bulk.count }

    /// Remembers a verdict; a record without an id is none.
    ///
    /// - Returns: Whether it is the first verdict on its id.
    mutating func note(_ record: Record, sequence: UInt64) -> Bool {
        guard record.id != .none else { return true }
        if record.isBulk {
            return bulk.insert(record.id, fingerprint: record.fingerprint, sequence: sequence)
        }
        return requests.insert(record.id, fingerprint: record.fingerprint, sequence: sequence)
    }

    func verdict(on id: RequestID) -> UInt64? {
        (requests.entry(for: id) ?? bulk.entry(for: id))?.sequence
    }

    /// Lets go of what the bounds no longer hold; the records that say so.
    mutating func evict(now: Timestamp) -> [Record] {
        let gone = [
            (JournalKind.watermark, requests.evict(now: now)),
            (JournalKind.bulkWatermark, bulk.evict(now: now)),
        ]
        return gone.compactMap { kind, watermark in
            watermark.map { time in
                Record(kind: kind, fixed: FixedWords(UInt64(bitPattern: time.milliseconds)))
            }
        }
    }

    /// Follows an eviction that is in the journal.
    mutating func follow(_ record: Record) {
        let time = Timestamp(milliseconds: Int64(bitPattern: record.fixed.w0))
        switch record.kind {
        case JournalKind.watermark: requests.raise(to: time)
        case JournalKind.bulkWatermark: bulk.raise(to: time)
        default: preconditionFailure("kind \(record.kind) is no watermark")
        }
    }
}
