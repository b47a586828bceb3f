import ArgumentParser
import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

extension PairCommand {
    struct Accept: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "At the branch: let the device with this code in.",
            discussion: """
                Shows six digits and asks whether the device shows the same; --check gives them \
                beforehand, for scripts. The answer is written to a file of mode 0600, for \
                'branch pair finish' on the device.
                """)

        @Argument(help: "The code on the device's screen.")
        var code: String
        @OptionGroup var identity: PairCommand.DeviceOptions
        @Option(help: "The six digits on the device's screen.")
        var check: String?
        @Option(help: "The branch's address for devices (default: BRANCHLINE_HOST).")
        var host: String?
        @Option(help: "Where the answer goes (default: NAME.json here).", completion: .file())
        var out: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let surroundings = Surroundings.process
            let key = try readCode()
            let kind = identity.kind.kind
            let serverKeys = try AllowLists(state: surroundings.state).serverKeys(for: kind)
            let ports = try ports(surroundings)
            try confirm(key.check(name: identity.name, kind: kind))
            // First the bank: it refuses a name that is in use, whose key must stay where it is.
            // Where the answer is lost, the same command with --id goes on from here.
            let reply = try branch.call(
                DeviceAdd.self,
                DeviceAdd.Request(device: identity.name, kind: kind.rawValue, key: key.z85))
            try AllowLists(state: surroundings.state)
                .add(reply.device, kind: kind, key: key.z85)
            let file = out ?? "\(identity.name).json"
            let answer = Enrolment.Answer(
                device: reply.device, secret: reply.secret,
                gateways: surroundings.gatewayNumbers.map(ports.securedGateway),
                queueTopics: serverKeys["displays"].map { _ in ports.securedQueueTopics },
                accountTopics: serverKeys["accounts"].map { _ in ports.securedAccountTopics },
                serverKeys: serverKeys)
            try SecretFile.replace(file, with: Array((Screen.json(answer) + "\n").utf8))
            branch.screen.show(answer) {
                "\(reply.device) may come in.\nCarry \(file) to it, then there:\n"
                    + "  branch pair finish \(identity.name).json"
            }
        }

        private func readCode() throws -> KeyCode {
            do {
                return try KeyCode(typed: code)
            } catch {
                throw ConfigurationError(error.description)
            }
        }

        private func ports(_ surroundings: Surroundings) throws -> Ports {
            let own = try Ports(environment: surroundings.environment)
            let ports = Ports(base: own.base, host: host ?? own.host)
            guard ports.isBeyondLoopback, !Ports.wildcards.contains(ports.host) else {
                throw ConfigurationError(
                    "\(ports.host) is no address that a device could reach. "
                        + "Name this computer's in the network with --host.")
            }
            return ports
        }

        /// The operator compares, not the program: whoever sends another key must not pass.
        private func confirm(_ digits: String) throws {
            if let check {
                guard check.filter(\.isNumber) == digits.filter(\.isNumber) else {
                    throw ConfigurationError("The check is \(digits), not \(check).")
                }
                return
            }
            guard isatty(STDIN_FILENO) == 1 else {
                throw ConfigurationError("Say --check with the six digits on the device's screen.")
            }
            guard Screen.agrees(to: "Check   \(digits)\nDoes the device show the same? [y/N] ")
            else {
                throw ConfigurationError("Nothing was changed.")
            }
        }
    }
}

/// The keys that are let in, one folder for each domain, one file for each device.
struct AllowLists {
    let state: StateDirectory

    /// The branch's public keys in Z85 that a device of this kind needs.
    ///
    /// - Throws: ``ConfigurationError`` where the branch has no keys yet.
    func serverKeys(for kind: DeviceKind) throws -> [String: String] {
        var keys: [String: String] = [:]
        for domain in CurveDomain.open(to: kind) {
            let text = try? state.secret(at: domain.serverKey(in: state))
            guard let line = text?.split(separator: "\n").first else {
                throw ConfigurationError(
                    "The branch has no keys for the network. Run: branch init --curve")
            }
            keys[domain.rawValue] = String(line)
        }
        return keys
    }

    func add(_ device: String, kind: DeviceKind, key: String) throws {
        for domain in CurveDomain.open(to: kind) {
            try SecretFile.makeDirectory(domain.allowList(in: state))
            try SecretFile.replace(
                domain.entry(of: device, in: state), with: Array((key + "\n").utf8))
        }
    }

    func strike(_ device: String) {
        for domain in CurveDomain.allCases { unlink(domain.entry(of: device, in: state)) }
    }

    func entries() -> [(domain: CurveDomain, device: String, key: String)] {
        CurveDomain.allCases.flatMap { domain in
            let files =
                (try? FileManager.default.contentsOfDirectory(
                    atPath: domain.allowList(in: state))) ?? []
            return files.filter { $0.hasSuffix(".pub") }.sorted().map { file in
                let device = String(file.dropLast(4))
                let key = try? state.secret(at: domain.entry(of: device, in: state))
                return (domain, device, key ?? "?")
            }
        }
    }
}
