import FoundationEssentials

/// How a service without a port of its own says how it is: a word in `run/<name>.health`, written
/// anew every few seconds.
public struct HealthFile: Sendable {
    /// Older than this, the service hangs or is gone.
    public static let freshness = Duration.seconds(20)
    private let path: String

    public init(of service: String, in state: StateDirectory) {
        path = "\(state.run)/\(service).health"
        // It is there on the branch's own machine.
        try? FileManager.default.createDirectory(
            atPath: state.run, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    /// `ok`, `alone` (the branch is away) or `held-up` (the other side is).
    public func write(_ word: String) {
        // Nothing depends on it; the next one is due in a moment.
        try? Data((word + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    public func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
