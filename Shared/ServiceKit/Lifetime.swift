import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// How an executable with one working thread starts and ends.
public enum Lifetime {
    /// Runs `work` until it returns, throws, or SIGTERM or SIGINT asks it to end.
    ///
    /// - Parameters:
    ///   - stop: Called when the process is asked to end; must make `work` return.
    ///   - reload: Called at each SIGHUP; nil leaves that signal alone.
    ///   - work: The service itself, usually a pinned thread.
    public static func run(
        logger: Logger, stop: @escaping @Sendable () -> Void,
        reload: (@Sendable () -> Void)? = nil,
        work: @escaping @Sendable () async throws -> Void
    ) async throws {
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: ClosureService(work: work, stop: stop),
                successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .cancelGroup)
        ]
        if let reload { services.append(.init(service: ReloadService(reload: reload))) }
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    /// Runs work that is done anew, with what it then reads, at each SIGHUP.
    ///
    /// - Parameters:
    ///   - holds: Whether what would be read then holds; where not, the work goes on.
    ///   - round: Runs once, and is to return soon after the ``Round`` says so.
    public static func rounds(
        holds: @escaping @Sendable () -> Bool,
        _ round: (_ round: Round) async throws -> Void
    ) async throws {
        var isLast = false
        while !isLast {
            let one = Round(holds: holds)
            try await round(one)
            isLast = !one.isRenewed
        }
    }

    /// One of the rounds of work that is done anew at SIGHUP.
    public final class Round: Sendable {
        private let holds: @Sendable () -> Bool
        private let renewed = Atomic(false)

        init(holds: @escaping @Sendable () -> Bool) { self.holds = holds }

        var isRenewed: Bool { renewed.load(ordering: .acquiring) }

        /// As ``Lifetime/run(logger:stop:reload:work:)``, for this round.
        public func run(
            logger: Logger, stop: @escaping @Sendable () -> Void,
            work: @escaping @Sendable () async throws -> Void
        ) async throws {
            let reload = { @Sendable [self] in
                guard holds() else { return }
                renewed.store(true, ordering: .releasing)
                stop()
            }
            try await Lifetime.run(logger: logger, stop: stop, reload: reload, work: work)
        }
    }

    private struct ClosureService: Service {
        let work: @Sendable () async throws -> Void
        let stop: @Sendable () -> Void

        func run() async throws {
            try await withGracefulShutdownHandler(operation: work) {
                Supervisor.process.stopping()
                stop()
            }
        }
    }
}

/// Has the configuration read again whenever the process is told to, by SIGHUP.
public struct ReloadService: Service {
    private let reload: @Sendable () -> Void

    public init(reload: @escaping @Sendable () -> Void) { self.reload = reload }

    public func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() { reload() }
    }
}

/// The version of every program of this package.
public enum Version {
    public static let text = "0.1.0"
}
