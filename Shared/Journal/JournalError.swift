/// Why a journal cannot be used, as one line for the operator.
///
/// None of these helps a client: the process that meets one ends, or serves reads only.
public enum JournalError: Error, Equatable, CustomStringConvertible {
    /// Another process has the journal open.
    case inUse(path: String)
    /// The engine would not wait for the disk.
    case notDurable(String)
    /// The first row that does not hold, by its first sequence.
    case brokenRow(first: UInt64, reason: String)
    /// The first row that only a newer version of this program can read.
    case ofNewerVersion(first: UInt64, reason: String)
    /// The engine's own complaint: full, failing or foreign storage.
    case storage(String)
    /// The journal is empty, and nothing can be written to begin it.
    case cannotBegin(String)

    public var description: String {
        switch self {
        case .inUse(let path):
            "The journal \(path) is open in another process. Stop that one first."
        case .notDurable(let reason):
            "The journal cannot promise durability: \(reason)."
        case .brokenRow(let first, let reason):
            "The journal's row from sequence \(first) does not hold: \(reason)."
        case .ofNewerVersion(let first, let reason):
            "The journal is of a newer version: the row from sequence \(first) \(reason). "
                + "Install that version again; nothing was changed."
        case .storage(let reason):
            "The journal's storage failed: \(reason)."
        case .cannotBegin(let reason):
            "The journal is empty and cannot be begun: \(reason)."
        }
    }
}
