import BranchDomain
import Bus
import Messages
import Synchronization

/// The branch as an enrolled device asks it: logs in when it must, and again when its session is
/// over.
public final class DeviceSession: Sendable {
    private let caller: AsyncCaller
    private let device: String
    private let secret: String
    private let nextID: @Sendable () -> RequestID
    private let session = Mutex<String?>(nil)

    /// - Parameter nextID: Ids for log-ins and reads.
    public init(
        caller: AsyncCaller, device: String, secret: String,
        nextID: @escaping @Sendable () -> RequestID
    ) {
        self.caller = caller
        self.device = device
        self.secret = secret
        self.nextID = nextID
    }

    /// Calls a method as the device.
    ///
    /// - Parameter id: For what changes something: made and kept by the caller.
    public func call<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, id: RequestID? = nil
    ) async throws(CallError) -> M.Reply {
        let id = id ?? nextID()
        let known = session.withLock { $0 }
        do {
            let credential = if let known { known } else { try await logIn(instead: nil) }
            return try await caller.call(method, request, id: id, session: credential)
        } catch {
            guard known != nil, case .refused(let refusal) = error,
                refusal.code == .sessionExpired
            else { throw error }
        }
        let fresh = try await logIn(instead: known)
        return try await caller.call(method, request, id: id, session: fresh)
    }

    /// A session other than the one that is over; another task may have one already.
    private func logIn(instead over: String?) async throws(CallError) -> String {
        if let session = session.withLock({ $0 }), session != over { return session }
        let reply = try await caller.call(
            AuthLogin.self, AuthLogin.Request(user: device, secret: secret), id: nextID(),
            session: "")
        session.withLock { $0 = reply.session }
        return reply.session
    }
}
