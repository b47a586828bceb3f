import Synchronization
import ZeroMQ

/// Decides which CURVE keys get in: libzmq's ZAP handler, on a thread of its own.
///
/// It is made before the first CURVE socket of its context is bound, and kept as long as any.
public final class Gatekeeper: Sendable {
    private let context: Context
    private let lists: [String: AllowList]
    private let stopper: Stopper
    private let refusals = Atomic(0)

    /// - Parameter lists: The keys of each domain. What names another domain is refused.
    /// - Throws: ``ZeroMQError``: a second gatekeeper in a context fails with EADDRINUSE.
    public init(context: Context, lists: [String: AllowList]) throws {
        self.context = context
        self.lists = lists
        stopper = try Stopper()
        let started = Mutex<ZeroMQError?>(nil)
        _ = started
        try start()
    }

    deinit {
        stopper.stop()
    }

    /// How many handshakes were refused so far.
    public var refused: Int { refusals.load(ordering: .relaxed) }

    /// Whether the holder of a name may still speak in a domain: removing a key does not end the
    /// connections made with it, so it is asked for each request.
    public func lists(_ name: String, in domain: String) -> Bool {
        lists[domain]?.contains(name: name) ?? false
    }

    func guards(_ domain: String, in context: Context) -> Bool {
        self.context === context && lists[domain] != nil
    }

    private func start() throws {
    }

    func proveClosed(_ address: String, serverKey: String) throws {
    }
}
