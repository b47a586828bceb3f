import ArgumentParser
import BranchDomain
import Messages
import Printing
import ServiceKit

/// `branch ticket …`: places in line.
struct TicketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket",
        abstract: "Tickets: issue, print, show, list, cancel, leave, requeue, reopen, why.",
        discussion: """
            A ticket is named by its handle, or by the number that people read (A012), which is \
            looked up among today's. A handle that begins with a hyphen stands behind --.

            EXAMPLES
              branch ticket issue cash
              branch ticket issue cash --unique flat:D702 --name 'Ana García'
              branch ticket issue cash --printer tcp://192.168.1.50 --language es
              branch ticket print A012 --printer /dev/usb/lp0
              branch ticket list --service cash --state waiting
              branch ticket cancel A012
              branch ticket requeue A012 --position last --as ana
              branch ticket why A012
            """,
        subcommands: [
            Issue.self, Print.self, Show.self, List.self, Cancel.self, Leave.self, Requeue.self,
            Reopen.self, Why.self,
        ])

    struct Issue: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Issue a ticket of a service.")

        @Argument(help: "The service, such as cash.")
        var service: String
        @Option(help: "Who it is for; never shown on boards.")
        var name: String?
        @Option(help: "A phone number or address to be told at.")
        var contact: String?
        @Option(help: "How many people come with it.")
        var party: Int?
        @Option(help: "A higher number is called sooner.")
        var priority: Int?
        @Option(help: "A key that may hold one open ticket a day; several for several.")
        var unique: [String] = []
        @Option(help: "A service of the same visit behind the first; several for several.")
        var then: [String] = []
        @OptionGroup var slips: SlipOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = QueueIssue.Request(
                service: service, priority: priority, name: name, contact: contact, party: party,
                unique: unique.isEmpty ? nil : unique, then: then.isEmpty ? nil : then)
            let reply = try branch.call(QueueIssue.self, request)
            branch.screen.show(reply) { TicketCommand.text(reply) }
            guard slips.printing.printer != nil else { return }
            let printer = try slips.chosen()
            do throws(PrintFailure) {
                _ = try branch.printSlip(of: reply, with: slips, on: printer)
            } catch {
                // The ticket is issued; nobody may believe that it is not.
                Screen.complain(
                    "branch: \(reply.number) is issued and not printed: \(error.description). "
                        + "Then: branch ticket print \(reply.ticket) --printer \(printer.address)")
            }
        }
    }

    struct Show: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Show a ticket as it stands.")

        @Argument(help: "Its handle or number.")
        var ticket: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            let reply = try branch.call(QueueTicket.self, QueueTicket.Request(ticket: handle))
            branch.screen.show(reply) { TicketCommand.text(reply) }
        }
    }

    struct List: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "List today's tickets in order of arrival.")

        @Option(help: "Only of this service.")
        var service: String?
        @Option(help: "Only in this state: waiting, called, serving, parked, served, noShow …")
        var state: String?
        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let (tickets, next) = try branch.tickets(
                service: service, state: state, limit: list.limit)
            branch.screen.show(QueueList.Reply(tickets: tickets, next: next)) {
                TicketCommand.table(tickets).text() + list.more(next != nil)
            }
        }
    }

    struct Cancel: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Give a ticket up.")

        @Argument(help: "Its handle or number.")
        var ticket: String
        @Flag(help: "The person left without a word (staff only).")
        var abandoned = false
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            let reply = try branch.call(
                QueueCancel.self,
                QueueCancel.Request(ticket: handle, abandoned: abandoned ? true : nil))
            branch.screen.show(reply) { TicketCommand.text(reply) }
        }
    }

    struct Leave: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a ticket's holder is done; the place inside is free.")

        @Argument(help: "Its handle or number.")
        var ticket: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            let reply = try branch.call(QueueLeave.self, QueueLeave.Request(ticket: handle))
            branch.screen.show(reply) { TicketCommand.text(reply) }
        }
    }

    static func text(_ ticket: Ticket) -> String {
        var lines = ["\(ticket.number)  \(ticket.service), \(ticket.state)"]
        if let counter = ticket.counter { lines.append("counter   \(counter)") }
        if let position = ticket.position { lines.append("position  \(position)") }
        if let estimate = ticket.estimate {
            lines.append(
                "wait      about \(Wording.wait(seconds: estimate.p50)), "
                    + "at most \(Wording.wait(seconds: estimate.p90)) for nine in ten")
        }
        lines.append("issued    \(Wording.time(ticket.issued))")
        lines.append("ticket    \(ticket.ticket)")
        return lines.joined(separator: "\n")
    }

    static func table(_ tickets: [Ticket]) -> Table {
        var table = Table(
            .left("number"), .left("service"), .left("state"), .right("position"),
            .left("counter"), .left("issued"), .right("calls"), .left("name"), .left("ticket"))
        for ticket in tickets {
            table.add(
                ticket.number, ticket.service, ticket.state,
                ticket.position.map(String.init) ?? "", ticket.counter ?? "",
                Wording.time(ticket.issued), String(ticket.calls), ticket.name ?? "",
                ticket.ticket)
        }
        return table
    }
}

extension Caller {
    func tickets(
        service: String?, state: String?, limit: Int
    ) throws -> (items: [Ticket], next: String?) {
        try pages(limit: limit) { after, limit in
            let page = try self.call(
                QueueList.self,
                QueueList.Request(service: service, state: state, after: after, limit: limit))
            return (page.tickets, page.next)
        }
    }

    /// The handle of a ticket that is named by handle or by number; of two of today's tickets
    /// with one number, the newer.
    func handle(_ text: String) throws -> String {
        if (try? TicketHandle(text)) != nil { return text }
        let (today, _) = try tickets(service: nil, state: nil, limit: 100_000)
        guard let ticket = today.last(where: { $0.number == text.uppercased() }) else {
            throw ConfigurationError("There is no ticket \(text) today.")
        }
        return ticket.ticket
    }
}
