/// Counts latencies in buckets that are at most 1.6 % wide, whatever their size.
struct Histogram {
    /// 64 buckets for each doubling; a bucket's unit is a tenth of a microsecond.
    private static let subBits = 6
    private static let unit: UInt64 = 100
    private var counts = [UInt32](repeating: 0, count: 64 * 40)
    private(set) var count = 0

    mutating func record(nanoseconds: UInt64) {
        let index = min(Histogram.index(nanoseconds / Histogram.unit), counts.count - 1)
        counts[index] += 1
        count += 1
    }

    /// The value below which this share of the recorded lies, in microseconds; 0 where nothing
    /// was recorded.
    func percentile(_ share: Double) -> Double {
        let wanted = max(1, Int((Double(count) * share).rounded(.up)))
        var seen = 0
        for (index, amount) in counts.enumerated() {
            seen += Int(amount)
            if seen >= wanted { return Histogram.middle(of: index) / 10 }
        }
        return 0
    }

    private static func index(_ value: UInt64) -> Int {
        guard value >= 64 else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - subBits
        return 64 * (shift + 1) + Int(value >> UInt64(shift)) - 64
    }

    private static func middle(of index: Int) -> Double {
        guard index >= 64 else { return Double(index) }
        let shift = index / 64 - 1
        let low = UInt64(index % 64 + 64) << UInt64(shift)
        return Double(low) + Double(UInt64(1) << UInt64(shift)) / 2
    }
}
