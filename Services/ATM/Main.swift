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

    @OptionGroup var gateways: GatewayOptions

    @Option(help: "The name under which the bank knows this machine.")
    var device = "atm:1"

    @Option(help: "A file with the machine's secret. Default: in the state directory.")
    var secretFile: String?

    @Option(help: "Where unfinished operations are noted. Default: in the state directory.")
    var pendingFile: String?

    @Option(help: "The language to begin with: es or en.")
    var language = "es"

    @OptionGroup var screen: ScreenOptions

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
        let secret = try state.secret(at: secretFile ?? state.deviceSecret(device))
        let file = device.replacing(":", with: "-").replacing("/", with: "-")
        return ATMOptions(
            endpoints: try gateways.endpoints(environment: environment),
            keys: try gateways.keys.keys(in: state),
            device: DeviceCredentials(name: device, secret: Secret(secret)),
            pendingFile: pendingFile ?? "\(state.path)/atm/\(file).pending.json",
            language: Language(rawValue: language) ?? .spanish,
            zone: screen.zone, depth: screen.depth(environment: environment),
            isQuiet: quiet, isJammed: jammed)
    }
}
