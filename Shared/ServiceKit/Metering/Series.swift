import CoreMetrics
import Synchronization

/// A number that any thread may change without a lock.
final class NumberSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, Sendable {
    /// The bits of a `Double`: whole numbers are exact up to 2⁵³.
    private let bits = Atomic<UInt64>(0)

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func increment(by amount: Int64) { add(Double(amount)) }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func reset() { set(0.0) }

    private func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (done, found) = bits.weakCompareExchange(
                expected: old, desired: new, ordering: .relaxed)
            if done { return }
            old = found
        }
    }
}

/// Counts by size; one lock that nobody else wants, but for a moment at each scrape.
final class HistogramSeries: RecorderHandler, TimerHandler, Sendable {
    struct Counts: Equatable {
        /// One for each bucket, and the last for what is larger than all of them.
        var inBucket: [UInt64]
        var sum = 0.0
        var count: UInt64 = 0
    }

    let buckets: [Double]
    private let state: Mutex<Counts>

    init(buckets: [Double]) {
        self.buckets = buckets
        state = Mutex(Counts(inBucket: Array(repeating: 0, count: buckets.count + 1)))
    }

    var counts: Counts { state.withLock { $0 } }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        var bucket = 0
        while bucket < buckets.count, value > buckets[bucket] { bucket += 1 }
        state.withLock { counts in
            counts.inBucket[bucket] += 1
            counts.sum += value
            counts.count += 1
        }
    }
}
