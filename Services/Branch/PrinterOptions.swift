import ArgumentParser
import BranchDomain
import Foundation
import Messages
import Printing
import ServiceKit

/// Which printer, and what it can do; the same for every command that prints.
struct PrinterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The printer: \(PrinterAddress.form).", valueName: "address"))
    var printer: String?

    @Option(help: "The width of its roll in millimetres.")
    var paper: PrinterProfile.Paper = .mm80

    @Option(help: "The code page for letters beyond ASCII; the printer must have it.")
    var codePage: CodePage = .cp858

    @Option(help: "Who draws the QR code: the printer itself, or this program as a picture.")
    var qr: PrinterProfile.QRStyle = .printer

    @Option(help: "The language of the slip: en, es or pt.")
    var language = "en"

    @Option(
        help: ArgumentHelp(
            "Where phones reach the branch's pages; no QR code without it.",
            valueName: "https://…"))
    var pages: String?

    func validate() throws {
        if let printer, PrinterAddress(printer) == nil {
            throw ValidationError("--printer is \(PrinterAddress.form).")
        }
        guard SlipLanguages.all.contains(language) else {
            throw ValidationError("A slip is written in \(SlipLanguages.text).")
        }
        if let pages, !TicketLink.isBase(pages) {
            throw ValidationError("--pages is an address, such as https://192.168.1.10:8130.")
        }
    }

    var profile: PrinterProfile { PrinterProfile(paper: paper, codePage: codePage, qr: qr) }

    /// The printer that was named.
    ///
    /// - Throws: ``ConfigurationError`` where none was.
    func chosen() throws -> PrinterShell {
        guard let address = printer.flatMap(PrinterAddress.init) else {
            throw ConfigurationError("Name the printer with --printer \(PrinterAddress.form).")
        }
        return PrinterShell(address)
    }

    /// A ticket's slip, with names as the branch has them.
    func slip(
        of ticket: Ticket, branch: String, services: [ServiceInfo], reprinted: Timestamp? = nil
    ) -> TicketSlip {
        TicketSlip(
            branch: branch, ticket: ticket,
            names: services.first { $0.service == ticket.service }?.names ?? [:],
            link: pages.map { TicketLink.of(ticket.ticket, at: $0) }, language: language,
            zone: .current, reprinted: reprinted)
    }

    /// `printed by tcp://10.0.0.9:9100`, with what is worth knowing of the paper.
    static func words(_ outcome: PrintOutcome, _ printer: PrinterShell) -> String {
        switch outcome {
        case .printed(isPaperLow: true): "printed by \(printer.address); its roll is near its end"
        case .printed: "printed by \(printer.address)"
        case .sent: "sent to \(printer.address), which does not say whether it printed"
        }
    }
}

extension PrinterProfile.Paper: ExpressibleByArgument {}
extension PrinterProfile.QRStyle: ExpressibleByArgument {}
extension CodePage: ExpressibleByArgument {}
