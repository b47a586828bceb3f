import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// A branch that the scripts run, in a state directory and at ports of its own.
final class DeployedBranch {
    let state: StateDirectory
    let ports: Ports
    let environment: [String: String]

    init(gateways: Int = 1) throws {
        state = StateDirectory(
            path: NSTemporaryDirectory() + "deploy-" + SystemRandom.uuid().prefix(8))
        ports = try FreePorts.find(gateways: gateways)
        environment = [
            "BRANCHLINE_STATE": state.path, "BRANCHLINE_PORT_BASE": String(ports.base),
            "BRANCHLINE_HOST": "127.0.0.1",
            "BRANCHLINE_PROGRAMS": (try Executables.path("branch") as NSString)
                .deletingLastPathComponent,
        ]
    }

    /// The admin's client, patient enough for a service that is being restarted.
    func admin(gateways: [Int]) throws -> RequestClient {
        let client = try RequestClient(
            endpoints: gateways.map { Endpoint(address: ports.gateway($0)) },
            attemptTimeout: .milliseconds(500), deadline: .seconds(30),
            identifiers: SystemRequestIDs())
        client.persists = true
        client.session = try client.call(
            AuthLogin.self, .init(user: "admin", secret: state.secret(at: state.adminSecret))
        ).session
        return client
    }

    func close() {
        _ = try? script("down")
        try? FileManager.default.removeItem(atPath: state.path)
    }

    typealias Ended = (status: Int32, output: String, errors: String)

    func script(_ name: String, _ arguments: String...) throws -> Ended {
        let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try ChildProcess.run(
            checkout.appendingPathComponent("deploy/\(name)").path, arguments,
            environment: environment)
    }

    func tool(_ arguments: String...) throws -> Ended {
        try ChildProcess.run(
            try Executables.path("branch"), arguments, environment: environment)
    }

    /// Whether clients are told of the gateways at these offsets, within ten seconds.
    func tellsOf(gateways offsets: [UInt16]) throws -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(10)
        repeat {
            let hello = try tool("call", "system.hello").output
            if offsets.allSatisfy({ hello.contains(":\(ports.base + $0)\"") }) { return true }
        } while clock.now < end
        return false
    }

    /// Whether a service that was killed is said to be well again, within ten seconds.
    func serves(_ service: String, againAfter killed: Int32) throws -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(10)
        repeat {
            let status = try script("status")
            if status.status == 0, try pid(of: service) != killed { return true }
        } while clock.now < end
        return false
    }

    func pid(of service: String) throws -> Int32 {
        try number(in: "\(state.path)/sv/\(service)/supervise/pid")
    }

    func supervisor() throws -> Int32 {
        try number(in: "\(state.run)/runsvdir.pid")
    }

    /// A number in a file, which must be there.
    private func number(in file: String) throws -> Int32 {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    func restarts(of service: String) throws -> Int {
        let starts = try String(
            contentsOfFile: "\(state.path)/sv/\(service)/starts", encoding: .utf8)
        return starts.split(separator: "\n").count - 1
    }

    /// Whoever lives and works in the state directory or below it.
    func processes() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int32($0) != nil }
            .filter { pid in
                let directory = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/\(pid)/cwd")
                return directory?.hasPrefix(state.path) ?? false
            }
    }
}
