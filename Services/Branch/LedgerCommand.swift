import ArgumentParser
import BranchDomain
import Messages

/// `branch ledger …`: moving money, and what became of it.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract:
            "Money: deposit, withdraw, transfer, reverse, interest, outcome, entries, balance.",
        discussion: """
            Sums are typed as people write them, 125.50 or 125,50; never rounded.

            EXAMPLES
              branch ledger deposit 17 125.50 --as ana
              branch ledger transfer 17 18 40 --memo 'Rent' --as ana
              branch ledger outcome 019aa7c0-1c1e-7d2a-8a51-0242ac120002
              branch ledger trial-balance
            """,
        subcommands: [
            Deposit.self, Withdraw.self, Transfer.self, Reverse.self, Interest.self, Outcome.self,
            Entries.self, TrialBalance.self,
        ])

    struct Deposit: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Cash comes in.")

        @OptionGroup var cash: CashOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(LedgerDeposit.self, cash.request(branch))
            branch.screen.show(reply) { LedgerCommand.text(reply) }
        }
    }

    struct Withdraw: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Cash goes out.")

        @OptionGroup var cash: CashOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(LedgerWithdraw.self, cash.request(branch))
            branch.screen.show(reply) { LedgerCommand.text(reply) }
        }
    }

    struct Transfer: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move money between two accounts.")

        @Argument(help: "The account that gives.")
        var from: String
        @Argument(help: "The account that gets.")
        var to: String
        @Argument(help: "The sum, such as 125.50.")
        var amount: String
        @Option(help: "What it is for.")
        var memo: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = LedgerTransfer.Request(
                from: Wording.reference(from), to: Wording.reference(to),
                amount: try branch.minorUnits(amount), memo: memo)
            let reply = try branch.call(LedgerTransfer.self, request)
            branch.screen.show(reply) { LedgerCommand.text(reply) }
        }
    }

    struct Outcome: BusCommand {
        static let configuration = CommandConfiguration(abstract: "What became of a request.")

        @Argument(help: "The id of the request.")
        var request: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(LedgerOutcome.self, LedgerOutcome.Request(id: request))
            branch.screen.show(reply) {
                let code = reply.code.map { ": \($0)" } ?? ""
                let receipt = reply.receipt.map { "\n" + LedgerCommand.text($0) } ?? ""
                return reply.state + code + receipt
            }
        }
    }

    struct Entries: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "List movements in the order of the journal.")

        @Option(help: "Those after this entry.")
        var after: UInt64 = 0
        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let (entries, next) = try branch.pages(limit: list.limit) { cursor, limit in
                let page = try branch.call(
                    LedgerEntries.self,
                    LedgerEntries.Request(after: cursor ?? after, limit: limit))
                return (page.entries, page.next)
            }
            branch.screen.show(LedgerEntries.Reply(entries: entries, next: next)) {
                LedgerCommand.table(entries).text() + list.more(next != nil)
            }
        }
    }

    struct TrialBalance: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show that all debits equal all credits.")

        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(LedgerTrialBalance.self, Nothing())
            branch.screen.show(reply) {
                var table = Table(
                    .left("currency"), .right("debits"), .right("credits"), .right("difference"))
                for line in reply.currencies {
                    table.add(
                        line.currency, Wording.amount(line.debits, line.currency),
                        Wording.amount(line.credits, line.currency),
                        Wording.amount(line.difference, line.currency))
                }
                return table.text(empty: "no movements")
            }
        }
    }

    /// Cash in or out of an account.
    struct CashOptions: ParsableArguments {
        @Argument(help: "The account's number.")
        var account: String
        @Argument(help: "The sum, such as 125.50.")
        var amount: String
        @Option(help: "What it is for.")
        var memo: String?
        @Option(help: "The drawer (default: the teller's own, else the vault).")
        var drawer: String?

        func request(_ branch: Caller) throws -> LedgerDeposit.Request {
            LedgerDeposit.Request(
                account: Wording.reference(account), amount: try branch.minorUnits(amount),
                memo: memo, drawer: drawer.map(Wording.reference))
        }
    }

    static func text(_ receipt: Receipt) -> String {
        let to = receipt.to.map { " to \(Wording.account($0))" } ?? ""
        return """
            \(receipt.kind) \(receipt.sequence)  \(Wording.time(receipt.at))
            account    \(Wording.account(receipt.account))\(to)
            amount     \(Wording.money(receipt.amount, receipt.currency))
            balance    \(Wording.money(receipt.balance, receipt.currency))
            available  \(Wording.money(receipt.available, receipt.currency))
            id         \(receipt.id)
            chain      \(receipt.chain)
            """
    }

    static func table(_ entries: [LedgerEntry]) -> Table {
        var table = Table(
            .right("entry"), .left("when"), .left("kind"), .right("debit"), .right("credit"),
            .right("amount"), .left("currency"), .left("by"), .left("memo"))
        for entry in entries {
            table.add(
                String(entry.sequence), Wording.time(entry.at), entry.kind,
                Wording.account(entry.debit), Wording.account(entry.credit),
                Wording.amount(entry.amount, entry.currency), entry.currency, entry.by ?? "",
                entry.memo ?? "")
        }
        return table
    }
}
