import Logging
import ServiceLifecycle
import UnixSignals

/// How an executable with one working thread starts and ends.
public enum Lifetime {
    /// Runs `work` until it returns, throws, or SIGTERM or SIGINT asks it to end.
    ///
    /// - Parameters:
    ///   - stop: Called once when the process is asked to end; must make `work` return.
    ///   - work: The service itself, usually a pinned thread.
    public static func run(
        logger: Logger, stop: @escaping @Sendable () -> Void,
        work: @escaping @Sendable () async throws -> Void
    ) async throws {
        let service = ClosureService(work: work, stop: stop)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
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

/// The version of every program of this package.
public enum Version {
    public static let text = "0.1.0"
}
