import BranchDomain
import Bus
import Messages
import Synchronization

/// The sessions of devices whose browsers come here: made when they are needed, kept while they
/// last. Losing them costs a log-in each.
final class DeviceSessions: Sendable {
    private enum Entry {
        case session(String, expires: Int64)
        /// Why there was none; not asked again for a while, so that nobody locks a device out.
        case refused(Refusal, until: Int64)
    }

    private static let most = 1_024
    private static let refusedFor: Int64 = 30_000
    /// A session that ends so soon is renewed, in milliseconds.
    private static let margin: Int64 = 60_000

    private let entries = Mutex<[EnrolledDevice: Entry]>([:])
    private let caller: AsyncCaller
    private let clock: @Sendable () -> Timestamp
    private let nextID: @Sendable () -> RequestID

    init(
        caller: AsyncCaller, clock: @escaping @Sendable () -> Timestamp,
        nextID: @escaping @Sendable () -> RequestID
    ) {
        self.caller = caller
        self.clock = clock
        self.nextID = nextID
    }

    /// The session of a device, from `auth.login` where there is none yet.
    ///
    /// - Throws: ``CallError``, as the log-in does.
    func session(of device: EnrolledDevice) async throws(CallError) -> String {
        let now = clock().milliseconds
        switch entries.withLock({ $0[device] }) {
        case .session(let session, let expires) where now < expires - DeviceSessions.margin:
            return session
        case .refused(let refusal, let until) where now < until:
            throw .refused(refusal)
        default:
            break
        }
        do {
            let reply = try await caller.call(
                AuthLogin.self,
                AuthLogin.Request(user: device.device, secret: device.secret), id: nextID(),
                session: "")
            keep(.session(reply.session, expires: reply.expires), for: device)
            return reply.session
        } catch {
            if case .refused(let refusal) = error, refusal.retry != .sameID {
                keep(
                    .refused(refusal, until: now + DeviceSessions.refusedFor), for: device)
            }
            throw error
        }
    }

    /// Forgets a session that the branch takes no more.
    func renew(_ device: EnrolledDevice) {
        entries.withLock { $0[device] = nil }
    }

    private func keep(_ entry: Entry, for device: EnrolledDevice) {
        entries.withLock { entries in
            if entries.count >= DeviceSessions.most { entries.removeAll() }
            entries[device] = entry
        }
    }
}
