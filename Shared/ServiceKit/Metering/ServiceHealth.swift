import Synchronization

/// Whether a service's own thread is alive, and what it says about itself.
///
/// The thread says so each second; who reads it is another one.
public final class ServiceHealth: Sendable {
    /// What a service can be in.
    public enum Condition: String, Sendable {
        /// Not yet at work.
        case starting
        case ok
        /// At work, but what stands behind it is away.
        case alone
        /// At work, but those whom it calls are away or say no.
        case heldUp = "held-up"
        case readOnly = "read-only"
        /// The wall clock was set and nobody confirmed it.
        case clockSet = "clock-set"
        /// Its thread has said nothing for too long.
        case stuck

        /// Whether requests are better sent here than not.
        public var isHealthy: Bool { [.ok, .clockSet, .heldUp].contains(self) }
    }

    /// A thread that says nothing for so long is stuck: it beats each second.
    public static let patience = Duration.seconds(5)

    private struct State {
        var condition = Condition.starting
        var beat: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let supervisor: Supervisor

    public init(supervisor: Supervisor = .process) {
        self.supervisor = supervisor
    }

    /// Said by the service's thread, each second, from when it answers on.
    public func beat(_ condition: Condition, now: ContinuousClock.Instant = .now) {
        state.withLock { $0 = State(condition: condition, beat: now) }
        supervisor.alive()
    }

    public func condition(now: ContinuousClock.Instant? = nil) -> Condition {
        state.withLock { state in
            guard let beat = state.beat else { return .starting }
            return beat.duration(to: now ?? .now) > Self.patience ? .stuck : state.condition
        }
    }
}
