import Logging
import Messages
import Synchronization

/// The configuration that a running service goes by, and what becomes of one that was changed.
public final class ConfigurationReload: Sendable {
    private let state: StateDirectory
    private let logger: Logger
    private let inForce: Mutex<BranchConfiguration>

    /// - Parameter configuration: What the service was started with.
    public init(of configuration: BranchConfiguration, in state: StateDirectory, logger: Logger) {
        self.state = state
        self.logger = logger
        inForce = Mutex(configuration)
    }

    /// Reads the file anew and has it taken over. One that does not hold changes nothing; the log
    /// says what is wrong with it, and what of a good one counts only from a restart on.
    ///
    /// - Parameter takeOver: Whatever it throws is wrong with the configuration.
    /// - Returns: Whether it was taken over.
    @discardableResult
    public func reload(_ takeOver: (BranchConfiguration) throws -> Void) -> Bool {
        inForce.withLock { inForce in
            do {
                let found = try BranchConfiguration.load(from: state)
                try takeOver(found)
                tell(BranchConfiguration.changes(from: inForce, to: found))
                inForce = found
                return true
            } catch {
                logger.error(
                    "the changed configuration does not hold, the former one stays in force",
                    metadata: ["reason": "\(error)"])
                return false
            }
        }
    }

    private func tell(_ changes: [ConfigurationKey]) {
        let late = changes.filter { $0.counts != .fromReload }
        if !late.isEmpty {
            logger.warning(
                "changes that do not count before a restart",
                metadata: ["keys": "\(late.map(\.name).joined(separator: " "))"])
        }
        let taken = changes.filter { $0.counts == .fromReload }.map(\.name)
        logger.notice(
            "configuration read again", metadata: ["changed": "\(taken.joined(separator: " "))"])
    }
}

extension BranchConfiguration {
    /// The keys whose values differ.
    static func changes(
        from old: BranchConfiguration, to new: BranchConfiguration
    ) -> [ConfigurationKey] {
        let (old, new) = (old.values, new.values)
        return keys.filter { old[$0.name] != new[$0.name] }
    }

    /// What stands behind each key.
    private var values: [String: LinedJSON] {
        let text = String(decoding: JSON.encode(self), as: UTF8.self)
        guard case .object(let members)? = (try? LinedJSON.parse(text))?.value else {
            preconditionFailure("a configuration is a JSON object")
        }
        return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }
}
