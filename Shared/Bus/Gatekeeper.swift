import Synchronization
import ZeroMQ

/// Decides which CURVE keys get in: libzmq's ZAP handler, on a thread of its own.
///
/// It is made before the first CURVE socket of its context is bound, and lives as long as any.
public final class Gatekeeper: Sendable {
    private let context: Context
    private let door: Door

    /// - Parameter lists: The keys of each domain. Who names another domain is refused.
    /// - Throws: `ZeroMQError`: a second gatekeeper in a context fails with EADDRINUSE.
    public init(context: Context, lists: [String: AllowList]) throws {
        self.context = context
        let door = try Door(lists: lists)
        self.door = door
        PinnedThread.start(name: "gatekeeper") { door.keep(in: context) }
        try door.waitUntilOpen()
    }

    deinit {
        door.stopper.stop()
    }

    /// How many handshakes were refused so far, the self-test's own among them.
    public var refused: Int { door.refused.load(ordering: .relaxed) }

    /// Whether the holder of a name may still speak in a domain: removing a key does not end the
    /// connections made with it, so a server asks for each request.
    public func admits(_ name: String, in domain: String) -> Bool {
        door.lists[domain]?.contains(name: name) ?? false
    }

    func guards(_ domain: String, in context: Context) -> Bool {
        self.context === context && door.lists[domain] != nil
    }

    /// The self-test: a key made up just now must be refused at this address.
    ///
    /// - Parameter kind: A kind that the bound socket talks to; with others libzmq closes the
    ///   connection for that reason, which would prove nothing.
    /// - Throws: ``BindingError`` where it gets in, or nothing is heard for five seconds.
    func proveClosed(_ address: String, to kind: SocketKind, serverKey: String) throws {
        var socket = try Socket(kind, in: context, linger: .zero)
        try socket.setBusDefaults()
        try socket.startMonitoring()
        try socket.connect(
            Endpoint(address: address, serverKey: serverKey), keys: try .generate())
        let clock = ContinuousClock()
        let end = clock.now + .seconds(5)
        while clock.now < end {
            switch try socket.nextEvent(within: clock.now.duration(to: end)) {
            case .refused: return
            case .handshakeSucceeded: throw BindingError.admitsStrangers(address)
            default: continue
            }
        }
        throw BindingError.selfTestUndecided(address)
    }
}

/// What the gatekeeper's thread works on; it holds no reference to the gatekeeper, so that this
/// one can end.
private final class Door: Sendable {
    let lists: [String: AllowList]
    let stopper: Stopper
    let refused = Atomic(0)
    private let opened: Waker
    private let failure = Mutex<(any Error)?>(nil)

    init(lists: [String: AllowList]) throws {
        self.lists = lists
        stopper = try Stopper()
        opened = try Waker()
    }

    /// Waits for the thread to have bound the socket that libzmq asks.
    func waitUntilOpen() throws {
        var poller = Poller()
        let place = poller.watch(opened)
        repeat { _ = try poller.wait(atMost: nil) } while !poller.isReady(place)
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// The thread: answers libzmq until the stopper says stop.
    func keep(in context: Context) {
        do {
            let socket = try Socket(.reply, in: context, linger: .zero)
            try socket.bind("inproc://zeromq.zap.01")
            opened.ring()
            var message = Multipart()
            var poller = Poller()
            _ = poller.watch(stopper.waker)
            _ = unsafe poller.watch(socket.handle)
            while !stopper.isStopped {
                _ = try poller.wait(atMost: nil)
                while try socket.receive(into: &message) {
                    _ = try socket.send(answer(to: message))
                }
            }
        } catch {
            // Without this thread nobody is admitted any more, which is safe; a failure to open
            // is thrown where the gatekeeper is made.
            failure.withLock { $0 = error }
            opened.ring()
        }
    }

    /// The frames of ZAP 1.0 (RFC 27): version, id, domain, address, identity, mechanism, key;
    /// back go version, id, status, text, user, metadata.
    private func answer(to message: borrowing Multipart) -> [[UInt8]] {
        let id = message.count > 1 ? message.bytes(of: 1) : []
        let holder = holder(asking: message)
        if holder == nil { refused.add(1, ordering: .relaxed) }
        return [
            Array("1.0".utf8), id, Array((holder == nil ? "400" : "200").utf8),
            Array((holder == nil ? "not listed" : "ok").utf8), Array((holder ?? "").utf8), [],
        ]
    }

    private func holder(asking message: borrowing Multipart) -> String? {
        guard message.count == 7, message.frame(5, equals: Array("CURVE".utf8)),
            let key = CurveKeyPair.z85(message.bytes(of: 6))
        else { return nil }
        return lists[String(decoding: message.bytes(of: 2), as: UTF8.self)]?.name(of: key)
    }
}
