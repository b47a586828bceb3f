import ArgumentParser
import BranchDomain
import Messages
import ServiceKit

/// `branch service …`: what customers may choose.
struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Services of the queue: list, add, open, close.",
        discussion: """
            EXAMPLES
              branch service list
              branch service add x-ray --prefix X --name en=X-ray --name es=Rayos
              branch service close loans
            """,
        subcommands: [List.self, Add.self, Open.self, Close.self])

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
        @Option(help: "What people read, by language: en=Cash; several for several languages.")
        var name: [String] = []
        @Option(help: "The service under which it is listed.")
        var parent: String?
        @Option(help: "The first number of a day.")
        var first: Int?
        @Option(help: "The last number of a day.")
        var last: Int?
        @Option(help: "How many may be inside at once.")
        var capacity: Int?
        @Option(help: "How many are let in together.")
        var batch: Int?
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            _ = try names()
        }

        /// What people read, by language.
        func names() throws -> [String: String] {
            var names: [String: String] = [:]
            for pair in name {
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw ValidationError("--name is written as en=Cash.")
                }
                names[parts[0]] = parts[1]
            }
            return names.isEmpty ? ["en": service] : names
        }

        func perform(_ branch: Caller) throws {
            let request = ServiceAdd.Request(
                service: service, prefix: prefix, names: try names(), parent: parent,
                first: first, last: last, capacity: capacity, batch: batch)
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
            .left("service"), .left("prefix"), .left("open"), .left("under"), .left("names"))
        for service in services {
            let names = service.names.sorted { $0.key < $1.key }
            table.add(
                service.service, service.prefix, service.open ? "yes" : "no",
                service.parent ?? "",
                names.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
        }
        return table
    }
}
