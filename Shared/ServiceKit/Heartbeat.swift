import ServiceLifecycle

/// The pulse of a service whose work is done by tasks: each second from when it answers until it
/// is asked to end. Run where the work is done, so that what hangs there is seen, and told.
public struct Heartbeat: Service {
    private let ready: @Sendable () async -> Void
    private let beat: @Sendable () async -> Void

    /// - Parameters:
    ///   - ready: Returns when the service answers.
    ///   - beat: Says how it is, to a ``ServiceHealth``.
    public init(
        once ready: @escaping @Sendable () async -> Void,
        _ beat: @escaping @Sendable () async -> Void
    ) {
        self.ready = ready
        self.beat = beat
    }

    public func run() async {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                await ready()
                while !Task.isCancelled {
                    await beat()
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        } onGracefulShutdown: {
            Supervisor.process.stopping()
        }
    }
}
