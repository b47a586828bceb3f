import ArgumentParser
import BranchDomain
import Messages

/// `branch status`: the queue at a glance.
struct StatusCommand: BusCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show who waits where and which counters are open.",
        discussion: """
            About the processes: deploy/status.

            EXAMPLES
              branch status
              watch -n 2 branch status
            """)

    @OptionGroup var connection: ConnectionOptions

    func perform(_ branch: Caller) throws {
        var reply = try branch.call(QueueStatus.self, PageRequest())
        while let after = reply.next {
            let page = try branch.call(QueueStatus.self, PageRequest(after: after))
            (reply.counters, reply.next) = (reply.counters + page.counters, page.next)
        }
        branch.screen.show(reply) { StatusCommand.text(reply) }
    }

    static func text(_ status: QueueStatus.Reply) -> String {
        var services = Table(
            .left("service"), .right("waiting"), .right("called"), .right("serving"),
            .right("parked"), .right("served"), .right("no-show"))
        for line in status.services {
            services.add(
                line.service, String(line.waiting), String(line.called), String(line.serving),
                String(line.parked), String(line.served), String(line.noShow))
        }
        var counters = Table(.left("counter"), .left("state"), .left("ticket"), .left("teller"))
        for line in status.counters {
            counters.add(line.counter, line.state, line.ticket ?? "", line.teller ?? "")
        }
        return services.text(empty: "no services") + "\n\n"
            + counters.text(empty: "no counter is open")
    }
}
