import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// A branch that the bench sets up, starts, fills and ends: a ledger, a scheduler, one gateway.
final class BranchUnderTest {
    let state: StateDirectory
    let ports: Ports
    private let place: Workplace
    private(set) var services: [ChildProcess] = []

    init(_ place: Workplace, name: String = "state", portOffset: UInt16 = 0) throws {
        self.place = place
        state = StateDirectory(path: place.folder + "/" + name)
        ports = Ports(base: place.portBase + portOffset)
        try ChildProcess.output(
            of: place.program("branch"), ["init", "--quiet"], environment: environment)
    }

    deinit { stop() }

    private var environment: [String: String] {
        [
            "BRANCHLINE_STATE": state.path, "BRANCHLINE_PORT_BASE": String(ports.base),
            "BRANCHLINE_HOST": "127.0.0.1",
            // As deploy/up and systemd start the services.
            "MALLOC_MMAP_THRESHOLD_": "1048576",
        ]
    }

    /// Starts all services and waits until each has answered.
    ///
    /// - Returns: How long that took, in nanoseconds.
    @discardableResult
    func start() throws -> UInt64 {
        let begin = Moment.monotonic
        for name in ["ledger", "scheduler", "counter-gateway"] {
            services.append(
                try ChildProcess(
                    name, place.program("branchline-" + name), ["serve"], environment: environment,
                    log: place.log, pids: place.pids))
        }
        for service in ["ledger", "scheduler"] {
            try waitUntil(state.backLink(of: service), answers: BranchUnderTest.ping)
        }
        for method in [Method.systemHello, .queueServices] {
            let request = RequestTemplate(method: method.rawValue, session: "", body: "{}")
            try waitUntil(ports.gateway(1), answers: request)
        }
        return Moment.monotonic - begin
    }

    /// Ends the ledger or the scheduler as an operator does, and starts it again.
    ///
    /// - Returns: How long it took from its start to its first answer, in nanoseconds.
    @discardableResult
    func restart(_ name: String) throws -> UInt64 {
        guard let index = services.firstIndex(where: { $0.name == name }) else {
            throw BenchError("No service \(name) runs.")
        }
        services[index].end()
        let begin = Moment.monotonic
        services[index] = try ChildProcess(
            name, place.program("branchline-" + name), ["serve"], environment: environment,
            log: place.log, pids: place.pids)
        try waitUntil(state.backLink(of: name), answers: BranchUnderTest.ping)
        return Moment.monotonic - begin
    }

    /// Starts the web service beside the others, once.
    func startWeb() throws {
        guard !services.contains(where: { $0.name == "web" }) else { return }
        services.append(
            try ChildProcess(
                "web", place.program("branchline-web"), ["serve"], environment: environment,
                log: place.log, pids: place.pids))
        let health = WebConnection.get("/healthz")
        try Wait.until("the web service to answer", atMost: 30) {
            (try? WebConnection(port: ports.web).roundTrip(health)) != nil
        }
    }

    /// Starts the gRPC edge beside the others, once.
    func startGRPC() throws {
        guard !services.contains(where: { $0.name == "bank-grpc" }) else { return }
        services.append(
            try ChildProcess(
                "bank-grpc", place.program("branchline-bank-grpc"), ["serve"],
                environment: environment, log: place.log, pids: place.pids))
        try Wait.untilConnected(port: ports.grpc)
    }

    /// Starts a service that says how it is in a file, and waits until it is well.
    func startEdge(_ name: String) throws {
        services.append(
            try ChildProcess(
                name, place.program("branchline-" + name), ["serve"], environment: environment,
                log: place.log, pids: place.pids))
        try Wait.until("the \(name) to be well; see \(place.log)", atMost: 30) {
            (try? String(contentsOfFile: "\(state.run)/\(name).health", encoding: .utf8)) == "ok\n"
        }
    }

    /// Starts a program in this branch's surroundings; its end is the caller's to wait for.
    func launch(_ program: String, _ arguments: [String]) throws -> ChildProcess {
        try ChildProcess(
            arguments.first ?? program, program, arguments, environment: environment,
            log: place.log, pids: place.pids)
    }

    /// Where the web service's pages are.
    var pages: String { place.programs + "/pages" }

    /// - Throws: ``BenchError`` where there is no such service.
    func residentKibibytes(of name: String) throws -> Int {
        guard let service = services.first(where: { $0.name == name }) else {
            throw BenchError("No service \(name) runs.")
        }
        return try ProcessFigures(of: service).residentKibibytes
    }

    func stop() {
        for service in services.reversed() { service.end() }
        services = []
    }

    private static let ping = RequestTemplate(
        method: SystemPing.name, session: "", principal: nobody, body: "{}")
    private static let nobody = String(decoding: JSON.encode(Principal.anonymous), as: UTF8.self)

    private func waitUntil(_ address: String, answers request: RequestTemplate) throws {
        try Wait.until("\(address) to answer", atMost: 120) {
            if let ended = services.first(where: { !$0.isRunning }) {
                throw BenchError("\(ended.name) ended at once; see \(place.log)\n\(logEnd)")
            }
            return OneCall.isAnswered(request, at: address)
        }
    }

    private var logEnd: String {
        let text = (try? String(contentsOfFile: place.log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }
}

/// One request on a connection of its own.
enum OneCall {
    /// Whether somebody at `address` says `ok` within a second.
    static func isAnswered(_ request: RequestTemplate, at address: String) -> Bool {
        guard let caller = try? Caller(address: address, templates: [request], accounts: 1, seed: 1)
        else { return false }
        return (try? ask(caller)) ?? false
    }

    private static func ask(_ caller: Caller) throws -> Bool {
        try caller.send()
        var item = pollfd(fd: caller.socket.descriptor, events: Int16(POLLIN), revents: 0)
        let end = Moment.monotonic + 1_000_000_000
        while Moment.monotonic < end {
            if poll(&item, 1, 100) > 0, try caller.takeReply() { return true }
        }
        return false
    }
}
