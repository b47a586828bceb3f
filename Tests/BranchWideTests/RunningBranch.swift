import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// A real branch in a directory of its own: real processes, real sockets, real disk.
///
/// Ports are found free, nothing outlives `close()`.
final class RunningBranch {
    let state: StateDirectory
    let ports: Ports
    let environment: [String: String]
    private var children: [String: ChildProcess] = [:]
    private var adminSession = ""

    /// Makes the state directory and starts ledger, scheduler and gateways.
    ///
    /// - Parameter isNew: Whether the branch has a key of its own and is founded by this start;
    ///   else it begins as a copy of one that was founded before.
    init(
        gateways: Int = 1, queueOnly: Bool = false, isNew: Bool = false,
        restoring backup: String? = nil
    ) throws {
        let directory = NSTemporaryDirectory() + "branch-" + SystemRandom.uuid().prefix(8)
        state = StateDirectory(path: directory)
        ports = try FreePorts.find(gateways: gateways)
        environment = [
            "BRANCHLINE_STATE": directory, "BRANCHLINE_PORT_BASE": String(ports.base),
        ]
        if let backup {
            let restored = try tool(["restore", backup])
            guard restored.status == 0 else { throw BranchFailure(restored.errors) }
        }
        if isNew || backup != nil {
            let initialised = try tool(["init"] + (queueOnly ? ["--queue-only"] : []))
            guard initialised.status == 0 else { throw BranchFailure(initialised.errors) }
        } else {
            try FoundedBranch.copy(queueOnly: queueOnly, to: directory)
        }
        try start("ledger")
        try start("scheduler")
        for number in 1...gateways { try start("gateway-\(number)") }
        try awaitReady(gateways: gateways)
    }

    func close() {
        for child in children.values { child.stop() }
        try? FileManager.default.removeItem(atPath: state.path)
    }

    /// `ledger`, `scheduler` or `gateway-N`.
    func start(_ name: String) throws {
        let number = name.hasPrefix("gateway-") ? String(name.dropFirst(8)) : nil
        let executable = number == nil ? "branchline-\(name)" : "branchline-counter-gateway"
        children[name] = try ChildProcess(
            Executables.path(executable), ["serve"] + (number.map { ["--number", $0] } ?? []),
            environment: environment, logFile: "\(state.path)/\(name).log")
    }

    func child(_ name: String) -> ChildProcess {
        guard let child = children[name] else { preconditionFailure("\(name) was never started") }
        return child
    }

    func kill(_ name: String) { child(name).killNow() }

    func restart(_ name: String) throws {
        kill(name)
        try start(name)
    }

    /// Runs the operator's tool against this branch.
    func tool(
        _ arguments: [String], input: String = ""
    ) throws -> (status: Int32, output: String, errors: String) {
        try ChildProcess.run(
            Executables.path("branch"), arguments, environment: environment, input: input)
    }

    func run(
        _ executable: String, _ arguments: [String], input: String = ""
    ) throws -> (status: Int32, output: String, errors: String) {
        try ChildProcess.run(
            executable, arguments, environment: environment, input: input)
    }

    func spawn(_ executable: String, _ arguments: [String], log: String) throws -> ChildProcess {
        try ChildProcess(
            executable, arguments, environment: environment, logFile: "\(state.path)/\(log)")
    }

    /// A client of the named gateways that is patient enough for a killed service.
    func client(
        gateways: [Int] = [1], attemptTimeout: Duration = .milliseconds(500),
        deadline: Duration = .seconds(30)
    ) throws -> RequestClient {
        let client = try RequestClient(
            endpoints: gateways.map { Endpoint(address: ports.gateway($0), serverKey: nil) },
            attemptTimeout: attemptTimeout, deadline: deadline,
            identifiers: SystemRequestIDs())
        client.persists = true
        return client
    }

    /// A client logged in as `user` with what stands in `secretFile`.
    func client(user: String, secret: String, gateways: [Int] = [1]) throws -> RequestClient {
        let client = try client(gateways: gateways)
        client.session = try client.call(AuthLogin.self, .init(user: user, secret: secret)).session
        return client
    }

    /// A client in the admin's session, which was seen to be one.
    func admin(gateways: [Int] = [1]) throws -> RequestClient {
        let client = try client(gateways: gateways)
        client.session = adminSession
        _ = try client.call(StaffList.self, .init())
        return client
    }

    /// A new teller's client.
    func teller(_ name: String, gateways: [Int] = [1]) throws -> RequestClient {
        let made = try admin(gateways: gateways).call(
            StaffAdd.self, .init(user: name, name: "Teller \(name)", role: "teller"))
        return try client(user: name, secret: made.secret, gateways: gateways)
    }

    private func awaitReady(gateways: Int) throws {
        for number in 1...gateways {
            let client = try client(gateways: [number], deadline: .seconds(30))
            _ = try client.call(SystemHello.self, Nothing())
            _ = try client.call(QueueServices.self, Nothing())
        }
        adminSession = try client(
            user: "admin", secret: state.secret(at: state.adminSecret)
        ).session
    }
}

struct BranchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Where the built programs are: beside the program that runs the tests.
enum Executables {
    static func path(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let candidates = [
            (own as NSString).deletingLastPathComponent,
            (CommandLine.arguments[0] as NSString).deletingLastPathComponent,
        ]
        for folder in candidates
        where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
            return "\(folder)/\(name)"
        }
        throw BranchFailure("\(name) is not built beside the tests; run deploy/test")
    }
}
