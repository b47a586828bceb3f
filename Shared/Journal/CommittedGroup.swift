import BranchDomain

/// What a commit made durable, and what may be said now.
public struct CommittedGroup: Sendable {
    /// One for each request of the group, in the order in which they were submitted.
    public let answers: [Answer]
    public let publications: [Publication]
    /// The machine's records that the group made durable, those of bulk messages left out.
    public let told: [(record: Record, position: Position)]
    /// The time of the group.
    public let at: Timestamp
}
