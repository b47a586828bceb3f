import BranchDomain
import Bus
import Credentials
import Foundation
import Glibc
import Logging
import Messages
import Testing
import ZeroMQ

@testable import CounterGateway

/// A folder for one test, gone when the test is.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = "/tmp/branchline-XXXXXX".utf8CString.map { $0 }
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// A gateway between a client and two services that the test plays: real sockets, all of them on
/// the test's own thread.
final class CounterDesk {
    /// What a service answers, as frames behind the delimiter; nil is silence.
    typealias Service = @Sendable (IncomingRequest) -> [[UInt8]]?

    struct TimedOut: Error {}

    let folder: TemporaryFolder
    let context: Context
    let front: RequestServer
    let gateway: Gateway
    let reactor: Reactor
    let publisher: Publisher
    let client: Client
    var ledger: RequestServer?
    var scheduler: RequestServer?
    var ledgerAnswers: Service = echo
    var schedulerAnswers: Service = echo
    /// What reached each service, in order.
    private(set) var atLedger: [IncomingRequest] = []
    private(set) var atScheduler: [IncomingRequest] = []

    init(
        offer: Offer = Offer(), bounds: Gateway.Bounds = Gateway.Bounds(),
        bindings: (Context, TemporaryFolder) throws -> [ServerBinding] = { _, _ in
            [.plain("tcp://127.0.0.1:*")]
        }
    ) throws {
        folder = try TemporaryFolder()
        context = try Context()
        let path = folder.path
        front = try RequestServer(
            context: context, binding: try bindings(context, folder),
            mostRoutingFrames: Envelope.mostRoutingFramesAtGateway)
        publisher = try Publisher(
            context: context, binding: [.plain("ipc://\(path)/topics.ipc")], epoch: "e")
        let stopper = try Stopper()
        reactor = try Reactor(stopper: stopper)
        let parts = Gateway.Parts(
            front: front, ledger: try CounterDesk.link("ledger", path, context),
            scheduler: try CounterDesk.link("scheduler", path, context),
            sessions: try Subscriber(
                endpoints: [Endpoint(address: "ipc://\(path)/topics.ipc")],
                topics: [Topic.sessions], context: context),
            pool: StretchPool(
                stretch: Stretch(key: Sample.key, cost: .cheap), threads: 2,
                bound: bounds.secrets, wake: { stopper.wake() }),
            neighbours: try Neighbours(
                directory: "\(path)/gateways", number: 1,
                own: GatewayAddresses(
                    plain: front.boundAddresses[0],
                    secured: front.boundAddresses.dropFirst().first)))
        gateway = Gateway(
            parts: parts, greeting: Greeting(branch: "main", currency: "USD", offer: offer),
            key: Sample.key, bounds: bounds, logger: Logger(label: "test"),
            clock: { Sample.now })
        gateway.attend(to: reactor)
        client = try Client(front.boundAddresses[0], context)
    }

    /// Binds the services' sockets and waits until the gateway's links have found them.
    func openServices() throws {
        ledger = try service("ledger")
        scheduler = try service("scheduler")
        for method in ["queue.services", "ledger.outcome"] {
            try turn { try self.ask(Sample.frames(method))?.outcome == "ok" }
        }
        atLedger = []
        atScheduler = []
    }

    func service(_ name: String) throws -> RequestServer {
        try RequestServer(
            context: context, binding: [.plain("ipc://\(folder.path)/\(name).ipc")])
    }

    /// Sends a request and turns everything until its answer is there.
    func ask(_ frames: [[UInt8]]) throws -> Reply? {
        try client.send(frames)
        return try answer()
    }

    /// Turns everything until the client has an answer.
    func answer(to other: Client? = nil) throws -> Reply? {
        var reply: Reply?
        try turn {
            reply = try (other ?? self.client).receive()
            return reply != nil
        }
        return reply
    }

    /// Lets the gateway and the services work until `isDone`, at most thirty seconds.
    func turn(until isDone: () throws -> Bool) throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(30)
        while clock.now < end {
            try reactor.round(atMost: .milliseconds(2))
            serve(ledger, &atLedger, ledgerAnswers)
            serve(scheduler, &atScheduler, schedulerAnswers)
            publisher.handleSubscriptions()
            if try isDone() { return }
        }
        throw TimedOut()
    }

    private func serve(
        _ server: RequestServer?, _ seen: inout [IncomingRequest], _ answers: Service
    ) {
        for request in server?.receive(atMost: 100) ?? [] {
            seen.append(request)
            if let frames = answers(request) { server?.reply(frames, to: request.route) }
        }
    }

    private static func link(
        _ name: String, _ path: String, _ context: Context
    ) throws -> UpLink {
        try UpLink(context: context, endpoint: Endpoint(address: "ipc://\(path)/\(name).ipc"))
    }

    static let echo: Service = { request in
        [request.frames[0], request.frames[2], Array("ok".utf8), request.frames[5]]
    }
}

/// A reply as the client got it.
struct Reply {
    let frames: [[UInt8]]

    var outcome: String { frames.count > 2 ? String(decoding: frames[2], as: UTF8.self) : "" }
    var id: [UInt8] { frames.count > 1 ? frames[1] : [] }
    var body: [UInt8] { frames.count > 3 ? frames[3] : [] }
}

/// A client that sends whatever it is given.
final class Client {
    private let socket: Socket
    private var message = Multipart()

    /// - Parameter curve: The server's public key and the client's own keys.
    init(
        _ address: String, _ context: Context, curve: (server: String, own: CurveKeys)? = nil
    ) throws {
        let socket = try Socket(.dealer, in: context, linger: .zero)
        if let curve {
            try socket.set(.curvePublicKey, curve.own.publicKey)
            try socket.set(.curveSecretKey, curve.own.secretKey)
            try socket.set(.curveServerKey, curve.server)
        }
        try socket.connect(address)
        self.socket = socket
    }

    /// - Parameter before: Routing frames of the client's own.
    func send(_ frames: [[UInt8]], before: [[UInt8]] = []) throws {
        let sent = try socket.send(before + [[]] + frames)
        #expect(sent == .sent)
    }

    func receive() throws -> Reply? {
        guard try socket.receive(into: &message) else { return nil }
        guard let delimiter = message.delimiter else { return Reply(frames: []) }
        return Reply(
            frames: ((delimiter + 1)..<message.count).map { message.bytes(of: $0) })
    }
}
