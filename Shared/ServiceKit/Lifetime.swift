import Logging
import ServiceLifecycle
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
