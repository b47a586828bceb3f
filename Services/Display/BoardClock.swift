import BranchDomain

/// The branch's clock, as a board knows it from messages.
///
/// The board's own wall clock may be wrong or be set while it runs, so it is only the first guess.
/// A message carries the branch's time at which its state was new. Where the board was listening,
/// that was a moment ago; a repeat, or what waited on the way, says only that it is later by now.
struct BoardClock: Sendable {
    /// No quartz is wrong by more: by so much a second the clock lets itself be put back.
    private static let drift = 1_000

    private var offset: Duration = .zero
    private var isGuess = true
    private var lastFresh: Timestamp?

    /// The branch's time at a moment of the board's own count.
    func branchTime(at now: Timestamp) -> Timestamp { now.adding(offset) }

    /// Takes a message's time in.
    ///
    /// - Parameters:
    ///   - now: The board's own count, which never goes back.
    ///   - isFresh: The state was published while the board was listening to its topic.
    mutating func hear(_ at: Timestamp, now: Timestamp, isFresh: Bool) {
        let heard = at.since(now)
        guard isFresh else {
            offset = max(offset, heard)
            return
        }
        if isGuess {
            offset = heard
            isGuess = false
        } else {
            let quiet = lastFresh.map { now.since($0) } ?? .zero
            offset = max(heard, offset - quiet / BoardClock.drift)
        }
        lastFresh = now
    }

    /// The branch has started anew, perhaps with its clock set.
    mutating func doubt() { isGuess = true }
}
