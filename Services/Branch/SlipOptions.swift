import ArgumentParser
import BranchDomain
import Foundation
import Messages
import Printing
import ServiceKit

/// How a slip is printed; the same for every command that prints.
struct SlipOptions: ParsableArguments {
    @OptionGroup var printing: PrinterOptions

    @Option(help: "The language of the slip: en, es or pt.")
    var language = "en"

    func validate() throws {
        guard SlipLanguages.all.contains(language) else {
            throw ValidationError("A slip is written in \(SlipLanguages.text).")
        }
    }

    /// The printer that was named.
    ///
    /// - Throws: ``ConfigurationError`` where none was.
    func chosen() throws -> PrinterShell {
        guard let address = printing.address else {
            throw ConfigurationError("Name the printer with --printer \(PrinterAddress.form).")
        }
        return PrinterShell(address)
    }

    /// A ticket's slip, with names as the branch has them.
    func slip(
        of ticket: Ticket, branch: String, services: [ServiceInfo], reprinted: Timestamp? = nil
    ) -> TicketSlip {
        TicketSlip(
            branch: branch, ticket: ticket, services: services, pages: printing.pages,
            language: language, zone: .current, reprinted: reprinted)
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
