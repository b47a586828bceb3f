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

    @Option(help: "A gateway; may be given several times. Default: port base + 1, this machine.")
    var endpoint: [String] = []

    @Option(help: "The gateways' public CURVE key (Z85), for kiosks on the network.")
    var serverKey: String?

    @Option(help: "A file with this kiosk's own secret CURVE key (Z85).")
    var keyFile: String?

    @Option(help: "The name under which the branch knows this kiosk. Default: it asks as nobody.")
    var device: String?

    @Option(help: "A file with the device's secret. Default: in the state directory.")
    var secretFile: String?

    @Option(help: "The language to begin with, and to return to: en, es, pt, hi or kn.")
    var language = "en"

    @Option(help: "The time zone of the clock and of slips. Default: the machine's.")
    var timeZone: String?

    @Option(help: "For how many seconds a number is shown, 5 to 120.")
    var show = 15

    @Option(help: "The receipt printer: \(PrinterAddress.form). Default: none.")
    var printer: String?

    @Option(help: "The width of its roll in millimetres: 80 or 58.")
    var paper: PrinterProfile.Paper = .mm80

    @Option(help: "The code page for letters beyond ASCII: cp850, cp858 or cp1252.")
    var codePage: CodePage = .cp858

    @Option(help: "Who draws QR codes on slips: printer or raster.")
    var qr: PrinterProfile.QRStyle = .printer

    @Option(help: "Where phones reach the branch's pages; without it slips have no QR code.")
    var pages: String?

    @Option(help: "Colours: auto, always or never. NO_COLOR is honoured by auto.")
    var colour = "auto"

    @Flag(help: "Lines of text in and out, for scripts.")
    var plain = false

    @Flag(help: "No bell.")
    var quiet = false

    func validate() throws {
        guard Language(rawValue: language) != nil else {
            throw ValidationError("The kiosk speaks en, es, pt, hi and kn.")
        }
        guard ["auto", "always", "never"].contains(colour) else {
            throw ValidationError("--colour is auto, always or never.")
        }
        guard (5...120).contains(show) else {
            throw ValidationError("--show is a number of seconds from 5 to 120.")
        }
        if let timeZone, TimeZone(identifier: timeZone) == nil {
            throw ValidationError("This machine does not know the time zone \(timeZone).")
        }
        if let printer, PrinterAddress(printer) == nil {
            throw ValidationError("--printer is \(PrinterAddress.form).")
        }
        if let pages, !TicketLink.isBase(pages) {
            throw ValidationError("--pages is an address, such as https://192.168.1.10:8130.")
        }
        if keyFile != nil, serverKey == nil {
            throw ValidationError("--key-file needs --server-key.")
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
        let addresses =
            endpoint.isEmpty ? [try Ports(environment: environment).gateway(1)] : endpoint
        return KioskOptions(
            endpoints: addresses.map { Endpoint(address: $0, serverKey: serverKey) },
            keys: try keyFile.map { try CurveKeys(secretKey: state.secret(at: $0)) },
            device: try device.map { name in
                let file = secretFile ?? state.deviceSecret(name)
                return DeviceCredentials(name: name, secret: try state.secret(at: file))
            },
            language: Language(rawValue: language) ?? .english,
            zone: timeZone.flatMap { TimeZone(identifier: $0) } ?? .current,
            depth: ColourDepth(
                environment: environment, isTerminal: TerminalShell.isOutputTerminal,
                choice: colour),
            isQuiet: quiet, shownFor: .seconds(show),
            printer: printer.flatMap(PrinterAddress.init),
            profile: PrinterProfile(paper: paper, codePage: codePage, qr: qr), pages: pages)
    }
}

extension PrinterProfile.Paper: ExpressibleByArgument {}
extension PrinterProfile.QRStyle: ExpressibleByArgument {}
extension CodePage: ExpressibleByArgument {}
