/// Why a value from outside is not a value of the branch.
///
/// The text names the field's rule, never the value itself, so that it may be logged.
public struct DomainError: Error, Equatable, CustomStringConvertible {
    /// The rule that was broken, as a sentence for whoever sent the value.
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
