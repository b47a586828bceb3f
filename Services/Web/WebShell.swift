import BranchDomain
import Bus
import Credentials
import FoundationEssentials
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import Messages
import NIOCore
import NIOPosix
import NIOSSL
import ServiceKit
import ServiceLifecycle
import UnixSignals

/// What the operator chose.
struct WebSettings: Sendable {
    var ports: Ports
    var state: StateDirectory
    var pages: String
    var freshPages = false
    var publicAddress: String?
    var certificate: String?
    var key: String?
    /// How many pages may follow the queues at the same time.
    var mostPages = 4_096
}

/// Puts the web service together and runs it until the process is asked to end.
enum WebShell {
    /// A connection on which nothing is asked is closed after so long.
    private static let idle = TimeAmount.seconds(60)
    private static let mostConnections = 8_192

    /// - Throws: ``ConfigurationError``, ``CredentialError``, ``ZeroMQError``, and what the
    ///   system says of an address or a certificate.
    static func run(_ settings: WebSettings, logger: Logger) async throws {
        let configuration = try BranchConfiguration.load(from: settings.state)
        guard let contents = FileManager.default.contents(atPath: settings.state.branchKey) else {
            throw ConfigurationError(
                "Cannot read \(settings.state.branchKey). Run 'branch init' first.")
        }
        let seal = Seal(key: try BranchKey(contents: [UInt8](contents)))
        let meters = ServiceMeters(
            .web, ports: settings.ports, state: settings.state, logger: logger)
        defer { meters.close() }
        let stopper = try Stopper()
        let caller = AsyncCaller(stopper: stopper)
        let feed = TopicFeed(mostPages: settings.mostPages) { stopper.wake() }
        let bus = ThreadService(name: "web", stopper: stopper) {
            let shell = try FeedShell(
                caller: caller, feed: feed, ports: settings.ports, branch: configuration.branch,
                context: .process())
            try shell.run(in: try Reactor(stopper: stopper))
        }
        let pages = try PageFiles(directory: settings.pages, isFresh: settings.freshPages)
        let outside = try tls(settings)
        let webMeters = WebMeters(meters, feed: feed)
        let (listening, isListening) = AsyncStream.makeStream(of: Never.self)
        let desk = { (isSecure: Bool) in
            Desk(
                caller: caller, keepsakes: Keepsakes(seal: seal, isSecure: isSecure),
                devices: DeviceSessions(
                    caller: caller, clock: { SystemClock().now }, nextID: nextID),
                feed: feed, pages: pages, meters: webMeters,
                publicAddress: settings.publicAddress,
                scheme: isSecure ? "https" : "http", zone: configuration.timeZone,
                state: settings.state, isLoopbackOnly: !isSecure, clock: { SystemClock().now },
                nextID: nextID, randomBytes: SystemRandom.bytes)
        }
        // One thread for all connections and what is done for them; a second one talks to the bus.
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var services: [any Service] = [
            bus, GatewayFinder(caller: caller, nextID: nextID),
            Heartbeat(once: { for await _ in listening {} }, webMeters.beat),
            application(
                desk(false), branch: configuration.branch, host: "127.0.0.1",
                port: settings.ports.web, server: .http1(configuration: .init(idleTimeout: idle)),
                loops: loops, logger: logger, whenListening: isListening.finish),
        ]
        if let outside {
            services.append(
                application(
                    desk(true), branch: configuration.branch, host: settings.ports.host,
                    port: settings.ports.securedWeb,
                    server: try .tls(
                        .http1(configuration: .init(idleTimeout: idle)),
                        tlsConfiguration: outside),
                    loops: loops, logger: logger))
        } else if settings.ports.isBeyondLoopback {
            logger.warning(
                "only for this machine: there is no certificate",
                metadata: ["expected": "\(settings.state.webCertificate)"])
        }
        let group = ServiceGroup.edge(services, logger: logger)
        let loop = loops.next()
        let executor = LoopExecutor { loop.execute($0) }
        try await withTaskExecutorPreference(executor) {
            try await group.run()
        }
    }

    static func router(_ desk: Desk, branch: String) -> Router<WebContext> {
        let router = Router(context: WebContext.self)
        let isSecure = desk.scheme == "https"
        router.add(middleware: MeteredAnswers(meters: desk.meters))
        router.add(middleware: SecurityHeaders(isSecure: isSecure))
        router.add(
            middleware: OriginGuard(origins: Origins(scheme: desk.scheme, isSecure: isSecure)))
        PlaceRoutes(desk: desk).add(to: router)
        PairRoutes(desk: desk).add(to: router)
        EventRoutes(desk: desk).add(to: router)
        BusRoutes(
            desk: desk, description: ByteBuffer(bytes: OpenAPIDocument.json(branch: branch))
        ).add(to: router)
        PageRoutes(desk: desk).add(to: router)
        return router
    }

    private static func application(
        _ desk: Desk, branch: String, host: String, port: Int, server: HTTPServerBuilder,
        loops: MultiThreadedEventLoopGroup, logger: Logger,
        whenListening: @escaping @Sendable () -> Void = {}
    ) -> some ApplicationProtocol {
        Application(
            router: router(desk, branch: branch), server: server,
            configuration: .init(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(mostConnections)),
            onServerRunning: { _ in whenListening() }, eventLoopGroupProvider: .shared(loops),
            logger: logger)
    }

    @Sendable private static func nextID() -> BranchDomain.RequestID {
        var identifiers = SystemRequestIDs()
        return identifiers.next()
    }

    /// TLS where there is a certificate and the branch is on a network; nil: loopback alone.
    private static func tls(_ settings: WebSettings) throws -> TLSConfiguration? {
        guard settings.ports.isBeyondLoopback else { return nil }
        let certificate = settings.certificate ?? settings.state.webCertificate
        let key = settings.key ?? settings.state.webKey
        guard FileManager.default.fileExists(atPath: certificate) else {
            if let named = settings.certificate {
                throw ConfigurationError("There is no certificate \(named).")
            }
            return nil
        }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}
