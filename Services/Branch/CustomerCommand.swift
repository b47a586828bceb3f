import ArgumentParser
import BranchDomain
import Messages

/// `branch customer …`: people with accounts.
struct CustomerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer",
        abstract: "Customers: register, list, show, reset.",
        discussion: """
            EXAMPLES
              branch customer register ana 'Ana García' --language es --opening 50.00 --as teller1
              branch customer show 4
              branch customer reset 4          # a new PIN, shown once; unlocks
            """,
        subcommands: [Register.self, List.self, Show.self, Reset.self])

    struct Register: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a customer with a first account; the bank makes the PIN.")

        @Argument(help: "The name to log in with.")
        var user: String
        @Argument(help: "The name as people write it.")
        var name: String
        @Option(help: "National id, unique in the bank.")
        var nationalId: String?
        @Option(help: "Phone number, unique in the bank.")
        var phone: String?
        @Option(help: "E-mail address.")
        var email: String?
        @Option(help: "Language, such as es.")
        var language: String?
        @Flag(help: "The customer wants a message for each movement.")
        var smsConsent = false
        @Option(help: "A first deposit, such as 50.00.")
        var opening: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = CustomerRegister.Request(
                user: user, name: name, nationalId: nationalId, phone: phone, email: email,
                language: language, smsConsent: smsConsent ? true : nil,
                opening: try opening.map { try branch.minorUnits($0) })
            let reply = try branch.call(CustomerRegister.self, request)
            branch.screen.show(reply) {
                """
                customer  \(reply.customer)
                account   \(reply.account)
                PIN       \(reply.secret)  (shown once)
                """
            }
        }
    }

    struct List: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "List customers in order of their numbers.")

        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let (customers, next) = try branch.pages(limit: list.limit) { after, limit in
                let page = try branch.call(
                    CustomerList.self, CustomerList.Request(after: after, limit: limit))
                return (page.customers, page.next)
            }
            branch.screen.show(CustomerList.Reply(customers: customers, next: next)) {
                CustomerCommand.table(customers).text() + list.more(next != nil)
            }
        }
    }

    struct Show: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Show one customer.")

        @Argument(help: "The customer's number.")
        var customer: UInt64
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                CustomerGet.self, CustomerGet.Request(customer: customer))
            branch.screen.show(reply) { CustomerCommand.table([reply]).text() }
        }
    }

    struct Reset: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a customer a new PIN, made by the bank; unlocks.")

        @Argument(help: "The customer's number.")
        var customer: UInt64
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                CustomerResetSecret.self, CustomerResetSecret.Request(customer: customer))
            branch.screen.show(reply) { "PIN       \(reply.secret)  (shown once)" }
        }
    }

    static func table(_ customers: [Customer]) -> Table {
        var table = Table(
            .right("customer"), .left("user"), .left("name"), .left("phone"), .left("e-mail"),
            .left("language"), .left("messages"), .left("accounts"))
        for customer in customers {
            table.add(
                String(customer.customer), customer.user, customer.name, customer.phone ?? "",
                customer.email ?? "", customer.language ?? "", Wording.yes(customer.smsConsent),
                customer.accounts.map(String.init).joined(separator: ", "))
        }
        return table
    }
}
