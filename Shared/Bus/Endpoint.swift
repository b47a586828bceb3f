@_exported import ZeroMQ

/// Where a service listens, as a client sees it.
public struct Endpoint: Sendable, Hashable {
    /// As libzmq spells it: `tcp://127.0.0.1:7701`, `ipc:///…`.
    public let address: String
    /// The service's public CURVE key, Z85; nil: the socket is plain.
    public let serverKey: String?

    public init(address: String, serverKey: String? = nil) {
        self.address = address
        self.serverKey = serverKey
    }
}

/// A pair of CURVE keys, Z85 text of 40 characters each. The secret one is never printed.
public struct CurveKeys: Sendable, Hashable, CustomStringConvertible {
    public let publicKey: String
    public let secretKey: String

    public init(publicKey: String, secretKey: String) {
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// The pair that a secret key belongs to.
    ///
    /// - Throws: `ZeroMQError` where the text is no key.
    public init(secretKey: String) throws {
        self.init(
            publicKey: try CurveKeyPair.publicKey(of: secretKey), secretKey: secretKey)
    }

    public static func generate() throws -> CurveKeys {
        let (publicKey, secretKey) = try CurveKeyPair.generate()
        return CurveKeys(publicKey: publicKey, secretKey: secretKey)
    }

    public var description: String { "CurveKeys(\(publicKey))" }
}

/// A client's socket, replaced as a whole when the connection is made anew.
final class Connection {
    let socket: Socket

    private init(_ socket: consuming Socket) {
        self.socket = socket
    }

    /// A DEALER that queues nothing for a peer that is not there.
    static func dealer(
        to endpoint: Endpoint, keys: CurveKeys?, context: Context, linger: Duration,
        sendHighWaterMark: Int32, longestReconnect: Duration = .seconds(5)
    ) throws(ZeroMQError) -> Connection {
        let socket = try Socket(.dealer, in: context, linger: linger)
        try socket.setBusDefaults()
        try socket.set(.reconnectIntervalMaximum, longestReconnect)
        try socket.set(.immediate, true)
        try socket.set(.sendHighWaterMark, sendHighWaterMark)
        try socket.set(.receiveHighWaterMark, 10_000)
        try socket.connect(endpoint, keys: keys)
        return Connection(socket)
    }

    /// A SUB that hears all endpoints, monitored where keys are at stake.
    static func subscriber(
        to endpoints: [Endpoint], keys: CurveKeys?, topics: [String], context: Context
    ) throws(ZeroMQError) -> Connection {
        var socket = try Socket(.subscribe, in: context, linger: .zero)
        try socket.setBusDefaults()
        // A board is right again within two seconds of the branch being back.
        try socket.set(.reconnectIntervalMaximum, .seconds(1))
        try socket.set(.receiveHighWaterMark, 10_000)
        for topic in topics {
            try socket.subscribe(topic)
        }
        if endpoints.contains(where: { $0.serverKey != nil }) {
            try socket.startMonitoring()
        }
        for endpoint in endpoints {
            try socket.connect(endpoint, keys: keys)
        }
        return Connection(socket)
    }
}

extension Socket {
    /// What every socket of the branch has; the design page says why, trap by trap.
    func setBusDefaults() throws(ZeroMQError) {
        try set(.maximumMessageSize, 1024 * 1024)
        try set(.heartbeatInterval, .seconds(2))
        try set(.heartbeatTimeout, .seconds(6))
        try set(.heartbeatTimeToLive, .seconds(6))
        try set(.handshakeInterval, .seconds(2))
        try set(.reconnectInterval, .milliseconds(100))
        try set(.reconnectIntervalMaximum, .seconds(5))
    }

    /// Connects in plain or with CURVE, as the endpoint asks; without keys of one's own a pair
    /// is made up, which a service that knows its clients will not admit.
    func connect(_ endpoint: Endpoint, keys: CurveKeys?) throws(ZeroMQError) {
        if let serverKey = endpoint.serverKey {
            var pair = keys.map { ($0.publicKey, $0.secretKey) }
            if pair == nil { pair = try CurveKeyPair.generate() }
            if let pair {
                try set(.curvePublicKey, pair.0)
                try set(.curveSecretKey, pair.1)
            }
            try set(.curveServerKey, serverKey)
        } else {
            // This takes away the key of an endpoint before: an empty one is refused by libzmq.
            try set(.curveServer, false)
        }
        try connect(endpoint.address)
    }
}
