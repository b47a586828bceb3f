import ArgumentParser
import BranchDomain
import Messages

/// `branch hold …`: money that is reserved.
struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Reserve money: place, capture, release.",
        discussion: """
            A hold counts against what is available and moves nothing. It ends when it is \
            captured, all or in part, when it is released, or at its deadline.

            EXAMPLES
              branch hold place 17 60 --minutes 30 --as ana
              branch hold capture 4713 --amount 45 --as ana
              branch hold release 4713 --as ana
            """,
        subcommands: [Place.self, Capture.self, Release.self])

    struct Place: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Reserve a sum.")

        @Argument(help: "The account's number.")
        var account: String
        @Argument(help: "The sum, such as 125.50.")
        var amount: String
        @Option(help: "Released by itself after so many minutes.")
        var minutes: Int = 60
        @OptionGroup var connection: ConnectionOptions

        func validate() throws {
            guard (1...44_640).contains(minutes) else {
                throw ValidationError("--minutes is a number from 1 to 44640, which is 31 days.")
            }
        }

        func perform(_ branch: Caller) throws {
            let shown = try branch.call(
                AccountGet.self, AccountGet.Request(account: Wording.reference(account)))
            let time = try branch.call(SystemHello.self, Nothing()).time
            let request = LedgerHold.Request(
                account: shown.account,
                amount: try branch.minorUnits(amount, of: try? Currency(shown.currency)),
                until: time + Int64(minutes) * 60_000)
            let reply = try branch.call(LedgerHold.self, request)
            branch.screen.show(reply) {
                "hold       \(reply.hold)\navailable  "
                    + Wording.money(reply.available, shown.currency)
            }
        }
    }

    struct Capture: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move what was reserved, or part of it; the rest is free again.")

        @Argument(help: "The hold's number.")
        var hold: UInt64
        @Option(help: "Only so much.")
        var amount: String?
        @Option(help: "To this account (default: the teller's drawer, else the vault).")
        var to: String?
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = LedgerCapture.Request(
                hold: .number(hold), amount: try amount.map { try branch.minorUnits($0) },
                to: to.map(Wording.reference))
            let reply = try branch.call(LedgerCapture.self, request)
            branch.screen.show(reply) { LedgerCommand.text(reply) }
        }
    }

    struct Release: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Let go of what was reserved.")

        @Argument(help: "The hold's number, or the id of the request that asked for it.")
        var hold: String
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reference = UInt64(hold).map(HoldReference.number) ?? .id(hold)
            let reply = try branch.call(
                LedgerRelease.self, LedgerRelease.Request(hold: reference))
            branch.screen.show(reply) {
                reply.available == nil
                    ? "Nothing is held under it yet; the request will be refused."
                    : "Hold \(hold) is released."
            }
        }
    }
}
