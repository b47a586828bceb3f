import ArgumentParser
import BranchDomain
import Messages
import ServiceKit

/// `branch service …`: what customers may choose.
struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Services of the queue: list, add, update, remove, open, close.",
        discussion: """
            EXAMPLES
              branch service list
              branch service add x-ray --prefix X --name en=X-ray --name es=Rayos
              branch service update x-ray --hours mon=09:00-13:30 --slot 15 --places 2
              branch service close loans
            """,
        subcommands: [
            List.self, Add.self, Update.self, Remove.self, Open.self, Close.self,
        ])

    struct List: BusCommand {
        static let configuration = CommandConfiguration(abstract: "List what may be chosen.")

        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(QueueServices.self, Nothing())
            branch.screen.show(reply) { ServiceCommand.table(reply.services).text() }
        }
    }

    struct Add: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Add a service.")

        @Argument(help: "Its name in commands: small letters, digits and hyphens.")
        var service: String
        @Option(help: "What its numbers begin with: one to four capital letters.")
        var prefix: String
        @OptionGroup var options: ServiceOptions
        @OptionGroup var connection: ConnectionOptions

        /// What people read, by language.
        func names() throws -> [String: String] { try options.names() ?? ["en": service] }

        func perform(_ branch: Caller) throws {
            let request = ServiceAdd.Request(
                service: service, prefix: prefix, names: try names(),
                parent: options.parent, terms: try options.terms())
            let reply = try branch.call(ServiceAdd.self, request)
            branch.screen.show(reply) { ServiceCommand.table([reply]).text() }
        }
    }

    struct Open: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Start issuing tickets.")

        @Argument(help: "The service, such as cash.")
        var service: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                ServiceOpen.self, ServiceOpen.Request(service: service))
            branch.screen.show(reply) { ServiceCommand.table([reply]).text() }
        }
    }

    struct Close: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop issuing tickets; who waits is still served.")

        @Argument(help: "The service, such as cash.")
        var service: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                ServiceClose.self, ServiceClose.Request(service: service))
            branch.screen.show(reply) { ServiceCommand.table([reply]).text() }
        }
    }

    static func table(_ services: [ServiceInfo]) -> Table {
        var table = Table(
            .left("service"), .left("prefix"), .left("open"), .left("under"), .left("next"),
            .left("inside"), .left("names"))
        for service in services {
            let names = service.names.sorted { $0.key < $1.key }
            table.add(
                service.service, service.prefix, service.open ? "yes" : "no",
                service.parent ?? "", service.policy?.rule ?? "priority",
                service.capacity.map { "\($0), by \(service.batch ?? 1)" } ?? "",
                names.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
        }
        return table
    }
}
