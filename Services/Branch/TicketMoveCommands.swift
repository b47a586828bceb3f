import ArgumentParser
import Messages

extension TicketCommand {
    struct Requeue: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a waiting or called ticket elsewhere in its line.")

        @Argument(help: "Its handle or number.")
        var ticket: String
        @Option(help: "first, last or arrival.")
        var position: String = "arrival"
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            branch.show(
                try branch.call(
                    QueueRequeue.self,
                    QueueRequeue.Request(ticket: handle, position: position)))
        }
    }

    struct Reopen: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a ticket wait again that was served, cancelled or a no-show.")

        @Argument(help: "Its handle or number.")
        var ticket: String
        @Option(help: "first, last or arrival.")
        var position: String = "arrival"
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            branch.show(
                try branch.call(
                    QueueReopen.self, QueueReopen.Request(ticket: handle, position: position)))
        }
    }

    struct Why: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show why a ticket was called when it was, and who was not.")

        @Argument(help: "Its handle or number.")
        var ticket: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let handle = try branch.handle(ticket)
            let reply = try branch.call(QueueWhy.self, QueueWhy.Request(ticket: handle))
            branch.screen.show(reply) { Why.text(reply) }
        }

        static func text(_ reply: QueueWhy.Reply) -> String {
            let place = reply.counter.map { " to counter \($0)" } ?? ""
            var lines = ["\(reply.number)\(place) at \(Wording.time(reply.at)): \(reply.why)"]
            if let rule = reply.rule { lines.append("rule      \(rule)") }
            if let reason = reply.reason { lines.append("reason    \(reason)") }
            if let by = reply.by { lines.append("by        \(by)") }
            for runner in reply.runnersUp {
                lines.append(
                    "not       \(runner.number) (\(runner.service)), who had waited "
                        + Wording.wait(seconds: runner.waited))
            }
            return lines.joined(separator: "\n")
        }
    }
}
