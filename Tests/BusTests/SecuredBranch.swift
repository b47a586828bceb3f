import ZeroMQ

@testable import Bus

/// A context with a gatekeeper, whose domain `clients` is a folder.
final class SecuredBranch: Sendable {
    let context: Context
    let folder: TemporaryDirectory
    let gatekeeper: Gatekeeper
    let keys: CurveKeys

    init(also lists: [String: AllowList] = [:]) throws {
        context = try Context()
        folder = try TemporaryDirectory()
        keys = try .generate()
        var lists = lists
        lists["clients"] = AllowList(directory: folder.path, freshness: .zero)
        gatekeeper = try Gatekeeper(context: context, lists: lists)
    }

    var binding: ServerBinding {
        .curve("tcp://127.0.0.1:*", keys: keys, domain: "clients", gatekeeper: gatekeeper)
    }

    func service() throws -> TestService {
        try TestService([binding], context: context)
    }

    func client(
        of service: TestService, keys: CurveKeys, deadline: Duration = .seconds(30)
    ) throws -> RequestClient {
        try RequestClient(
            endpoints: [Endpoint(address: service.address, serverKey: self.keys.publicKey)],
            keys: keys, attemptTimeout: .milliseconds(250), deadline: deadline,
            identifiers: CountingIDs(), context: Context())
    }
}

/// A DEALER with keys, to be kept in an array.
final class Held {
    let socket: Socket

    init(endpoint: Endpoint, keys: CurveKeys, context: Context) throws {
        socket = try Socket(.dealer, in: context, linger: .zero)
        try socket.connect(endpoint, keys: keys)
    }
}
