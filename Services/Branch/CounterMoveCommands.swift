import ArgumentParser
import Messages

extension CounterCommand {
    struct Call: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Call one ticket out of turn; who did it and why is kept.")

        @OptionGroup var at: CounterArgument
        @Argument(help: "The ticket's handle or number.")
        var ticket: String
        @Option(help: "Why, such as 'cannot stand for long'.")
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            branch.show(
                try branch.call(
                    QueueCall.self,
                    QueueCall.Request(counter: at.counter, ticket: handle, reason: reason)))
        }
    }

    struct Transfer: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send the counter's ticket to a service or a counter, number and all.",
            discussion: """
                EXAMPLES
                  branch counter transfer 2 --service loans --as ana
                  branch counter transfer 2 --to-counter 5 --position first --as ana
                """)

        @OptionGroup var at: CounterArgument
        @Option(help: "The service (default: the same).")
        var service: String?
        @Option(help: "Only this counter may call it.")
        var toCounter: String?
        @Option(help: "Where in the line: first, last or arrival.")
        var position: String = "arrival"
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard service != nil || toCounter != nil else {
                throw ValidationError("Say where to: --service, --to-counter or both.")
            }
        }

        func perform(_ branch: Caller) throws {
            let request = QueueTransfer.Request(
                counter: at.counter, service: service, toCounter: toCounter, position: position)
            let reply = try branch.call(QueueTransfer.self, request)
            branch.screen.show(reply) {
                "\(reply.ticket.number) waits for \(reply.ticket.service)."
            }
        }
    }
}
