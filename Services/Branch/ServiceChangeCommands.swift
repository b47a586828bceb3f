import ArgumentParser
import Messages

extension ServiceCommand {
    struct Update: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a service; what is not said stays as it is.",
            discussion: """
                EXAMPLES
                  branch service update cash --rule priority --ageing 600 --target 900
                  branch service update cash --hours mon=09:00-14:00 --hours tue=09:00-14:00
                  branch service update shop --capacity 10 --batch 5
                """)

        @Argument(help: "The service, such as cash.")
        var service: String
        @OptionGroup var options: ServiceOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = ServiceUpdate.Request(
                service: service, names: try options.names(), parent: options.parent,
                terms: try options.terms())
            let reply = try branch.call(ServiceUpdate.self, request)
            branch.screen.show(reply) { ServiceCommand.table([reply]).text() }
        }
    }

    struct Remove: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Offer a service no longer; nobody may have a ticket of it.")

        @Argument(help: "The service, such as cash.")
        var service: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                ServiceRemove.self, ServiceRemove.Request(service: service))
            branch.screen.show(reply) { "\(reply.service) is offered no longer." }
        }
    }
}
