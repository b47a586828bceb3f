/// The TCP ports of a branch: one base moves all of them together.
public struct Ports: Sendable, Hashable {
    public static let defaultBase: UInt16 = 7700
    public let base: UInt16
    /// The address on which gateways and topics listen.
    public let host: String

    public init(base: UInt16 = Ports.defaultBase, host: String = "127.0.0.1") {
        self.base = base
        self.host = host
    }

    /// From `BRANCHLINE_PORT_BASE` and `BRANCHLINE_HOST`.
    ///
    /// - Throws: ``ConfigurationError`` where the base is no port that leaves room for the others,
    ///   or where the host is no address that a device could be told of.
    public init(environment: [String: String]) throws {
        let text = environment["BRANCHLINE_PORT_BASE"] ?? String(Ports.defaultBase)
        guard let base = UInt16(text), (1024...60_000).contains(base) else {
            throw ConfigurationError("BRANCHLINE_PORT_BASE is not a number from 1024 to 60000.")
        }
        let host = environment["BRANCHLINE_HOST"] ?? "127.0.0.1"
        guard !Self.wildcards.contains(host) else {
            throw ConfigurationError(
                "BRANCHLINE_HOST is the address that devices are told of, and \(host) is none. "
                    + "Name this computer's address in the network, such as 192.168.1.10.")
        }
        self.init(base: base, host: host)
    }

    /// Good for listening, of no use to whoever wants to connect.
    public static let wildcards: Set<String> = ["0.0.0.0", "::", "[::]", "*"]

    /// Whether clients reach the branch over a network, so that its outer sockets speak CURVE.
    public var isBeyondLoopback: Bool { !(host == "127.0.0.1" || host == "localhost") }

    /// The plain socket of gateway `number` (from 1), always on loopback: 7701, 7711, 7721 …
    public func gateway(_ number: Int) -> String { loopback(1 + 10 * UInt16(number - 1)) }
    public var queueTopics: String { loopback(2) }
    public var accountTopics: String { loopback(3) }

    /// The CURVE socket beyond loopback: 50 above the plain one.
    public func securedGateway(_ number: Int) -> String { outside(51 + 10 * UInt16(number - 1)) }
    public var securedQueueTopics: String { outside(52) }
    public var securedAccountTopics: String { outside(53) }

    /// The web pages, on loopback.
    public var web: Int { Int(base) + 380 }
    /// The web pages beyond loopback, TLS only.
    public var securedWeb: Int { Int(base) + 430 }

    /// gRPC for existing bank clients: 9001 for an only branch.
    public var grpc: Int { Int(base) + 1_301 }

    /// For gateways on other machines: the back links of ledger and scheduler.
    public var securedLedgerLink: String { outside(54) }
    public var securedSchedulerLink: String { outside(55) }

    /// `/metrics` and `/healthz` of a service, on loopback. Gateways: eight above their own port.
    public func metrics(of service: MeteredService) -> UInt16 { base + service.offset }

    private func loopback(_ offset: UInt16) -> String { "tcp://127.0.0.1:\(base + offset)" }
    private func outside(_ offset: UInt16) -> String { "tcp://\(host):\(base + offset)" }
}
