/// How often how long, within one part in 32: few bytes for few values, and sums of days are
/// added without the values themselves.
struct LogHistogram: Sendable, Equatable {
    fileprivate struct Bucket: Sendable, Equatable {
        let index: UInt16
        var count: UInt32
    }

    /// By index, none empty.
    fileprivate var buckets: [Bucket] = []
    private(set) var count = 0
    /// Milliseconds.
    private(set) var sum: Int64 = 0
    private(set) var longest: Int64 = 0

    mutating func add(_ milliseconds: Int64) {
        let value = LogHistogram.clamped(milliseconds)
        count += 1
        sum += value
        longest = max(longest, value)
        change(LogHistogram.index(of: value), by: 1)
    }

    /// Takes a value back that was added; the longest stays known.
    mutating func remove(_ milliseconds: Int64) {
        let value = LogHistogram.clamped(milliseconds)
        count -= 1
        sum -= value
        change(LogHistogram.index(of: value), by: -1)
        assert(count >= 0 && sum >= 0, "only what was added is taken back")
    }

    private mutating func change(_ index: UInt16, by difference: Int) {
        var (low, high) = (0, buckets.count)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].index < index { low = middle + 1 } else { high = middle }
        }
        if low == buckets.count || buckets[low].index != index {
            precondition(difference > 0, "only what was added is taken back")
            buckets.insert(Bucket(index: index, count: UInt32(difference)), at: low)
            return
        }
        let changed = Int(buckets[low].count) + difference
        precondition(changed >= 0, "only what was added is taken back")
        if changed == 0 {
            buckets.remove(at: low)
        } else {
            buckets[low].count = UInt32(changed)
        }
    }

    /// Nothing in a branch takes a hundred days.
    private static func clamped(_ milliseconds: Int64) -> Int64 {
        min(max(0, milliseconds), (1 << 33) - 1)
    }

    /// Below 64 each value has its own; then 32 between two powers of two.
    fileprivate static func index(of value: Int64) -> UInt16 {
        guard value >= 64 else { return UInt16(value) }
        let power = 63 - value.leadingZeroBitCount
        return UInt16(power * 32 + Int(value >> (power - 5)) - 32 - 128)
    }

    fileprivate static func middle(of index: UInt16) -> Int64 {
        guard index >= 64 else { return Int64(index) }
        let (power, part) = (Int(index) + 128).quotientAndRemainder(dividingBy: 32)
        let low = Int64(32 + part) << (power - 5)
        return low + Int64(1) << (power - 5) / 2
    }
}

/// Many histograms added up: one addition for each bucket of theirs.
struct HistogramSum: Sendable, Equatable {
    private var counts: [UInt32] = []
    private(set) var count = 0
    /// Milliseconds.
    private(set) var sum: Int64 = 0
    private(set) var longest: Int64 = 0

    mutating func add(_ other: LogHistogram) {
        guard other.count > 0 else { return }
        if counts.isEmpty {
            counts = [UInt32](repeating: 0, count: Int(LogHistogram.index(of: (1 << 33) - 1)) + 1)
        }
        for bucket in other.buckets { counts[Int(bucket.index)] += bucket.count }
        count += other.count
        sum += other.sum
        longest = max(longest, other.longest)
    }

    /// Milliseconds that this part of the values is at most; 0 where there are none.
    func percentile(_ share: Double) -> Int64 {
        let rank = max(1, Int((share * Double(count)).rounded(.up)))
        var seen = 0
        for (index, times) in counts.enumerated() where times > 0 {
            seen += Int(times)
            if seen >= rank { return min(longest, LogHistogram.middle(of: UInt16(index))) }
        }
        return 0
    }
}
