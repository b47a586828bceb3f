import ArgumentParser
import BranchDomain
import Messages

/// `branch counter …`: what a teller does at a desk.
struct CounterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counter",
        abstract: "Counters: open, next, call, recall, done, hold, transfer, pause, close …",
        discussion: """
            Tellers have counters: log in first, then say --as (or set BRANCHLINE_USER).

            EXAMPLES
              branch login ana
              branch counter open 2 --services cash,accounts --as ana
              branch counter next 2 --as ana
              branch counter hold 2 --minutes 15 --as ana
              branch counter resume 2 A012 --as ana
              branch counter transfer 2 --service loans --as ana
              branch counter call 2 A017 --reason 'cannot stand for long' --as ana
            """,
        subcommands: [
            Open.self, Next.self, Recall.self, Start.self, Done.self, NoShow.self, Hold.self,
            Resume.self, Transfer.self, Call.self, Pause.self, Close.self, List.self,
        ])

    struct Open: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a counter, or go on after a pause.")

        @Argument(help: "The counter, such as 2.")
        var counter: String
        @Option(help: "What it serves, such as cash,accounts (default: everything).")
        var services: String?
        @Option(help: "What it calls first, in this order, such as loans,cash.")
        var prefer: String?
        @Option(help: "What its teller knows, for services that ask for it, such as mortgage,es.")
        var skills: String?
        @Flag(inversion: .prefixedNo, help: "Call the next one as soon as one is done.")
        var automatic: Bool?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let list = { (text: String?) in text?.split(separator: ",").map(String.init) }
            let reply = try branch.call(
                CounterOpen.self,
                CounterOpen.Request(
                    counter: counter, services: list(services), prefer: list(prefer),
                    skills: list(skills), automatic: automatic))
            branch.screen.show(reply) { CounterCommand.table([reply]).text() }
        }
    }

    struct Next: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finish the counter's ticket and call the next one.")

        @OptionGroup var at: CounterArgument
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(QueueNext.self, at.request)
            branch.screen.show(reply) {
                reply.ticket.map { "\($0.number) to counter \(at.counter): \(reply.why)" }
                    ?? "Nobody to call: \(reply.why)"
            }
        }
    }

    struct Recall: TicketAtCounter {
        typealias Asked = QueueRecall
        static let configuration = CommandConfiguration(
            abstract: "Call the counter's ticket once more.")

        @OptionGroup var at: CounterArgument
        @OptionGroup var connection: ConnectionOptions
    }

    struct Start: TicketAtCounter {
        typealias Asked = QueueStart
        static let configuration = CommandConfiguration(
            abstract: "Say that the called customer is there.")

        @OptionGroup var at: CounterArgument
        @OptionGroup var connection: ConnectionOptions
    }

    struct Done: TicketAtCounter {
        typealias Asked = QueueDone
        static let configuration = CommandConfiguration(
            abstract: "Say that the counter's ticket is served.")

        @OptionGroup var at: CounterArgument
        @OptionGroup var connection: ConnectionOptions
    }

    struct NoShow: TicketAtCounter {
        typealias Asked = QueueNoShow
        static let configuration = CommandConfiguration(
            abstract: "Say that the called customer did not come.")

        @OptionGroup var at: CounterArgument
        @OptionGroup var connection: ConnectionOptions
    }

    struct Hold: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Park the counter's ticket; it keeps its place by order of arrival.")

        @OptionGroup var at: CounterArgument
        @Option(help: "Back in line after so many minutes (default: 10).")
        var minutes: Int?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            branch.show(
                try branch.call(
                    QueueHold.self,
                    QueueHold.Request(counter: at.counter, minutes: minutes)))
        }
    }

    struct Resume: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Call a parked ticket back to the counter.")

        @OptionGroup var at: CounterArgument
        @Argument(help: "The ticket's handle or number.")
        var ticket: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            branch.show(
                try branch.call(
                    QueueResume.self,
                    QueueResume.Request(counter: at.counter, ticket: handle)))
        }
    }

    struct Pause: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "No further calls until the counter is opened again.")

        @OptionGroup var at: CounterArgument
        @Option(help: "Why, such as lunch.")
        var reason: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                CounterPause.self, CounterPause.Request(counter: at.counter, reason: reason))
            branch.screen.show(reply) { CounterCommand.table([reply]).text() }
        }
    }

    struct Close: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Give the counter up.")

        @OptionGroup var at: CounterArgument
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(CounterClose.self, at.request)
            branch.screen.show(reply) { "Counter \(reply.counter) is closed." }
        }
    }

    struct List: BusCommand {
        static let configuration = CommandConfiguration(abstract: "List the open counters.")

        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            var (counters, after): ([Counter], String?) = ([], nil)
            repeat {
                let page = try branch.call(CounterList.self, PageRequest(after: after))
                counters += page.counters
                after = page.next
            } while after != nil
            let all = counters
            branch.screen.show(CounterList.Reply(counters: all)) {
                CounterCommand.table(all).text(empty: "no counter is open")
            }
        }
    }

    struct CounterArgument: ParsableArguments {
        @Argument(help: "The counter, such as 2.")
        var counter: String

        var request: CounterRequest { CounterRequest(counter: counter) }
    }

    static func table(_ counters: [Counter]) -> Table {
        var table = Table(
            .left("counter"), .left("teller"), .left("state"), .left("services"), .left("until"))
        for counter in counters {
            table.add(
                counter.counter, counter.teller ?? "", counter.state ?? "",
                counter.services.isEmpty ? "all" : counter.services.joined(separator: ","),
                Wording.time(counter.lease))
        }
        return table
    }
}

/// A command about the ticket that is at a counter.
protocol TicketAtCounter: BusCommand {
    associatedtype Asked: BusMethod
    where Asked.Request == CounterRequest, Asked.Reply == CounterTicket
    var at: CounterCommand.CounterArgument { get }
}

extension TicketAtCounter {
    func perform(_ branch: Caller) throws {
        branch.show(try branch.call(Asked.self, at.request))
    }
}

extension Caller {
    func show(_ reply: CounterTicket) {
        screen.show(reply) {
            let next = reply.next.map { " \($0.number) is called." } ?? ""
            return "\(reply.ticket.number) is \(reply.ticket.state)." + next
        }
    }
}
