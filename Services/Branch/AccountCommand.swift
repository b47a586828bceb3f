import ArgumentParser
import BranchDomain
import Messages

/// `branch account …`: accounts and their movements.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract:
            "Accounts: open, list, show, history, statement, limits, freeze, unfreeze, close.",
        discussion: """
            An account is named by its number, one of the bank's own by its name (vault, atm:1).

            EXAMPLES
              branch account list --customer 4
              branch account history 17 --limit 50
              branch account freeze 17 --side debit --reason 'Card reported lost'
              branch account close 17 --to 18
            """,
        subcommands: [
            Open.self, List.self, Show.self, History.self, Statement.self, Limits.self, Freeze.self,
            Unfreeze.self, Close.self,
        ])

    struct Open: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a further account of a customer.")

        @Argument(help: "The customer's number, or 'rpc'.")
        var customer: String
        @Option(help: "The account's currency (default: the branch's own).")
        var currency: String?
        @Option(help: "The product.")
        var product: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                AccountOpen.self,
                AccountOpen.Request(
                    customer: Wording.reference(customer), currency: currency, product: product))
            branch.screen.show(reply) { AccountCommand.table([reply]).text() }
        }
    }

    struct List: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "List accounts in order of their numbers.")

        @Option(help: "Only this customer's.")
        var customer: UInt64?
        @Flag(help: "The bank's own accounts instead of customers'.")
        var own = false
        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let (accounts, next) = try branch.pages(limit: list.limit) { after, limit in
                let page = try branch.call(
                    AccountList.self,
                    AccountList.Request(
                        customer: customer, own: own ? true : nil, after: after, limit: limit))
                return (page.accounts, page.next)
            }
            branch.screen.show(AccountList.Reply(accounts: accounts, next: next)) {
                AccountCommand.table(accounts).text() + list.more(next != nil)
            }
        }
    }

    struct Show: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Show one account.")

        @Argument(help: "Its number or name.")
        var account: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                AccountGet.self, AccountGet.Request(account: Wording.reference(account)))
            branch.screen.show(reply) { AccountCommand.table([reply]).text() }
        }
    }

    struct History: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an account's movements, newest first.")

        @Argument(help: "Its number or name.")
        var account: String
        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reference = Wording.reference(account)
            let (lines, next) = try branch.pages(limit: list.limit) { before, limit in
                let page = try branch.call(
                    AccountHistory.self,
                    AccountHistory.Request(account: reference, before: before, limit: limit))
                return (page.entries, page.next)
            }
            guard !branch.screen.json else {
                return print(Screen.json(AccountHistory.Reply(entries: lines, next: next)))
            }
            let account = try branch.call(
                AccountGet.self, AccountGet.Request(account: reference))
            print(
                "\(Wording.account(account.account)), \(account.name): "
                    + Wording.money(account.balance, account.currency))
            print(
                AccountCommand.table(lines, account.currency).text(empty: "no movements")
                    + list.more(next != nil))
        }
    }

    struct Freeze: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop an account's debits, credits or both.")

        @OptionGroup var side: SideOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = AccountFreeze.Request(
                account: Wording.reference(side.account), side: side.side.rawValue,
                reason: side.reason)
            let reply = try branch.call(AccountFreeze.self, request)
            branch.screen.show(reply) { AccountCommand.table([reply]).text() }
        }
    }

    struct Unfreeze: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an account's debits, credits or both go on.")

        @OptionGroup var side: SideOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = AccountUnfreeze.Request(
                account: Wording.reference(side.account), side: side.side.rawValue,
                reason: side.reason)
            let reply = try branch.call(AccountUnfreeze.self, request)
            branch.screen.show(reply) { AccountCommand.table([reply]).text() }
        }
    }

    struct Close: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an account at zero, or send the rest to another.",
            discussion: "Asks for the secret of whoever closes it, once more.")

        @Argument(help: "Its number.")
        var account: String
        @Option(help: "Where the rest goes.")
        var to: String?
        @OptionGroup var secret: SecretOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = AccountClose.Request(
                account: Wording.reference(account),
                secret: try secret.read(prompt: "Your own secret again: "),
                to: to.map(Wording.reference))
            let reply = try branch.call(AccountClose.self, request)
            branch.screen.show(reply) { AccountCommand.table([reply]).text() }
        }
    }

    /// Which side of which account, and why.
    struct SideOptions: ParsableArguments {
        enum Side: String, ExpressibleByArgument, CaseIterable {
            case both, debit, credit
        }

        @Argument(help: "Its number.")
        var account: String
        @Option(help: "What is stopped or goes on.")
        var side: Side = .both
        @Option(help: "Why; it is kept with the account.")
        var reason: String
    }

    static func table(_ accounts: [Account]) -> Table {
        var table = Table(
            .right("account"), .left("name"), .right("customer"), .right("balance"),
            .right("available"), .left("currency"), .left("status"))
        for account in accounts {
            let frozen = account.frozen.map { " (\($0))" } ?? ""
            table.add(
                Wording.account(account.account), account.name,
                account.customer.map(String.init) ?? "",
                Wording.amount(account.balance, account.currency),
                Wording.amount(account.available, account.currency), account.currency,
                account.status + frozen)
        }
        return table
    }

    static func table(_ lines: [AccountLine], _ currency: String) -> Table {
        var table = Table(
            .right("entry"), .left("when"), .left("kind"), .right("amount"), .right("balance"),
            .left("with"), .left("memo"))
        for line in lines {
            table.add(
                String(line.sequence), Wording.time(line.at), line.kind,
                Wording.amount(line.amount, currency), Wording.amount(line.balance, currency),
                Wording.account(line.counterparty), line.memo ?? "")
        }
        return table
    }
}
