import ArgumentParser

/// Which printer, what it can do, and where the code on a slip leads to.
public struct PrinterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The receipt printer: \(PrinterAddress.form).", valueName: "address"))
    public var printer: String?

    @Option(help: "The width of its roll in millimetres.")
    public var paper: PrinterProfile.Paper = .mm80

    @Option(help: "The code page for letters beyond ASCII; the printer must have it.")
    public var codePage: CodePage = .cp858

    @Option(help: "Who draws the QR code: the printer itself, or this program as a picture.")
    public var qr: PrinterProfile.QRStyle = .printer

    @Option(
        help: ArgumentHelp(
            "Where phones reach the branch's pages; no QR code without it.",
            valueName: "https://…"))
    public var pages: String?

    public init() {}

    public func validate() throws {
        if let printer, PrinterAddress(printer) == nil {
            throw ValidationError("--printer is \(PrinterAddress.form).")
        }
        if let pages, !TicketLink.isBase(pages) {
            throw ValidationError("--pages is an address, such as https://192.168.1.10:8130.")
        }
    }

    /// nil where no printer was named.
    public var address: PrinterAddress? { printer.flatMap(PrinterAddress.init) }

    public var profile: PrinterProfile { PrinterProfile(paper: paper, codePage: codePage, qr: qr) }
}

extension PrinterProfile.Paper: ExpressibleByArgument {}
extension PrinterProfile.QRStyle: ExpressibleByArgument {}
extension CodePage: ExpressibleByArgument {}
