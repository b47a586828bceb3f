import ArgumentParser
import Bus

/// How a machine on the network proves who it is: nothing is needed on the branch's own.
public struct ConnectionKeys: ParsableArguments {
    @Option(help: "The branch's public CURVE key (Z85), for machines on the network.")
    public var serverKey: String?

    @Option(help: "A file with this machine's own secret CURVE key (Z85).")
    public var keyFile: String?

    public init() {}

    public func validate() throws {
        guard keyFile == nil || serverKey != nil else {
            throw ValidationError("--key-file needs --server-key.")
        }
    }

    /// An address of the branch, with the key that it must show.
    public func endpoint(_ address: String) -> Endpoint {
        Endpoint(address: address, serverKey: serverKey)
    }

    /// This machine's own keys; nil where no file was named.
    ///
    /// - Throws: ``ConfigurationError`` naming the file; what the key's reader throws.
    public func keys(in state: StateDirectory) throws -> CurveKeys? {
        try keyFile.map { try CurveKeys(secretKey: state.secret(at: $0)) }
    }
}

/// Which gateways a machine asks, and with which keys.
public struct GatewayOptions: ParsableArguments {
    @Option(help: "A gateway; may be given several times. Default: port base + 1, this machine.")
    public var endpoint: [String] = []

    @OptionGroup public var keys: ConnectionKeys

    public init() {}

    /// - Parameter environment: Says where this machine's own branch is.
    /// - Throws: ``ConfigurationError`` where the environment's ports cannot be.
    public func endpoints(environment: [String: String]) throws -> [Endpoint] {
        let own = endpoint.isEmpty ? [try Ports(environment: environment).gateway(1)] : endpoint
        return own.map(keys.endpoint)
    }
}
