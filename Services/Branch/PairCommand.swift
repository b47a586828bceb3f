import ArgumentParser
import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// `branch pair …`: lets a device on another machine in.
struct PairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Enrol a device that comes over the network.",
        discussion: """
            Beyond this machine every socket speaks CURVE to enrolled keys only. The device makes \
            its key and shows it as a code; the branch takes the code and answers with a file.

            1. On the device:      branch pair request --name kiosk:2 --kind kiosk
            2. At the branch:      branch pair accept CODE --name kiosk:2 --kind kiosk
               Both show six digits; go on only if they are the same.
            3. Carry the file that the branch wrote to the device, as you would a key, then there:
                                   branch pair finish kiosk:2.json
            4. Try it there:       branch ping --device kiosk:2

            The branch needs keys of its own first: BRANCHLINE_HOST=10.0.0.5 deploy/up makes them.
            """,
        subcommands: [Request.self, Accept.self, Finish.self, List.self, Remove.self])

    struct Request: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "On the device: make its key and show it as a code.",
            discussion: "Asked again, it shows the same code; --new makes another key.")

        @OptionGroup var identity: DeviceOptions
        @Flag(help: "Make a new key in place of the one that is there.")
        var new = false

        func run() throws {
            try reporting {
                let surroundings = Surroundings.process
                let code = try makeKey(surroundings)
                print(PairCommand.instructions(code, identity))
            }
        }

        private func makeKey(_ surroundings: Surroundings) throws -> KeyCode {
            let present = try Enrolment.load(identity.name, in: surroundings)
            if let present, !new, present.kind == identity.kind.kind.rawValue {
                return try KeyCode(z85: present.publicKey)
            }
            let keys = try CurveKeys.generate()
            try Enrolment(
                device: identity.name, kind: identity.kind.kind.rawValue,
                publicKey: keys.publicKey, secretKey: keys.secretKey
            ).save(in: surroundings)
            return try KeyCode(z85: keys.publicKey)
        }
    }

    struct Finish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "On the device: take in the branch's answer.")

        @Argument(help: "The file that the branch wrote; - reads it from standard input.")
        var file: String

        func run() throws {
            try reporting {
                let surroundings = Surroundings.process
                let answer = try read()
                guard var enrolment = try Enrolment.load(answer.device, in: surroundings) else {
                    throw ConfigurationError("\(answer.device) has made no request here.")
                }
                enrolment.answer = answer
                try enrolment.save(in: surroundings)
                print(PairCommand.welcome(enrolment, surroundings))
                if file != "-" { print("Delete \(file) now: it holds the device's secret.") }
            }
        }

        private func read() throws -> Enrolment.Answer {
            let data =
                file == "-"
                ? try FileHandle.standardInput.readToEnd()
                : FileManager.default.contents(atPath: file)
            guard let data,
                let answer = try? JSONDecoder().decode(
                    Enrolment.Answer.self, from: data), (try? UserName(answer.device)) != nil
            else { throw ConfigurationError("\(file) is no answer of a branch.") }
            return answer
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "At the branch: list the keys that are let in, and where.")

        func run() throws {
            var table = Table(.left("where"), .left("device"), .left("key"))
            for (domain, device, key) in AllowLists(state: Surroundings.process.state).entries() {
                table.add(domain.rawValue, device, key)
            }
            print(table.text(empty: "no keys are enrolled"))
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "At the branch: take a device's key off every list.",
            discussion: "Its sessions end with: branch device disable NAME")

        @Argument(help: "The device's name.")
        var device: String

        func run() {
            PairCommand.strike(device, from: Surroundings.process.state)
            print("\(device) is on no list now.")
        }
    }

    /// The device's name and kind; the same on both machines.
    struct DeviceOptions: ParsableArguments {
        @Option(help: "The device's name, such as kiosk:2.")
        var name: String
        @Option(help: "What it is.")
        var kind: DeviceCommand.Kind

        /// The branch writes names small; so do both machines, in their files and checks.
        mutating func validate() throws {
            guard let user = try? UserName(name), !name.hasPrefix(".") else {
                throw ValidationError("\(name) is no device's name.")
            }
            name = user.description
        }
    }

    static func instructions(_ code: KeyCode, _ device: DeviceOptions) -> String {
        let kind = device.kind.kind
        return """
            Code    \(code.text)
            Check   \(code.check(name: device.name, kind: kind))

            At the branch, type:
              branch pair accept \(code.text) --name \(device.name) --kind \(kind.rawValue)
            It shows six digits too: the same ones, or something was mistyped.
            """
    }

    /// What the device can do now.
    static func welcome(_ enrolment: Enrolment, _ surroundings: Surroundings) -> String {
        var lines = [
            "\(enrolment.device) is enrolled. Try:",
            "  branch ping --device \(enrolment.device)",
        ]
        if let topics = enrolment.answer?.queueTopics,
            let serverKey = enrolment.serverKeys[CurveDomain.displays.rawValue]
        {
            let keyFile = Enrolment.keyFile(of: enrolment.device, in: surroundings)
            lines += [
                "A board:",
                "  branchline-display --endpoint \(topics) --server-key='\(serverKey)' \\",
                "    --key-file '\(keyFile)'",
            ]
        }
        if enrolment.kind == DeviceKind.kiosk.rawValue, let gateway = enrolment.gateways.first,
            let serverKey = enrolment.serverKeys[CurveDomain.clients.rawValue]
        {
            let keyFile = Enrolment.keyFile(of: enrolment.device, in: surroundings)
            lines += [
                "A kiosk in a terminal:",
                "  branchline-kiosk --endpoint \(gateway) --server-key='\(serverKey)' \\",
                "    --key-file '\(keyFile)'",
            ]
        }
        let services = ["rpc": "bank-grpc", "notifier": "notifier", "bot": "chatbot"]
        if let service = services[enrolment.kind] {
            let file = Enrolment.file(of: enrolment.device, in: surroundings)
            lines += [
                "The service:", "  branchline-\(service) serve --enrolment '\(file)'",
            ]
        }
        return lines.joined(separator: "\n")
    }

    static func strike(_ device: String, from state: StateDirectory) {
        guard let name = try? UserName(device) else { return }
        AllowLists(state: state).strike(name.description)
    }
}

/// Runs `body` and says on standard error what went wrong; ends with 1 then.
func reporting(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as ConfigurationError {
        Screen.complain("branch: \(error.description)")
        throw ExitCode.failure
    } catch let error as DomainError {
        Screen.complain("branch: \(error.description)")
        throw ExitCode.failure
    }
}
