import ArgumentParser
import Bus
import Foundation
import Logging
import Messages
import Printing
import ServiceKit
import Terminal

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-kiosk",
        abstract: "A kiosk of a branch, in the terminal: take a number.",
        discussion: """
            Number keys do everything: 1 to 4 choose a service, 5 shows more of them, 6 to 9 and \
            0 change the language. On a ticket, 1 prints it again and any other key is "done". \
            Ctrl-C ends it. With --plain each line of standard input is a key.

            Where the branch is away the kiosk says so and opens by itself when it is back. \
            However often a number has to be asked for, there is one ticket.

            EXAMPLES
              branchline-kiosk
              branchline-kiosk --printer tcp://192.168.1.50 --pages https://10.0.0.5:8130
              branchline-kiosk --device kiosk:1 --language es --printer /dev/usb/lp0
            """,
        version: Version.text)

    @OptionGroup var gateways: GatewayOptions

    @Option(help: "The name under which the branch knows this kiosk. Default: it asks as nobody.")
    var device: String?

    @Option(help: "A file with the device's secret. Default: in the state directory.")
    var secretFile: String?

    @Option(help: "The language to begin with, and to return to: en, es, pt, hi or kn.")
    var language = "en"

    @Option(help: "For how many seconds a number is shown, 5 to 120.")
    var show = 15

    @OptionGroup var printing: PrinterOptions

    @OptionGroup var screen: ScreenOptions

    @Flag(help: "Lines of text in and out, for scripts.")
    var plain = false

    @Flag(help: "No bell.")
    var quiet = false

    func validate() throws {
        guard Language(rawValue: language) != nil else {
            throw ValidationError("The kiosk speaks en, es, pt, hi and kn.")
        }
        guard (5...120).contains(show) else {
            throw ValidationError("--show is a number of seconds from 5 to 120.")
        }
        if secretFile != nil, device == nil {
            throw ValidationError("--secret-file needs --device.")
        }
    }

    func run() async throws {
        let shell = KioskShell(try options())
        let isPlain = plain
        let silent = Logger(label: "kiosk", factory: { _ in SwiftLogNoOpLogHandler() })
        try await Lifetime.run(logger: silent, stop: shell.stop) {
            try await PinnedThread.run(name: "kiosk") {
                try isPlain ? shell.runPlain() : shell.runScreen()
            }
        }
    }

    private func options() throws -> KioskOptions {
        let environment = ProcessInfo.processInfo.environment
        let state = StateDirectory(environment: environment)
        return KioskOptions(
            endpoints: try gateways.endpoints(environment: environment),
            keys: try gateways.keys.keys(in: state),
            device: try device.map { name in
                let file = secretFile ?? state.deviceSecret(name)
                return DeviceCredentials(name: name, secret: try state.secret(at: file))
            },
            language: Language(rawValue: language) ?? .english,
            zone: screen.zone, depth: screen.depth(environment: environment),
            isQuiet: quiet, shownFor: .seconds(show),
            printer: printing.address, profile: printing.profile, pages: printing.pages)
    }
}
