import Messages

/// How long serving one ticket takes lately: the mean of the first sixteen, then a moving one.
struct ServicePace: Sendable, Equatable {
    /// Longer is an abandoned counter, not a service.
    private static let longestMilliseconds: Int64 = 4 * 3_600_000
    private static let memory: Int64 = 16

    private(set) var meanMilliseconds: Int64 = 0
    /// At most ``memory``; more would change nothing.
    private(set) var samples: Int64 = 0

    init() {}

    init(meanMilliseconds: Int64, samples: Int64) {
        self.meanMilliseconds = meanMilliseconds
        self.samples = samples
    }

    mutating func measure(milliseconds: Int64) {
        guard (0...ServicePace.longestMilliseconds).contains(milliseconds) else { return }
        samples = min(samples + 1, ServicePace.memory)
        meanMilliseconds += (milliseconds - meanMilliseconds) / samples
        assert(meanMilliseconds >= 0, "a mean of what is not negative is not negative")
    }

    /// How long somebody still waits, taking the services before as independent of one another
    /// and as variable as their mean.
    ///
    /// - Parameter position: From 1.
    /// - Returns: nil until a service was measured, and while no counter is active.
    func estimate(position: Int, counters: Int) -> Estimate? {
        guard samples > 0, counters > 0 else { return nil }
        let mean = Double(meanMilliseconds) / 1_000 / Double(counters)
        let middle = mean * Double(position)
        let spread = 1.2816 * mean * Double(position).squareRoot()
        return Estimate(p50: Int(middle.rounded()), p90: Int((middle + spread).rounded()))
    }
}
