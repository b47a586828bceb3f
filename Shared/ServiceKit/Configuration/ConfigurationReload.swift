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

    /// Reads the file anew and has it taken over, but for what counts later: that stays as it was
    /// at the start. A file that does not hold changes nothing. The log says all of it.
    ///
    /// - Parameter takeOver: Whatever it throws is wrong with the configuration.
    /// - Returns: Whether it was taken over.
    @discardableResult
    public func reload(_ takeOver: (BranchConfiguration) throws -> Void) -> Bool {
        inForce.withLock { inForce in
            do {
                let found = try BranchConfiguration.load(from: state)
                let taken = inForce.reloaded(from: found)
                try takeOver(taken)
                tell(BranchConfiguration.changes(from: inForce, to: found))
                inForce = taken
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
        func keys(_ counts: ConfigurationKey.Counts) -> Logger.Metadata? {
            let names = changes.filter { $0.counts == counts }.map(\.name)
            return names.isEmpty ? nil : ["keys": "\(names.joined(separator: " "))"]
        }
        if let keys = keys(.fromRestart) {
            logger.warning("changes that do not count before a restart", metadata: keys)
        }
        if let keys = keys(.fromFirstStart) {
            logger.warning("changes that only a new state directory would take", metadata: keys)
        }
        logger.notice("configuration read again", metadata: keys(.fromReload))
    }
}

extension BranchConfiguration {
    /// Another one, with this one's values where a reload is not enough.
    func reloaded(from other: BranchConfiguration) -> BranchConfiguration {
        var result = other
        (result.branch, result.currency, result.timeZone) = (branch, currency, timeZone)
        (result.queueOnly, result.services, result.devices) = (queueOnly, services, devices)
        return result
    }

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
