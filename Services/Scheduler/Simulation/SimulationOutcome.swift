/// What became of the customers of one simulated day.
struct SimulationOutcome: Sendable, Equatable {
    /// By customer, milliseconds until called; -1 where nobody called.
    private(set) var waits: [Int64]
    private(set) var left = 0
    var served = 0
    var noShows = 0
    private(set) var busyMilliseconds: Int64 = 0
    var openMilliseconds: Int64 = 0

    init(customers: Int) {
        waits = [Int64](repeating: -1, count: customers)
    }

    mutating func note(call customer: Int, waited: Int64, serving: Int64) {
        assert(waits[customer] < 0, "a simulated customer is called once")
        waits[customer] = waited
        busyMilliseconds += serving
    }

    mutating func note(leaving customer: Int) {
        assert(waits[customer] < 0, "who was called does not give up")
        left += 1
    }

    /// The part of the counters' open time in which somebody was there.
    var utilisation: Double {
        openMilliseconds > 0 ? Double(busyMilliseconds) / Double(openMilliseconds) : 0
    }

    /// Of those for whom `isIncluded` holds, by their place among the customers.
    func summary(of isIncluded: (Int) -> Bool = { _ in true }) -> WaitSummary {
        var chosen: [Int64] = []
        var uncalled = 0
        for (index, wait) in waits.enumerated() where isIncluded(index) {
            if wait < 0 {
                uncalled += 1
            } else {
                chosen.append(wait)
            }
        }
        return WaitSummary(waits: chosen, uncalled: uncalled)
    }
}

/// Waits in order of length.
struct WaitSummary: Sendable, Equatable {
    /// Milliseconds, shortest first.
    let waits: [Int64]
    /// Came and were never called.
    let uncalled: Int

    init(waits: [Int64], uncalled: Int) {
        self.waits = waits.sorted()
        self.uncalled = uncalled
    }

    /// Seconds that this part of those who were called waited at most; 0 where nobody was.
    func percentile(_ share: Double) -> Double {
        guard !waits.isEmpty else { return 0 }
        let rank = Int((share * Double(waits.count)).rounded(.up))
        return Double(waits[min(waits.count, max(1, rank)) - 1]) / 1_000
    }

    /// Seconds.
    var mean: Double {
        waits.isEmpty ? 0 : Double(waits.reduce(0, +)) / 1_000 / Double(waits.count)
    }

    /// Seconds.
    var longest: Double { Double(waits.last ?? 0) / 1_000 }

    /// The part that waited at all.
    var waited: Double {
        waits.isEmpty
            ? 0 : Double(waits.count - waits.partition(before: 1)) / Double(waits.count)
    }

    /// The part of all who came that was called within so many seconds; 1 where nobody came.
    func within(_ seconds: Double) -> Double {
        let all = waits.count + uncalled
        let limit = Int64(seconds * 1_000) + 1
        return all == 0 ? 1 : Double(waits.partition(before: limit)) / Double(all)
    }

    func adding(_ other: WaitSummary) -> WaitSummary {
        WaitSummary(waits: waits + other.waits, uncalled: uncalled + other.uncalled)
    }
}
