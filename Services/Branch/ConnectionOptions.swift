import ArgumentParser
import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// How a command reaches the branch and as whom it asks; the same for every command.
struct ConnectionOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Ask as this user, who has logged in here before; 'anonymous' for nobody.",
            valueName: "user"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "A gateway's address, several for several (default: this machine's branch).",
            valueName: "tcp://…"))
    var endpoint: [String] = []

    @Option(
        help: ArgumentHelp(
            "Use what 'branch pair finish' stored for this device.", valueName: "name"))
    var device: String?

    @Option(
        help: ArgumentHelp("The id of the request, to repeat one exactly.", valueName: "uuidv7"))
    var id: String?

    @Option(help: ArgumentHelp("Give up after so many seconds.", valueName: "seconds"))
    var timeout: Int = 10

    @Flag(help: "Print the reply as JSON.")
    var json = false

    func validate() throws {
        guard (1...600).contains(timeout) else {
            throw ValidationError("--timeout is a number of seconds from 1 to 600.")
        }
        if let id, RequestID(text: id.utf8) == nil {
            throw ValidationError("--id is a UUID of version 7.")
        }
        if let user, !SessionStore.isUser(user) {
            throw ValidationError("--as is a user name or an account number.")
        }
    }

    var screen: Screen { Screen(json: json) }

    /// Connects, runs `body` and says on standard error what went wrong; ends with 1 then.
    func run(_ body: (Caller) throws -> Void) throws {
        do {
            try body(try caller(Surroundings.process))
        } catch let error as CallError {
            screen.complain(error)
            throw ExitCode.failure
        } catch let error as ConfigurationError {
            Screen.complain("branch: \(error.description)")
            throw ExitCode.failure
        }
    }

    private func caller(_ surroundings: Surroundings) throws -> Caller {
        let enrolment = try Enrolment.chosen(device, in: surroundings, endpoints: endpoint)
        let endpoints = try addresses(enrolment, surroundings)
        let client = try RequestClient(
            endpoints: endpoints, keys: enrolment?.keys, deadline: .seconds(timeout),
            identifiers: SystemRequestIDs())
        let sessions = SessionStore(directory: surroundings.sessions)
        let identity = try Identity.chosen(
            user: user ?? surroundings.environment["BRANCHLINE_USER"], enrolment: enrolment,
            surroundings: surroundings, lastUser: sessions.lastUser)
        return Caller(
            client: client, identity: identity, sessions: sessions,
            fixedID: id.flatMap { RequestID(text: $0.utf8) }, screen: screen)
    }

    private func addresses(
        _ enrolment: Enrolment?, _ surroundings: Surroundings
    ) throws -> [Endpoint] {
        if let enrolment {
            let chosen = endpoint.isEmpty ? enrolment.gateways : endpoint
            return chosen.map { Endpoint(address: $0, serverKey: enrolment.serverKeys["clients"]) }
        }
        guard endpoint.isEmpty else { return endpoint.map { Endpoint(address: $0) } }
        let ports = try Ports(environment: surroundings.environment)
        return surroundings.gatewayNumbers.map { Endpoint(address: ports.gateway($0)) }
    }
}

/// What a command finds where it is started.
struct Surroundings {
    let environment: [String: String]

    static var process: Surroundings {
        Surroundings(environment: ProcessInfo.processInfo.environment)
    }

    var state: StateDirectory { StateDirectory(environment: environment) }

    /// Whether this is the branch's own machine: its state directory can be read.
    var isBranch: Bool { FileManager.default.isReadableFile(atPath: state.adminSecret) }

    /// The counter gateways that are supervised here; the first where none is yet.
    var gatewayNumbers: [Int] {
        let prefix = "counter-gateway-"
        let names = { folder in
            (try? FileManager.default.contentsOfDirectory(atPath: state.path + folder)) ?? []
        }
        let supervised = names("/sv").filter { $0.hasPrefix(prefix) }
            .compactMap { Int($0.dropFirst(prefix.count)) }
        // systemd's are known by what they say of themselves while they run.
        let numbers = supervised.isEmpty ? names("/run/gateways").compactMap(Int.init) : supervised
        return numbers.isEmpty ? [1] : numbers.sorted()
    }

    /// Where a machine that is not the branch keeps its sessions and its devices' keys.
    var home: String {
        let base =
            environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? NSHomeDirectory())
            + "/.config"
        return base + "/branchline"
    }

    var sessions: String { isBranch ? state.path + "/sessions" : home + "/sessions" }
}

/// As whom a command asks.
enum Identity: Equatable {
    case anonymous
    /// Somebody who logged in here.
    case stored(user: String)
    /// Somebody whose secret is in a file here, so that a session is made when one is needed.
    case known(user: String, secret: String)

    var user: String? {
        switch self {
        case .anonymous: nil
        case .stored(let user), .known(let user, _): user
        }
    }

    /// - Parameter user: Named by `--as` or the environment; else admin on the branch's own
    ///   machine, the enrolled device on one of those, else who logged in last.
    static func chosen(
        user: String?, enrolment: Enrolment?, surroundings: Surroundings, lastUser: String?
    ) throws -> Identity {
        if user == "anonymous" { return .anonymous }
        if let enrolment, user == nil || user == enrolment.device {
            return enrolment.secret.map { .known(user: enrolment.device, secret: $0) } ?? .anonymous
        }
        let state = surroundings.state
        if surroundings.isBranch {
            if user == nil || user == "admin" {
                return .known(user: "admin", secret: try state.secret(at: state.adminSecret))
            }
            if let user, FileManager.default.fileExists(atPath: state.deviceSecret(user)) {
                return .known(user: user, secret: try state.secret(at: state.deviceSecret(user)))
            }
        }
        return (user ?? lastUser).map { .stored(user: $0) } ?? .anonymous
    }
}
