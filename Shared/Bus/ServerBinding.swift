import ZeroMQ

/// Where and how a service listens.
public struct ServerBinding: Sendable {
    /// As libzmq spells it; a port `*` lets the system choose one.
    public let address: String
    let security: Security?

    struct Security: Sendable {
        let keys: CurveKeys
        let domain: String
        let gatekeeper: Gatekeeper
    }

    /// A socket without encryption: for loopback, ipc and inproc, which are trusted as the
    /// machine is. Anything wider is refused at binding.
    public static func plain(_ address: String) -> ServerBinding {
        ServerBinding(address: address, security: nil)
    }

    /// A socket that speaks CURVE only, and only to the keys listed for its domain.
    ///
    /// It takes a gatekeeper, since CURVE without one lets everybody in.
    public static func curve(
        _ address: String, keys: CurveKeys, domain: String, gatekeeper: Gatekeeper
    ) -> ServerBinding {
        ServerBinding(
            address: address,
            security: Security(keys: keys, domain: domain, gatekeeper: gatekeeper))
    }

    var isLocal: Bool {
        let local = ["ipc://", "inproc://", "tcp://127.", "tcp://localhost:", "tcp://[::1]:"]
        return local.contains { address.hasPrefix($0) }
    }
}

/// Why a service could not listen as it was told.
public enum BindingError: Error, Equatable, CustomStringConvertible {
    /// A plain socket would have been reachable from other machines.
    case plainBeyondLoopback(String)
    /// The self-test found that a key that is not listed gets in.
    case admitsStrangers(String)
    /// The self-test got neither in nor refused, so that nothing is proven.
    case selfTestUndecided(String)
    /// The gatekeeper belongs to another context, or does not know the domain.
    case noGatekeeper(domain: String)

    public var description: String {
        switch self {
        case .plainBeyondLoopback(let address):
            "\(address) is not loopback: beyond it only CURVE is spoken."
        case .admitsStrangers(let address):
            "\(address) admits a key that is not listed."
        case .selfTestUndecided(let address):
            "\(address) neither admits nor refuses: the self-test proves nothing."
        case .noGatekeeper(let domain):
            "No gatekeeper in this context knows the domain \(domain)."
        }
    }
}

/// One bound socket of a service.
final class Listener {
    let socket: Socket
    let address: String
    let security: ServerBinding.Security?

    /// Binds after all options are set, since libzmq reads them at that moment.
    init(
        _ kind: SocketKind, _ binding: ServerBinding, in context: Context,
        options: (borrowing Socket) throws -> Void
    ) throws {
        let socket = try Socket(kind, in: context, linger: .milliseconds(500))
        try socket.setBusDefaults()
        try socket.set(.backlog, 1_024)
        try options(socket)
        if let security = binding.security {
            guard security.gatekeeper.guards(security.domain, in: context) else {
                throw BindingError.noGatekeeper(domain: security.domain)
            }
            try socket.set(.curveServer, true)
            try socket.set(.curveSecretKey, security.keys.secretKey)
            try socket.set(.zapDomain, security.domain)
            try socket.set(.zapEnforceDomain, true)
        } else if !binding.isLocal {
            throw BindingError.plainBeyondLoopback(binding.address)
        }
        try socket.bind(binding.address)
        address = try socket.lastEndpoint()
        self.socket = socket
        security = binding.security
        if let security {
            try security.gatekeeper.proveClosed(
                address, to: kind == .xpub ? .subscribe : .dealer,
                serverKey: security.keys.publicKey)
        }
    }
}
