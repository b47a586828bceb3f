import ArgumentParser
import BranchDomain
import Bus
import Foundation
import Messages
import Printing
import ServiceKit

extension TicketCommand {
    /// `branch ticket print`: a slip, as often as it is asked for.
    struct Print: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a ticket, also once more.",
            discussion: """
                The slip shows the ticket as it stands now, and says that it was printed again. \
                Exit code 1 where it is not on paper; the ticket is valid all the same.

                EXAMPLES
                  branch ticket print A012 --printer tcp://192.168.1.50
                  branch ticket print A012 --printer /dev/usb/lp0 --pages https://10.0.0.5:8130
                """)

        @Argument(help: "Its handle or number.")
        var ticket: String
        @OptionGroup var options: SlipOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let printer = try options.chosen()
            let handle = try branch.handle(ticket)
            let reply = try branch.call(QueueTicket.self, QueueTicket.Request(ticket: handle))
            let now = Timestamp(milliseconds: try branch.call(SystemHello.self, Nothing()).time)
            do throws(PrintFailure) {
                let outcome = try branch.printSlip(
                    of: reply, with: options, on: printer, reprinted: now)
                branch.screen.show(reply) {
                    "\(reply.number)  \(SlipOptions.words(outcome, printer))"
                }
            } catch {
                throw ConfigurationError("\(reply.number) is not printed: \(error.description).")
            }
        }
    }
}

extension Caller {
    /// Prints; names that cannot be learnt are left out, for they are no reason not to print.
    func printSlip(
        of ticket: Ticket, with options: SlipOptions, on printer: PrinterShell,
        reprinted: Timestamp? = nil
    ) throws(PrintFailure) -> PrintOutcome {
        let services = (try? call(QueueServices.self, Nothing()).services) ?? []
        let branch = (try? call(SystemHello.self, Nothing()).branch) ?? ""
        let slip = options.slip(
            of: ticket, branch: branch, services: services, reprinted: reprinted)
        return try printer.deliver(slip.bytes(for: options.printing.profile))
    }
}

/// `branch printer …`: a receipt printer by itself, without a branch.
struct PrinterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "printer",
        abstract: "Receipt printers: how one is, and a test slip.",
        discussion: """
            For printers that understand ESC/POS, by TCP (port 9100), as a device, or a file in \
            place of one. No branch is needed.

            EXAMPLES
              branch printer status --printer tcp://192.168.1.50
              branch printer test --printer tcp://192.168.1.50 --language es --code-page cp1252
            """,
        subcommands: [Status.self, Test.self])

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a printer how it is; exit code 1 where it cannot print.")

        @OptionGroup var options: SlipOptions

        func run() throws {
            try reportingPrinter(options) { (printer) throws(PrintFailure) in
                guard let status = try printer.status() else {
                    return "\(printer.address) is there and says nothing of itself"
                }
                if let obstacle = status.obstacle { throw obstacle }
                let paper = status.isPaperLow ? "its roll is near its end" : "paper"
                return "\(printer.address) is ready: online, cover closed, \(paper)"
            }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a slip that is no ticket, to see letters, layout and QR code.")

        @OptionGroup var options: SlipOptions

        func run() throws {
            let options = options
            // A moment that is the same each time, so that slips can be compared.
            let ticket = Ticket(
                ticket: "test-slip", number: "A012", service: "cash", state: "waiting",
                position: 3, estimate: Estimate(p50: 480, p90: 870),
                issued: 1_795_171_320_000, calls: 0)
            let names = BranchConfiguration.standard.services.map {
                ServiceInfo(service: $0.service, prefix: $0.prefix, names: $0.names, open: true)
            }
            try reportingPrinter(options) { (printer) throws(PrintFailure) in
                let slip = options.slip(of: ticket, branch: "Branchline", services: names)
                let outcome = try printer.deliver(slip.bytes(for: options.printing.profile))
                return "test slip \(SlipOptions.words(outcome, printer))"
            }
        }
    }
}

/// Says what came of it, or what is wrong with the printer, and ends with 1 then.
private func reportingPrinter(
    _ options: SlipOptions, _ body: (PrinterShell) throws(PrintFailure) -> String
) throws {
    try reporting {
        let printer = try options.chosen()
        do throws(PrintFailure) {
            print(try body(printer))
        } catch {
            throw ConfigurationError("\(printer.address): \(error.description).")
        }
    }
}
