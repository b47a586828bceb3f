import BranchDomain
import Bus
import Journal
import Logging
import ServiceKit

/// A service that is a state machine behind a journal, from its start to its end.
public enum JournaledService {
    /// Opens journal and sockets and serves until the process is asked to end.
    ///
    /// - Throws: `JournalError` where the journal cannot be opened or a commit failed, one line
    ///   for the operator; the process has to end with it. Also `ConfigurationError` and what
    ///   the sockets throw.
    public static func run<Machine: StateMachine>(
        _ setting: ServiceSetting, _ behaviour: ServiceBehaviour<Machine>, logger: Logger
    ) async throws {
        let stopper = try Stopper()
        let meters = setting.metered.map { metered in
            ServiceMeters(
                metered.service, ports: metered.ports, state: setting.state, logger: logger)
        }
        defer { meters?.close() }
        let configuration = ConfigurationReload(
            of: try BranchConfiguration.load(from: setting.state), in: setting.state,
            logger: logger)
        let equips = Handover<ServiceBehaviour<Machine>.Equip>()
        let reload = { @Sendable in
            _ = configuration.reload { equips.put(try behaviour.reequip($0)) }
            stopper.wake()
        }
        try await Lifetime.run(logger: logger, stop: { stopper.stop() }, reload: reload) {
            try await PinnedThread.run(name: setting.name) {
                let loop = try ServiceLoop(
                    setting, behaviour, context: Context(), stopper: stopper,
                    epoch: SystemRandom.uuid(), logger: logger, meters: meters,
                    equips: equips, readClocks: systemClocks())
                try loop.run()
            }
        }
    }

    /// The wall clock, and the one that runs evenly, sleep included.
    static func systemClocks() -> () -> (wall: Timestamp, boot: Duration) {
        let start = ContinuousClock.now
        return { (SystemClock().now, start.duration(to: .now)) }
    }
}
