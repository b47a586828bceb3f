import BranchDomain
import Bus
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Logging
import Messages
import NIOCore
import NIOPosix
import ServiceKit
import ServiceLifecycle
import UnixSignals

/// Puts the gRPC edge together and runs it until the process is asked to end.
enum EdgeShell {
    /// The largest message that is read: those of this interface have a few dozen bytes.
    private static let largestMessage = 64 * 1_024
    private static let mostCallsOfAConnection = 1_024

    /// - Throws: ``ConfigurationError``, ``ZeroMQError``, and what the system says of an address
    ///   or a certificate.
    static func run(_ settings: EdgeSettings, logger: Logger) async throws {
        let access =
            try settings.enrolment.map { try BranchAccess(enrolment: $0, kind: .rpc) }
            ?? BranchAccess(ports: settings.ports)
        let device =
            try access.device
            ?? BranchConfiguration.load(from: settings.state).credential(
                of: .rpc, in: settings.state)
        let meters = ServiceMeters(
            .rpc, ports: settings.ports, state: settings.state, logger: logger)
        defer { meters.close() }
        let stopper = try Stopper()
        let caller = AsyncCaller(stopper: stopper)
        let bus = ThreadService(name: "bus", stopper: stopper) {
            try EdgeBus(caller: caller, access: access, stopper: stopper).run()
        }
        let accounts = accounts(caller, device, EdgeMeters(meters))
        let loops = MultiThreadedEventLoopGroup(
            numberOfThreads: min(settings.threads, System.coreCount))
        var services: [any Service] = [
            bus, GatewayFinder(caller: caller, nextID: SystemRequestIDs.fresh),
        ]
        let places = settings.places(hasIPv6: hasIPv6)
        let servers = try places.map { place in
            GRPCServer(
                transport: try transport(place, settings.tls, loops: loops), services: [accounts])
        }
        services += servers.map { GRPCService(server: $0) }
        services.append(
            Heartbeat(once: { for server in servers { _ = try? await server.listeningAddress } }) {
                meters.health.beat(.ok)
            })
        if settings.ports.isBeyondLoopback, settings.tls == nil {
            logger.warning(
                "only for this machine: there is no certificate",
                metadata: ["expected": "\(settings.state.grpcCertificate)"])
        }
        logger.info(
            "\(settings.name) takes calls",
            metadata: [
                "at": "\(places.map(\.description).joined(separator: ", "))",
                "tls": "\(settings.tls != nil)",
            ])
        let group = ServiceGroup.edge(services, logger: logger)
        guard settings.threads == 1 else { return try await group.run() }
        let loop = loops.next()
        let executor = LoopExecutor { loop.execute($0) }
        try await withTaskExecutorPreference(executor) {
            try await group.run()
        }
    }

    private static func accounts(
        _ caller: AsyncCaller, _ device: BranchAccess.DeviceCredential, _ meters: EdgeMeters
    ) -> BankAccounts {
        let session = DeviceSession(caller: caller, device: device.name, secret: device.secret)
        let link = LedgerLink(session: session, nextID: SystemRequestIDs.fresh) {
            method, id, session, body in
            meters.asks(method)
            do throws(CallError) {
                let answer = try await caller.send(
                    method: method.rawValue, id: id, session: session, body: body)
                meters.answered(answer.outcome)
                return .success(answer)
            } catch {
                return .failure(error)
            }
        }
        let directory = AccountDirectory { after in
            try await link.call(AccountList.self, AccountList.Request(after: after))
        }
        return BankAccounts(link: link, directory: directory)
    }

    private static func transport(
        _ place: EdgeSettings.Place, _ tls: EdgeSettings.TLSFiles?,
        loops: MultiThreadedEventLoopGroup
    ) throws -> HTTP2ServerTransport.Posix {
        let security: HTTP2ServerTransport.Posix.TransportSecurity
        if let tls {
            for file in [tls.certificate, tls.key]
            where !FileManager.default.isReadableFile(atPath: file) {
                throw ConfigurationError("Cannot read \(file).")
            }
            security = .tls(
                certificateChain: [.file(path: tls.certificate, format: .pem)],
                privateKey: .file(path: tls.key, format: .pem))
        } else {
            security = .plaintext
        }
        let config = HTTP2ServerTransport.Posix.Config.defaults { config in
            config.rpc.maxRequestPayloadSize = largestMessage
            config.http2.maxConcurrentStreams = mostCallsOfAConnection
            // Clients may ask whether we live as often as they like to: many do.
            config.connection.keepalive.clientBehavior.allowWithoutCalls = true
            config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(1)
            config.connection.keepalive.time = .seconds(60)
            // Whoever calls waits for the answer: to hold it back for more of them gains nothing.
            config.connection.flushCoalescing = nil
            config.connection.maxGraceTime = .seconds(3)
        }
        return HTTP2ServerTransport.Posix(
            address: place.isIPv6
                ? .ipv6(host: place.address, port: place.port)
                : .ipv4(host: place.address, port: place.port),
            transportSecurity: security, config: config, eventLoopGroup: loops)
    }

    /// Whether the loopback address of IPv6 is there: containers often have none.
    private static var hasIPv6: Bool {
        let table = try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8)
        return table?.contains("00000000000000000000000000000001 ") ?? false
    }
}

/// A server as a service: it takes no more calls when the process is asked to end.
private struct GRPCService: Service {
    let server: GRPCServer<HTTP2ServerTransport.Posix>

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await server.serve()
        } onGracefulShutdown: {
            server.beginGracefulShutdown()
        }
    }
}
