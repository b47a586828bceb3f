import ArgumentParser
import Messages

/// `branch appointment …`: places in line for another time.
struct AppointmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appointment",
        abstract: "Appointments: slots, book, check-in, cancel.",
        discussion: """
            A service takes appointments where it has hours and slots: branch service update \
            --hours … --slot 15 --places 2.

            EXAMPLES
              branch appointment slots loans 2026-11-23
              branch appointment book loans 1795424400000 'Ana García'
              branch appointment check-in HANDLE
            """,
        subcommands: [Slots.self, Book.self, CheckIn.self, Cancel.self])

    struct Slots: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a day's slots that are still to come.")

        @Argument(help: "The service, such as loans.")
        var service: String
        @Argument(help: "The day, such as 2026-11-23.")
        var date: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                AppointmentSlots.self, AppointmentSlots.Request(service: service, date: date))
            branch.screen.show(reply) {
                var table = Table(.left("time"), .right("free"), .right("at"))
                for slot in reply.slots {
                    table.add(Wording.time(slot.at), String(slot.free), String(slot.at))
                }
                return table.text(empty: "nothing can be booked on that day")
            }
        }
    }

    struct Book: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Take a place of a slot.")

        @Argument(help: "The service, such as loans.")
        var service: String
        @Argument(help: "The slot, as in the column 'at' of slots.")
        var at: Int64
        @Argument(help: "Who comes.")
        var name: String
        @Option(help: "A phone number or address to be told at.")
        var contact: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = AppointmentBook.Request(
                service: service, at: at, name: name, contact: contact)
            let reply = try branch.call(AppointmentBook.self, request)
            branch.screen.show(reply) { AppointmentCommand.text(reply) }
        }
    }

    struct CheckIn: BusCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-in", abstract: "Say that the person has come: a ticket.")

        @OptionGroup var named: AppointmentArgument
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(AppointmentCheckIn.self, named.request)
            branch.screen.show(reply) { TicketCommand.text(reply) }
        }
    }

    struct Cancel: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Give the place up.")

        @OptionGroup var named: AppointmentArgument
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(AppointmentCancel.self, named.request)
            branch.screen.show(reply) { AppointmentCommand.text(reply) }
        }
    }

    struct AppointmentArgument: ParsableArguments {
        @Argument(help: "What booking gave; one that begins with a hyphen stands behind --.")
        var appointment: String

        var request: AppointmentCheckIn.Request {
            AppointmentCheckIn.Request(appointment: appointment)
        }
    }

    static func text(_ reply: AppointmentBook.Reply) -> String {
        """
        \(reply.service), \(Wording.time(reply.at)), \(reply.state)
        appointment  \(reply.appointment)
        """
    }
}
