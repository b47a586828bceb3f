import BranchDomain
import Bus
import Credentials
import FoundationEssentials
import Glibc
import Logging
import Messages
import ServiceKit

/// Puts a gateway together and runs it until the process is asked to end.
enum Serve {
    /// - Throws: ``ConfigurationError``, ``CredentialError``, ``BindingError``, ``ZeroMQError``:
    ///   what the operator has to put right.
    static func run(
        number: Int, ports: Ports, state: StateDirectory, logger: Logger
    ) async throws {
        let configuration = try BranchConfiguration.load(from: state)
        guard let contents = FileManager.default.contents(atPath: state.branchKey) else {
            throw ConfigurationError("Cannot read \(state.branchKey). Run 'branch init' first.")
        }
        let key = try BranchKey(contents: [UInt8](contents))
        giveMemoryBack()
        let stopper = try Stopper()
        let meters = ServiceMeters(
            .gateway(number), ports: ports, state: state, logger: logger)
        defer { meters.close() }
        let changed = ConfigurationReload(of: configuration, in: state, logger: logger)
        let offers = Handover<Offer>()
        let reload = { @Sendable in
            _ = changed.reload {
                offers.put(
                    Offer(queueOnly: $0.queueOnly, selfRegistration: $0.selfRegistration))
            }
            stopper.wake()
        }
        try await Lifetime.run(logger: logger, stop: { stopper.stop() }, reload: reload) {
            try await PinnedThread.run(name: "counter-gateway") {
                let gateway = try compose(
                    number: number, ports: ports, state: state, configuration: configuration,
                    key: key, stopper: stopper, offers: offers, meters: meters, logger: logger)
                let reactor = try Reactor(stopper: stopper)
                gateway.attend(to: reactor)
                try reactor.run()
                try gateway.finish(within: .milliseconds(500))
            }
        }
    }

    /// Each stretching takes 16 MiB for a moment. Left to itself the allocator keeps that for the
    /// next one, so that a gateway at rest would hold twice what it needs.
    private static func giveMemoryBack() {
        // By name, since Swift's Glibc leaves <malloc.h> out; where it is missing, so be it.
        typealias MallocOption = @convention(c) (CInt, CInt) -> CInt
        guard let mallopt = dlsym(nil, "mallopt") else { return }
        let mmapThreshold: CInt = -3
        _ = unsafeBitCast(mallopt, to: MallocOption.self)(mmapThreshold, 1 << 20)
    }

    private static func compose(
        number: Int, ports: Ports, state: StateDirectory, configuration: BranchConfiguration,
        key: BranchKey, stopper: Stopper, offers: Handover<Offer>, meters: ServiceMeters,
        logger: Logger
    ) throws -> Gateway {
        let context = try Context.process()
        let own = GatewayAddresses(
            plain: ports.gateway(number),
            secured: ports.isBeyondLoopback ? ports.securedGateway(number) : nil)
        let front = try RequestServer(
            context: context, binding: try bindings(own, state: state, context: context),
            mostRoutingFrames: Envelope.mostRoutingFramesAtGateway)
        let link = { (service: String) in
            try UpLink(
                context: context, endpoint: Endpoint(address: state.backLink(of: service)))
        }
        let parts = Gateway.Parts(
            front: front, ledger: try link("ledger"), scheduler: try link("scheduler"),
            sessions: try Subscriber(
                endpoints: [Endpoint(address: ports.accountTopics)], topics: [Topic.sessions],
                context: context),
            pool: StretchPool(
                stretch: Stretch(key: key), threads: 2, bound: Gateway.Bounds().secrets,
                wake: { stopper.wake() }),
            neighbours: try Neighbours(
                directory: state.run + "/gateways", number: number, own: own),
            offers: offers, meters: GatewayMeters(meters))
        let greeting = Greeting(
            branch: configuration.branch, currency: configuration.currency,
            offer: Offer(
                queueOnly: configuration.queueOnly,
                selfRegistration: configuration.selfRegistration))
        logger.info(
            "listening", metadata: ["addresses": "\(front.boundAddresses.joined(separator: " "))"])
        return Gateway(
            parts: parts, greeting: greeting, key: key, logger: logger,
            clock: { SystemClock().now })
    }

    /// The plain socket, and where the branch is on a network the one that speaks CURVE.
    static func bindings(
        _ own: GatewayAddresses, state: StateDirectory, context: Context
    ) throws -> [ServerBinding] {
        let plain = ServerBinding.plain(own.plain)
        guard let secured = own.secured else { return [plain] }
        let file = CurveDomain.clients.serverKey(in: state)
        guard let secret = try state.secret(at: file).split(separator: "\n").last else {
            throw ConfigurationError("\(file) is empty. Run 'branch init'.")
        }
        let domain = CurveDomain.clients.rawValue
        let allowed = AllowList(directory: CurveDomain.clients.allowList(in: state))
        let gatekeeper = try Gatekeeper(context: context, lists: [domain: allowed])
        return [
            plain,
            .curve(
                secured, keys: try CurveKeys(secretKey: String(secret)), domain: domain,
                gatekeeper: gatekeeper),
        ]
    }
}
