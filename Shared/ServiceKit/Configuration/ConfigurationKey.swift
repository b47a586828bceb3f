/// One key of `branchline.json`: what it may hold, and what the reference says of it.
public struct ConfigurationKey: Sendable {
    /// What may stand behind a key.
    public indirect enum Kind: Sendable {
        /// - Parameter fault: What is wrong with a text, nil where nothing is.
        case text(fault: @Sendable (String) -> String? = { _ in nil })
        case whole(ClosedRange<Int64>)
        case flag
        /// An object with these keys.
        case section([ConfigurationKey])
        /// Objects, each with these keys.
        case sections([ConfigurationKey])
        /// Whole numbers.
        case wholes(ClosedRange<Int64>)
        /// Texts.
        case texts(fault: @Sendable (String) -> String? = { _ in nil })
        /// An object whose names are chosen by the operator.
        case map(of: Kind, nameFault: @Sendable (String) -> String? = { _ in nil })
        /// Anything: judged by the service that reads it.
        case any
    }

    /// When a changed value counts.
    public enum Counts: String, Sendable {
        /// Only for a state directory that has not been started yet.
        case fromFirstStart = "first start"
        case fromRestart = "restart"
        /// As soon as a running service is asked to read the file again.
        case fromReload = "reload"
    }

    public let name: String
    public let kind: Kind
    public let counts: Counts
    /// A file without it is no configuration.
    public let isRequired: Bool
    /// A sentence for the reference.
    public let help: String

    /// - Parameter counts: Of the keys of a section, the section's own decides.
    public init(
        _ name: String, _ kind: Kind, required: Bool = false, counts: Counts = .fromReload,
        _ help: String
    ) {
        self.name = name
        self.kind = kind
        self.counts = counts
        self.help = help
        isRequired = required
    }
}

/// One of the given words, and nothing else.
func oneOf(_ words: [String]) -> @Sendable (String) -> String? {
    { words.contains($0) ? nil : "is one of \(words.joined(separator: ", ")), not \($0)" }
}
