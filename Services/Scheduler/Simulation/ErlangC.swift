import Foundation

/// The M/M/c queue: arrivals and service times without memory, so many counters, one line.
///
/// A. K. Erlang, 1917; the formula as in any textbook. Computed through the blocking probability
/// of Erlang B, whose recursion neither overflows nor loses digits at any number of counters.
struct ErlangC: Sendable, Equatable {
    /// Arrivals a second.
    let arrivals: Double
    /// Seconds of one service in the mean.
    let meanService: Double
    let counters: Int

    /// - Returns: nil where the counters cannot keep up, so that the line grows without end.
    init?(arrivals: Double, meanService: Double, counters: Int) {
        guard arrivals > 0, meanService > 0, counters > 0,
            arrivals * meanService < Double(counters)
        else { return nil }
        self.arrivals = arrivals
        self.meanService = meanService
        self.counters = counters
    }

    /// Counters that are busy in the mean.
    var load: Double { arrivals * meanService }

    /// The part of its time that a counter is busy.
    var utilisation: Double { load / Double(counters) }

    /// The probability that somebody who comes has to wait.
    var waits: Double {
        var blocked = 1.0
        for counter in 1...counters {
            blocked = load * blocked / (Double(counter) + load * blocked)
        }
        return blocked / (1 - utilisation * (1 - blocked))
    }

    /// Seconds, those included who do not wait at all.
    var meanWait: Double { waits * meanService / (Double(counters) - load) }

    /// The part of those who come that waits at most so many seconds, first come first served.
    func within(_ seconds: Double) -> Double {
        1 - waits * exp(-(Double(counters) - load) * seconds / meanService)
    }

    /// The fewest counters with which this part waits at most so many seconds.
    ///
    /// - Parameter share: 0 … 1, less than 1.
    static func counters(
        arrivals: Double, meanService: Double, share: Double, within seconds: Double
    ) -> Int {
        var counters = max(1, Int(arrivals * meanService))
        while true {
            let line = ErlangC(
                arrivals: arrivals, meanService: meanService, counters: counters)
            if let line, line.within(seconds) >= share { return counters }
            counters += 1
        }
    }
}
