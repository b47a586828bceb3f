import ArgumentParser
import BranchDomain
import Messages

/// `branch day …`: the business day.
struct DayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "day",
        abstract: "The business day: close.",
        discussion: """
            EXAMPLES
              branch day close --as sam
              branch day close --as sam --json > 2026-11-21.json    # to be kept
            """,
        subcommands: [Close.self])

    struct Close: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal the day: trial balance, drawers, interest, head of the chain.",
            discussion: "Once a day, by a supervisor, when every drawer was given back.")

        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(DayClose.self, Nothing())
            let code = try branch.currency().code
            branch.screen.show(reply) {
                var table = Table(
                    .left("drawer"), .left("teller"), .right("expected"), .right("counted"),
                    .right("difference"))
                for drawer in reply.drawers {
                    table.add(
                        Wording.account(drawer.drawer), drawer.teller,
                        Wording.amount(drawer.expected, code),
                        Wording.amount(drawer.counted, code),
                        Wording.amount(drawer.difference, code))
                }
                let balances = reply.trialBalance.map {
                    "\($0.currency) \(Wording.amount($0.debits, $0.currency)) = "
                        + Wording.amount($0.credits, $0.currency)
                }
                return """
                    \(reply.date) is closed.
                    \(table.text(empty: "no drawer was open"))
                    balance    \(balances.joined(separator: ", "))
                    interest   \(reply.interest.joined(separator: ", "))
                    head       \(reply.head), chain \(reply.chain.prefix(16))
                    seal       \(reply.seal)
                    """
            }
        }
    }
}
