import BranchDomain

/// Where a client takes fresh request ids from; the shell brings clock and random.
public protocol RequestIDSource {
    mutating func next() -> RequestID
}
