import BranchDomain
import Foundation
import Messages

/// How long serving takes lately, and how fast the line moves: what an estimate is made of.
///
/// Whole numbers and moving means: each call and each finish changes a few fields, whatever waits,
/// and the same journal gives the same state on every machine.
struct ServicePace: Sendable, Equatable {
    /// Longer is an abandoned counter, not a service.
    private static let longestMilliseconds: Int64 = 4 * 3_600_000
    private static let memory: Int64 = 16
    /// Services that what was measured of the line is weighed against.
    private static let prior = 4.0
    /// The 90th percentile of the normal distribution.
    private static let ninetieth = 1.2816

    /// Of one service.
    private(set) var meanMilliseconds: Int64 = 0
    /// At most ``memory``; more would change nothing.
    private(set) var samples: Int64 = 0
    /// Of the squares of the services' milliseconds.
    private(set) var meanSquare: Int64 = 0
    /// Counter time from call to call while somebody waited: no-shows, walking and what the
    /// counters do for other services are in it.
    private(set) var turnMilliseconds: Int64 = 0
    private(set) var turns: Int64 = 0
    /// The last call, where it left somebody waiting.
    private(set) var lastCall: Timestamp?

    init() {}

    /// As it was kept before the line was measured.
    init(meanMilliseconds: Int64, samples: Int64) {
        self.meanMilliseconds = meanMilliseconds
        self.samples = samples
        // As variable as its mean, until it is known better.
        meanSquare = 2 * meanMilliseconds * meanMilliseconds
    }

    /// - Parameter line: Mean square, turn, turns.
    init(
        meanMilliseconds: Int64, samples: Int64, line: (Int64, Int64, Int64),
        lastCall: Timestamp?
    ) {
        self.meanMilliseconds = meanMilliseconds
        self.samples = samples
        (meanSquare, turnMilliseconds, turns) = line
        self.lastCall = lastCall
    }

    mutating func measure(milliseconds: Int64) {
        guard (0...ServicePace.longestMilliseconds).contains(milliseconds) else { return }
        samples = min(samples + 1, ServicePace.memory)
        meanMilliseconds += (milliseconds - meanMilliseconds) / samples
        meanSquare += (milliseconds * milliseconds - meanSquare) / samples
        assert(meanMilliseconds >= 0, "a mean of what is not negative is not negative")
    }

    /// A ticket of the service was called.
    ///
    /// - Parameter isWaitedFor: Whether somebody is left in the line: then the time until the
    ///   next call is what one place of it costs.
    mutating func call(at time: Timestamp, isWaitedFor: Bool, counters: Int) {
        if let lastCall, counters > 0 {
            let turn = (time.milliseconds - lastCall.milliseconds) * Int64(counters)
            if (0...ServicePace.longestMilliseconds).contains(turn) {
                turns = min(turns + 1, ServicePace.memory)
                turnMilliseconds += (turn - turnMilliseconds) / turns
            }
        }
        lastCall = isWaitedFor ? time : nil
        assert(turnMilliseconds >= 0, "a mean of what is not negative is not negative")
    }

    /// Nobody waits over midnight.
    mutating func beginDay() { lastCall = nil }

    /// How long somebody still waits: so many places of the line, each as long as was measured
    /// lately, shared among the counters; services are taken as log-normal and so is their sum.
    ///
    /// - Parameter position: From 1.
    /// - Returns: nil until a service was measured, and while no counter is active.
    func estimate(position: Int, counters: Int) -> Estimate? {
        guard samples > 0, counters > 0 else { return nil }
        guard meanMilliseconds > 0 else { return Estimate(p50: 0, p90: 0) }
        let (mean, measured) = (Double(meanMilliseconds), Double(samples))
        let turn =
            (mean * ServicePace.prior + Double(turnMilliseconds * turns))
            / (ServicePace.prior + Double(turns))
        let middle = turn / 1_000 * Double(position) / Double(counters)
        // Of one service, as a part of the mean's square; 1 until enough were measured.
        let seen = min(4, max(0.02, Double(meanSquare) / (mean * mean) - 1))
        let spread = (seen * measured + ServicePace.prior) / (measured + ServicePace.prior)
        // Several counters together are served from at random moments, however even each is.
        let shared = (spread + Double(counters - 1)) / Double(counters)
        // What was measured is itself uncertain, so a long line is not foretold to the minute.
        let uncertain = spread / (measured + Double(turns))
        let variance = log(1 + shared / Double(position) + uncertain)
        let half = middle * exp(-variance / 2)
        let late = half * exp(ServicePace.ninetieth * variance.squareRoot())
        return Estimate(p50: Int(half.rounded()), p90: Int(late.rounded()))
    }
}
