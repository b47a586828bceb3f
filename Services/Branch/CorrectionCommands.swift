import ArgumentParser
import BranchDomain
import Messages

extension LedgerCommand {
    struct Reverse: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move the money of an entry back, once.")

        @Argument(help: "The entry's number.")
        var entry: UInt64
        @Option(help: "Why; it is kept with the reversal.")
        var reason: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                LedgerReverse.self, LedgerReverse.Request(sequence: entry, reason: reason))
            branch.screen.show(reply) { LedgerCommand.text(reply) }
        }
    }

    struct Interest: BusCommand {
        static let configuration = CommandConfiguration(
            commandName: "interest",
            abstract: "Add a percentage of the balance, to one account or to all.",
            discussion: """
                EXAMPLES
                  branch ledger interest 2.5 --account 17
                  branch ledger interest 0.25 --all 2026-11      # no period is posted twice
                  branch ledger interest accrued --all 2026-11   # what the products accrued
                """)

        @Argument(help: "Percent, such as 2.5, or 'accrued'.")
        var rate: String
        @Option(help: "One account.")
        var account: String?
        @Option(
            help: ArgumentHelp("Every customer's account, for this period.", valueName: "period"))
        var all: String?
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard (account == nil) != (all == nil) else {
                throw ValidationError("Say --account or --all, one of them.")
            }
        }

        func perform(_ branch: Caller) throws {
            let request = LedgerAddInterest.Request(
                account: account.map(Wording.reference), all: all == nil ? nil : true,
                rate: rate == "accrued" ? nil : rate,
                period: all)
            let reply = try branch.call(LedgerAddInterest.self, request)
            branch.screen.show(reply) {
                switch reply {
                case .receipt(let receipt): LedgerCommand.text(receipt)
                case .job(let job): "Interest is being posted, as job \(job)."
                }
            }
        }
    }
}

extension AccountCommand {
    struct Limits: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace an account's limits; what is left out is not limited.")

        @Argument(help: "Its number.")
        var account: String
        @Option(help: "How far below zero it may go.")
        var overdraft: String?
        @Option(help: "What must stay in it.")
        var minimum: String?
        @Option(help: "The largest sum that may be taken out at once.")
        var atOnce: String?
        @Option(help: "What may be taken out in a day.")
        var aDay: String?
        @Option(help: "How often in a day.")
        var times: Int?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let shown = try branch.call(
                AccountGet.self, AccountGet.Request(account: Wording.reference(account)))
            let currency = try? Currency(shown.currency)
            let sum = { (text: String?) in
                try text.map { try branch.minorUnits($0, of: currency) }
            }
            let limits = AccountLimits(
                overdraft: try sum(overdraft), minimum: try sum(minimum),
                perTransaction: try sum(atOnce), dailyAmount: try sum(aDay), dailyCount: times)
            let reply = try branch.call(
                AccountSetLimits.self,
                AccountSetLimits.Request(account: shown.account, limits: limits))
            branch.screen.show(reply) { AccountCommand.table([reply]).text() }
        }
    }
}
