import BranchDomain

/// How often somebody may try: a bucket of attempts that fills up again. Pure; bounded.
struct RateLimit: Sendable {
    /// How many at once.
    let burst: Int
    /// How long until one more is allowed, in milliseconds.
    let refillMilliseconds: Int64
    private static let mostKeys = 10_000

    private struct Bucket: Sendable {
        /// When the bucket is, or was, full again.
        var fullAt: Int64
    }

    private var buckets: [String: Bucket] = [:]

    init(burst: Int, refillMilliseconds: Int64) {
        precondition(burst > 0 && refillMilliseconds > 0, "a limit allows something")
        self.burst = burst
        self.refillMilliseconds = refillMilliseconds
    }

    /// Takes one attempt.
    ///
    /// - Returns: nil where it is allowed, else after how many whole seconds the next one is.
    mutating func take(_ key: String, now: Timestamp) -> Int? {
        let now = now.milliseconds
        let fullAt = max(now, buckets[key]?.fullAt ?? now)
        let spent = fullAt - now + refillMilliseconds
        let most = Int64(burst) * refillMilliseconds
        guard spent <= most else { return Int((spent - most + 999) / 1_000) }
        if buckets.count >= RateLimit.mostKeys {
            buckets = buckets.filter { $0.value.fullAt > now }
            // Whoever floods us with addresses shuts out new ones, not those already known.
            guard buckets.count < RateLimit.mostKeys else { return 60 }
        }
        buckets[key] = Bucket(fullAt: now + spent)
        return nil
    }
}
