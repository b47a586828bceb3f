internal import CZeroMQ

/// The kinds of sockets that this branch uses.
public enum SocketKind: Sendable {
    case router, dealer, reply, request, xpub, subscribe, pair

    var number: Int32 {
        switch self {
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .reply: ZMQ_REP
        case .request: ZMQ_REQ
        case .xpub: ZMQ_XPUB
        case .subscribe: ZMQ_SUB
        case .pair: ZMQ_PAIR
        }
    }
}

/// An option of a socket, with the type of its value.
public struct SocketOption<Value>: Sendable {
    let number: Int32
}

extension SocketOption where Value == Duration {
    /// How long what is unsent outlives the socket; whole milliseconds.
    public static var linger: Self { Self(number: ZMQ_LINGER) }
    public static var heartbeatInterval: Self { Self(number: ZMQ_HEARTBEAT_IVL) }
    public static var heartbeatTimeout: Self { Self(number: ZMQ_HEARTBEAT_TIMEOUT) }
    /// How long the peer may wait for a sign of life from here.
    public static var heartbeatTimeToLive: Self { Self(number: ZMQ_HEARTBEAT_TTL) }
    public static var handshakeInterval: Self { Self(number: ZMQ_HANDSHAKE_IVL) }
    public static var reconnectInterval: Self { Self(number: ZMQ_RECONNECT_IVL) }
    public static var reconnectIntervalMaximum: Self { Self(number: ZMQ_RECONNECT_IVL_MAX) }
}

extension SocketOption where Value == Int64 {
    /// In bytes a frame; libzmq closes the connection that sends a larger one.
    public static var maximumMessageSize: Self { Self(number: ZMQ_MAXMSGSIZE) }
}

extension SocketOption where Value == Int32 {
    /// In messages a peer.
    public static var sendHighWaterMark: Self { Self(number: ZMQ_SNDHWM) }
    /// In messages a peer.
    public static var receiveHighWaterMark: Self { Self(number: ZMQ_RCVHWM) }
    public static var backlog: Self { Self(number: ZMQ_BACKLOG) }
}

extension SocketOption where Value == Bool {
    /// A ROUTER reports what it cannot deliver instead of dropping it in silence.
    public static var routerMandatory: Self { Self(number: ZMQ_ROUTER_MANDATORY) }
    /// Messages are queued only for peers that have completed the handshake.
    public static var immediate: Self { Self(number: ZMQ_IMMEDIATE) }
    /// An XPUB reports every subscription, not only the first of a topic.
    public static var xpubVerbose: Self { Self(number: ZMQ_XPUB_VERBOSE) }
    public static var ipv6: Self { Self(number: ZMQ_IPV6) }
    public static var curveServer: Self { Self(number: ZMQ_CURVE_SERVER) }
    /// No ZAP domain, no admission. Debian's header hides the number, its library knows it.
    public static var zapEnforceDomain: Self { Self(number: 93) }
    public static var requestCorrelate: Self { Self(number: ZMQ_REQ_CORRELATE) }
    public static var requestRelaxed: Self { Self(number: ZMQ_REQ_RELAXED) }
}

extension SocketOption where Value == String {
    public static var zapDomain: Self { Self(number: ZMQ_ZAP_DOMAIN) }
    /// Z85, 40 characters.
    public static var curvePublicKey: Self { Self(number: ZMQ_CURVE_PUBLICKEY) }
    /// Z85, 40 characters.
    public static var curveSecretKey: Self { Self(number: ZMQ_CURVE_SECRETKEY) }
    /// Z85, 40 characters; holds for the connections made after it.
    public static var curveServerKey: Self { Self(number: ZMQ_CURVE_SERVERKEY) }
}
