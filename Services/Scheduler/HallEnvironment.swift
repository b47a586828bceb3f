import BranchDomain

/// What the shell brings to the hall; nothing of it is state, and what was decided under it stays.
struct HallEnvironment: Sendable {
    /// The branch's name in topics.
    let branch: String
    let calendar: BusinessCalendar
    /// The unguessable handle of the ticket that a request makes; the same for the same id.
    let handle: @Sendable (RequestID) -> HandleBits

    /// Stands where nothing is decided, as in `verify`; fails loudly when used.
    static let none = HallEnvironment(
        branch: "", calendar: BusinessCalendar { _ in fail() }, handle: { _ in fail() })

    private static func fail() -> Never {
        preconditionFailure("the hall decides something, but was not given its environment")
    }
}
