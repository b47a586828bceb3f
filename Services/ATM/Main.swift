import ArgumentParser
import Bus
import Foundation
import Logging
import ServiceKit
import Terminal

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-atm",
        abstract: "A cash machine of a branch, in the terminal.",
        discussion: """
            Eight keys stand beside the screen: 1 to 8, or F1 to F8 while something is typed.
            Enter confirms, Del clears, Esc goes back. With --plain each line of standard input
            is a choice or an entry; in an entry, /8 is key 8.
            """,
        version: Version.text)

    @Option(help: "A gateway; may be given several times. Default: port base + 1, this machine.")
    var endpoint: [String] = []

    @Option(help: "The gateways' public CURVE key (Z85), for machines on the network.")
    var serverKey: String?

    @Option(help: "A file with this machine's own secret CURVE key (Z85).")
    var keyFile: String?

    @Option(help: "The name under which the bank knows this machine.")
    var device = "atm:1"

    @Option(help: "A file with the machine's secret. Default: in the state directory.")
    var secretFile: String?

    @Option(help: "Where unfinished operations are noted. Default: in the state directory.")
    var pendingFile: String?

    @Option(help: "The language to begin with: es or en.")
    var language = "es"

    @Option(help: "The time zone of dates, as Europe/Madrid. Default: the machine's.")
    var timeZone: String?

    @Option(help: "Colours: auto, always or never. NO_COLOR is honoured by auto.")
    var colour = "auto"

    @Flag(help: "Lines of text in and out, for scripts.")
    var plain = false

    @Flag(help: "No bell.")
    var quiet = false

    @Flag(help: "The dispenser gives no notes, for trying what happens then.")
    var jammed = false

    func validate() throws {
        guard Language(rawValue: language) != nil else {
            throw ValidationError("The machine speaks es and en.")
        }
        guard ["auto", "always", "never"].contains(colour) else {
            throw ValidationError("--colour is auto, always or never.")
        }
        if let timeZone, TimeZone(identifier: timeZone) == nil {
            throw ValidationError("This machine does not know the time zone \(timeZone).")
        }
        if keyFile != nil, serverKey == nil {
            throw ValidationError("--key-file needs --server-key.")
        }
    }

    func run() async throws {
        let shell = ATMShell(try options())
        let isPlain = plain
        let silent = Logger(label: "atm", factory: { _ in SwiftLogNoOpLogHandler() })
        try await Lifetime.run(logger: silent, stop: shell.stop) {
            try await PinnedThread.run(name: "atm") {
                guard isPlain else { return try shell.runScreen() }
                guard try shell.runPlain() else {
                    throw ConfigurationError("The bank did not answer. Is the branch up?")
                }
            }
        }
    }

    private func options() throws -> ATMOptions {
        let environment = ProcessInfo.processInfo.environment
        let state = StateDirectory(environment: environment)
        let addresses =
            endpoint.isEmpty ? [try Ports(environment: environment).gateway(1)] : endpoint
        let secret = try state.secret(at: secretFile ?? state.deviceSecret(device))
        let file = device.replacing(":", with: "-").replacing("/", with: "-")
        return ATMOptions(
            endpoints: addresses.map { Endpoint(address: $0, serverKey: serverKey) },
            keys: try keyFile.map { try CurveKeys(secretKey: state.secret(at: $0)) },
            device: DeviceCredentials(name: device, secret: Secret(secret)),
            pendingFile: pendingFile ?? "\(state.path)/atm/\(file).pending.json",
            language: Language(rawValue: language) ?? .spanish,
            zone: timeZone.flatMap { TimeZone(identifier: $0) } ?? .current,
            depth: ColourDepth(
                environment: environment, isTerminal: TerminalShell.isOutputTerminal,
                choice: colour),
            isQuiet: quiet, isJammed: jammed)
    }
}
