import ArgumentParser
import BranchDomain
import Messages

/// `branch staff …`: tellers, supervisors and admins.
struct StaffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff",
        abstract: "Staff: add, list, disable, reset.",
        discussion: """
            EXAMPLES
              branch staff add ana 'Ana García' --role teller
              branch staff reset ana           # a new secret, shown once; unlocks and enables
              branch staff disable ana
            """,
        subcommands: [Add.self, List.self, Disable.self, Reset.self])

    enum StaffRole: String, ExpressibleByArgument, CaseIterable {
        case teller, supervisor, admin
    }

    struct Add: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a member of staff; the bank makes the secret.")

        @Argument(help: "The name to log in with.")
        var user: String
        @Argument(help: "The name as people write it.")
        var name: String
        @Option(help: "What they may do.")
        var role: StaffRole = .teller
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                StaffAdd.self,
                StaffAdd.Request(user: user, name: name, role: role.rawValue))
            branch.screen.show(reply) {
                "user      \(reply.user)\nsecret    \(reply.secret)  (shown once)"
            }
        }
    }

    struct List: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "List staff in order of their names.")

        @OptionGroup var list: ListOptions
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let (staff, next) = try branch.pages(limit: list.limit) { after, limit in
                let page = try branch.call(
                    StaffList.self, StaffList.Request(after: after, limit: limit))
                return (page.staff, page.next)
            }
            branch.screen.show(StaffList.Reply(staff: staff, next: next)) {
                var table = Table(
                    .left("user"), .left("name"), .left("role"), .left("locked"),
                    .left("disabled"))
                for member in staff {
                    table.add(
                        member.user, member.name, member.role, Wording.yes(member.locked),
                        Wording.yes(member.disabled))
                }
                return table.text() + list.more(next != nil)
            }
        }
    }

    struct Disable: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a member's sessions and log-ins.")

        @Argument(help: "The name to log in with.")
        var user: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(StaffDisable.self, StaffDisable.Request(user: user))
            branch.screen.show(reply) { "\(user) is disabled." }
        }
    }

    struct Reset: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a member a new secret, made by the bank; unlocks and enables.")

        @Argument(help: "The name to log in with.")
        var user: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(
                StaffResetSecret.self, StaffResetSecret.Request(user: user))
            branch.screen.show(reply) { "secret    \(reply.secret)  (shown once)" }
        }
    }
}
