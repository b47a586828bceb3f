import Logging
import Synchronization

/// What keeps a service from its work at present, by place. The log hears when trouble begins and
/// when it ends, not each time in between.
public final class Troubles: Sendable {
    private let places = Mutex<Set<String>>([])
    private let logger: Logger
    /// Where trouble means that the branch is away.
    private let branch: Set<String>

    /// - Parameter branch: The places at which the branch is asked.
    public init(logger: Logger, branch: Set<String>) {
        self.logger = logger
        self.branch = branch
    }

    /// - Parameter trouble: nil: there is none.
    public func note(_ place: String, _ trouble: String?) {
        let isNews = places.withLock { places in
            trouble == nil ? places.remove(place) != nil : places.insert(place).inserted
        }
        guard isNews else { return }
        if let trouble {
            logger.warning("trouble", metadata: ["with": "\(place)", "what": "\(trouble)"])
        } else {
            logger.info("trouble is over", metadata: ["with": "\(place)"])
        }
    }

    /// As ``HealthFile`` has it: `ok`, `alone` (the branch is away) or `held-up` (others are).
    @Sendable public func word() -> String {
        places.withLock { places in
            if places.isEmpty { return "ok" }
            return places.isDisjoint(with: branch) ? "held-up" : "alone"
        }
    }
}
