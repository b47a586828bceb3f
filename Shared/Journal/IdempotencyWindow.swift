import BranchDomain
import Messages

/// The verdicts that are remembered: request id → fingerprint and sequence, bounded by time and
/// by number.
///
/// Ids lie in buckets of 1,024 ms of their own time. The oldest bucket goes first and raises the
/// watermark to its end, so whatever the watermark has not passed is known without holes.
public struct IdempotencyWindow: Sendable {
    public struct Bounds: Sendable, Equatable {
        /// How many ids are remembered at most.
        public var ids = 1_000_000
        /// How old an id may be.
        public var age = Duration.seconds(24 * 3600)
        /// How far ahead of the journal's time an id may be.
        public var ahead = Duration.seconds(5 * 60)

        public init() {}

        /// Of the ids in bulk messages, which come by the million.
        public static var bulk: Bounds {
            var bounds = Bounds()
            bounds.ids = 2_000_000
            return bounds
        }
    }

    /// What is remembered of an id.
    struct Entry: Sendable, Equatable {
        let fingerprint: UInt64
        let sequence: UInt64
    }

    /// What an id is to the window.
    enum Judgement: Equatable {
        case new
        case known(sequence: UInt64)
        case refused(Refusal)
    }

    private let bounds: Bounds
    /// `age` and `ahead` of the bounds in milliseconds: reckoned once, asked for each id.
    private let age: Int64
    private let ahead: Int64
    /// Which buckets there are, ascending.
    private var order: [UInt64] = []
    /// The ids of each bucket, in the same order.
    private var buckets: [IDTable] = []
    public private(set) var count = 0
    /// Ids at or below this time are expired.
    public private(set) var watermark: Timestamp

    init(bounds: Bounds, watermark: Timestamp = Timestamp(milliseconds: -1)) {
        self.bounds = bounds
        age = Timestamp(milliseconds: 0).adding(bounds.age).milliseconds
        ahead = Timestamp(milliseconds: 0).adding(bounds.ahead).milliseconds
        self.watermark = watermark
    }

    /// The verdict on an id, nil where there is none or none is remembered.
    func entry(for id: RequestID) -> Entry? {
        place(of: IdempotencyWindow.bucket(of: id)).flatMap { buckets[$0].entry(for: id) }
    }

    func judge(_ id: RequestID, fingerprint: UInt64, now: Timestamp) -> Judgement {
        if id.time.milliseconds > now.milliseconds + ahead {
            return .refused(
                Refusal(
                    .idFromFuture, "The id's time is ahead of the branch's.",
                    details: ["now": "\(now.milliseconds)"]))
        }
        if id.time <= watermark || id.time.milliseconds < now.milliseconds - age {
            return .refused(Refusal(.idExpired, "The id is too old to be told from a repeat."))
        }
        guard let entry = entry(for: id) else { return .new }
        if entry.fingerprint != fingerprint {
            return .refused(Refusal(.idReused, "The id was used for another request."))
        }
        return .known(sequence: entry.sequence)
    }

    /// Remembers a verdict; below the watermark there is nothing to remember.
    ///
    /// - Returns: Whether it is the first verdict on the id.
    @discardableResult
    mutating func insert(_ id: RequestID, fingerprint: UInt64, sequence: UInt64) -> Bool {
        guard id.time > watermark else { return true }
        let key = IdempotencyWindow.bucket(of: id)
        let entry = Entry(fingerprint: fingerprint, sequence: sequence)
        let isFirst = buckets[place(of: key) ?? open(key)].insert(id, entry)
        if isFirst { count += 1 }
        return isFirst
    }

    /// Lets go of what the bounds no longer hold.
    ///
    /// - Returns: The watermark that this raised, nil where nothing was let go.
    mutating func evict(now: Timestamp) -> Timestamp? {
        let horizon = Timestamp(milliseconds: now.milliseconds - age)
        var gone = 0
        while gone < order.count,
            count > bounds.ids || IdempotencyWindow.end(of: order[gone]) < horizon
        {
            leave(gone)
            gone += 1
        }
        guard gone > 0 else { return nil }
        forget(first: gone)
        return watermark
    }

    /// Follows an eviction that is in the journal.
    mutating func raise(to time: Timestamp) {
        var gone = 0
        while gone < order.count, IdempotencyWindow.end(of: order[gone]) <= time {
            leave(gone)
            gone += 1
        }
        forget(first: gone)
        watermark = max(watermark, time)
    }

    /// Every remembered id with its verdict, in no order.
    func forEach(_ body: (RequestID, Entry) -> Void) {
        for bucket in buckets { bucket.forEach(body) }
    }

    /// The bucket's ids count no more, and none as old is taken any more.
    private mutating func leave(_ index: Int) {
        count -= buckets[index].count
        watermark = max(watermark, IdempotencyWindow.end(of: order[index]))
        assert(count >= 0, "the window's count is that of its buckets")
    }

    private mutating func forget(first gone: Int) {
        order.removeFirst(gone)
        buckets.removeFirst(gone)
    }

    /// Where a bucket stands; most ids are of the newest ones.
    private func place(of key: UInt64) -> Int? {
        guard let last = order.last, key <= last else { return nil }
        if key == last { return order.count - 1 }
        let index = lowerBound(of: key)
        return index < order.count && order[index] == key ? index : nil
    }

    /// - Returns: The place of the new bucket.
    private mutating func open(_ key: UInt64) -> Int {
        let index = lowerBound(of: key)
        order.insert(key, at: index)
        buckets.insert(IDTable(), at: index)
        return index
    }

    /// The first place whose bucket is not before `key`.
    private func lowerBound(of key: UInt64) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if order[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func bucket(of id: RequestID) -> UInt64 { id.high >> 26 }

    private static func end(of bucket: UInt64) -> Timestamp {
        Timestamp(milliseconds: Int64(bucket << 10) + 1023)
    }
}
