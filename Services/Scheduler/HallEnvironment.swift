import BranchDomain

/// What the operator chose for the whole branch.
struct HallRules: Sendable, Equatable {
    /// A called ticket is called again so often before it may be a no-show.
    var minimumRecalls = 0
    /// For so long what is over can be reopened.
    var reopenGrace = Duration.seconds(30 * 60)
    /// Whether `queue.done` calls the next one, where the counter does not say otherwise.
    var isAutomatic = false
}

/// What the shell brings to the hall; nothing of it is state, and what was decided under it stays.
struct HallEnvironment: Sendable {
    /// The branch's name in topics.
    let branch: String
    let calendar: BusinessCalendar
    /// The unguessable handle of the ticket that a request makes; the same for the same id.
    let handle: @Sendable (RequestID) -> HandleBits
    var rules = HallRules()

    /// Stands where nothing is decided, as in `verify`; fails loudly when used.
    static let none = HallEnvironment(
        branch: "", calendar: BusinessCalendar { _ in fail() }, handle: { _ in fail() })

    private static func fail() -> Never {
        preconditionFailure("the hall decides something, but was not given its environment")
    }
}
