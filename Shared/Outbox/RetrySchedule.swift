import BranchDomain

/// When a message that failed is tried again: twice as late each time, with jitter, so that
/// what failed together does not come back together.
public struct RetrySchedule: Sendable, Equatable {
    /// After the first failure.
    public let first: Duration
    public let longest: Duration
    /// What fails when it is older than this is a dead letter.
    public let lifetime: Duration

    public init(first: Duration, longest: Duration, lifetime: Duration) {
        precondition(first > .zero && longest >= first, "a schedule goes forward")
        self.first = first
        self.longest = longest
        self.lifetime = lifetime
    }

    /// Two seconds, doubled up to ten minutes, for a day.
    public static let standard = RetrySchedule(
        first: .seconds(2), longest: .seconds(600), lifetime: .seconds(86_400))

    /// Between half of the doubled delay and all of it.
    ///
    /// - Parameters:
    ///   - attempt: How many have failed, from 1.
    ///   - random: Any number.
    public func delay(afterAttempt attempt: Int, random: UInt64) -> Duration {
        precondition(attempt >= 1, "only what was tried is tried again")
        let whole = min(longest, first * (1 << min(attempt - 1, 20)))
        return whole * Int(500 + random % 501) / 1_000
    }
}
