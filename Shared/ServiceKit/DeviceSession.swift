import BranchDomain
import Bus
import Messages
import Synchronization

/// The session of an enrolled device: made when it is needed, kept while it lasts.
public final class DeviceSession: Sendable {
    /// Asks the branch for a session.
    public typealias LogIn = @Sendable () async -> Result<AuthLogin.Reply, CallError>

    private struct Kept {
        let text: String
        /// Unix milliseconds.
        let expires: Int64
    }

    /// A session that ends so soon is renewed, in milliseconds.
    private static let margin: Int64 = 60_000

    private let kept = Mutex<Kept?>(nil)
    private let clock: @Sendable () -> Timestamp
    private let door: Door

    public init(clock: @escaping @Sendable () -> Timestamp, logIn: @escaping LogIn) {
        self.clock = clock
        door = Door(logIn: logIn, clock: clock)
    }

    /// A session at the gateways that `caller` asks.
    public convenience init(caller: AsyncCaller, device: String, secret: String) {
        self.init(clock: { SystemClock().now }) {
            let request = AuthLogin.Request(user: device, secret: secret)
            do throws(CallError) {
                return .success(
                    try await caller.call(
                        AuthLogin.self, request, id: SystemRequestIDs.fresh(), session: ""))
            } catch {
                return .failure(error)
            }
        }
    }

    /// The session to send along.
    ///
    /// - Throws: `CallError`, as the log-in does.
    public func text() async throws(CallError) -> String {
        let now = clock().milliseconds
        if let kept = kept.withLock({ $0 }), now < kept.expires - DeviceSession.margin {
            return kept.text
        }
        let reply = try await door.enter()
        kept.withLock { $0 = Kept(text: reply.session, expires: reply.expires) }
        return reply.session
    }

    /// Makes a call with the session; where that has ended meanwhile, once more with a new one.
    ///
    /// - Throws: `CallError`, of the call or of the log-in.
    public func with<Reply>(
        _ call: (String) async throws(CallError) -> Reply
    ) async throws(CallError) -> Reply {
        let first = try await text()
        do {
            return try await call(first)
        } catch .refused(let refusal) where refusal.code == .sessionExpired {
            forget(first)
            return try await call(try await text())
        }
    }

    /// Forgets a session that the branch takes no more; a newer one is kept.
    func forget(_ text: String) {
        kept.withLock { if $0?.text == text { $0 = nil } }
    }
}

/// One log-in at a time, whoever waits for it: each costs the gateway a stretched secret.
private actor Door {
    /// After a wrong secret nobody tries again for so long, so that the device is not locked.
    private static let refusedFor: Int64 = 30_000

    private let logIn: DeviceSession.LogIn
    private let clock: @Sendable () -> Timestamp
    private var running: Task<Result<AuthLogin.Reply, CallError>, Never>?
    private var refused: (refusal: Refusal, until: Int64)?

    init(logIn: @escaping DeviceSession.LogIn, clock: @escaping @Sendable () -> Timestamp) {
        self.logIn = logIn
        self.clock = clock
    }

    func enter() async throws(CallError) -> AuthLogin.Reply {
        if let refused, clock().milliseconds < refused.until { throw .refused(refused.refusal) }
        if let running { return try await running.value.get() }
        let task = Task { [logIn] in await logIn() }
        running = task
        let result = await task.value
        running = nil
        if case .failure(.refused(let refusal)) = result, refusal.retry != .sameID {
            refused = (refusal, clock().milliseconds + Door.refusedFor)
        }
        return try result.get()
    }
}

/// Calls to the branch as an enrolled device.
public struct DeviceCaller: Sendable {
    private let caller: AsyncCaller
    private let session: DeviceSession

    public init(caller: AsyncCaller, device: String, secret: String) {
        self.caller = caller
        session = DeviceSession(caller: caller, device: device, secret: secret)
    }

    /// - Parameter id: For what changes something: made and kept by who asks.
    public func call<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, id: RequestID? = nil
    ) async throws(CallError) -> M.Reply {
        let id = id ?? SystemRequestIDs.fresh()
        return try await session.with { (text) async throws(CallError) in
            try await caller.call(method, request, id: id, session: text)
        }
    }
}
