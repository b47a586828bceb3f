import BranchDomain
import Bus
import Logging
import Messages
import ServiceLifecycle
import UnixSignals

/// A pinned thread among the services of a process: it ends when the process is asked to.
public struct ThreadService: Service {
    private let name: String
    private let stopper: Stopper
    private let work: @Sendable () throws -> Void

    /// - Parameters:
    ///   - name: The thread's, as the system's tools show it.
    ///   - work: Returns soon after `stopper` was stopped.
    public init(
        name: String, stopper: Stopper, work: @escaping @Sendable () throws -> Void
    ) {
        self.name = name
        self.stopper = stopper
        self.work = work
    }

    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await PinnedThread.run(name: name, body: work)
        } onCancelOrGracefulShutdown: {
            stopper.stop()
        }
    }
}

extension ServiceGroup {
    /// The services of a process at the branch's edge, in the order of their start. Asked to end,
    /// they have five seconds for what is under way: a client may keep its connection open longer.
    public static func edge(_ services: [any Service], logger: Logger) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        return ServiceGroup(configuration: configuration)
    }
}

/// Asks now and then which gateways there are, so that one that dies is not missed.
public struct GatewayFinder: Service {
    private let caller: AsyncCaller
    private let nextID: @Sendable () -> RequestID

    public init(caller: AsyncCaller, nextID: @escaping @Sendable () -> RequestID) {
        self.caller = caller
        self.nextID = nextID
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while true {
                let hello = try? await caller.call(
                    SystemHello.self, Nothing(), id: nextID(), session: "")
                caller.learn((hello?.gateways ?? []).map { Endpoint(address: $0) })
                guard (try? await Task.sleep(for: .seconds(5))) != nil else { return }
            }
        }
    }
}

/// Runs tasks on the thread that also reads and writes their connections: a request then changes
/// threads only on its way to the branch and back.
public final class LoopExecutor: TaskExecutor {
    public typealias Job = @Sendable () -> Void

    private let execute: @Sendable (@escaping Job) -> Void

    /// - Parameter execute: Has the thread's loop do a job soon.
    public init(_ execute: @escaping @Sendable (@escaping Job) -> Void) {
        self.execute = execute
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
