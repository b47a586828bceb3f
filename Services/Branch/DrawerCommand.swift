import ArgumentParser
import BranchDomain
import Messages
import ServiceKit

/// `branch drawer …`: cash, where it is and where it goes.
struct DrawerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drawer",
        abstract: "Cash: open, count, close, move, accept, list.",
        discussion: """
            Notes and coins are written as value × count, the value as people write it.

            EXAMPLES
              branch drawer open 2 50x10 20x5 0.50x40 --as ana
              branch drawer move vault drawer:2 50x20 --as sam     # ana accepts it
              branch drawer accept 4714 --as ana
              branch drawer close 2 50x12 20x3 --as ana
            """,
        subcommands: [
            Open.self, Count.self, Close.self, Move.self, Accept.self, List.self,
        ])

    struct Open: DrawerCounting {
        typealias Asked = DrawerOpen
        static let configuration = CommandConfiguration(
            abstract: "Take a drawer, with what is counted in it.")

        @OptionGroup var counted: CountOptions
        @OptionGroup var connection: ConnectionOptions
    }

    struct Count: DrawerCounting {
        typealias Asked = DrawerCount
        static let configuration = CommandConfiguration(
            abstract: "Count one's drawer; what differs is posted to over-short.")

        @OptionGroup var counted: CountOptions
        @OptionGroup var connection: ConnectionOptions
    }

    struct Close: DrawerCounting {
        typealias Asked = DrawerClose
        static let configuration = CommandConfiguration(
            abstract: "Count one's drawer and give it back.")

        @OptionGroup var counted: CountOptions
        @OptionGroup var connection: ConnectionOptions
    }

    struct Move: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send cash from one place to another, which accepts it.")

        @Argument(help: "vault, drawer:2, atm:1 …")
        var from: String
        @Argument(help: "The place that gets it.")
        var to: String
        @Argument(help: "Notes and coins, such as 50x20.")
        var notes: [String]
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let request = DrawerMove.Request(
                from: .name(from), to: .name(to),
                notes: try DrawerCommand.notes(notes, try branch.currency()))
            let reply = try branch.call(DrawerMove.self, request)
            branch.screen.show(reply) {
                "On its way as \(reply.move). The other side: branch drawer accept \(reply.move)"
            }
        }
    }

    struct Accept: BusCommand {
        static let configuration = CommandConfiguration(abstract: "Say that the cash is here.")

        @Argument(help: "The number of what is on its way.")
        var move: UInt64
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(DrawerAccept.self, DrawerAccept.Request(move: move))
            branch.screen.show(reply) { LedgerCommand.text(reply) }
        }
    }

    struct List: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show where cash is, who has it, and what is on its way.")

        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            let reply = try branch.call(DrawerList.self, Nothing())
            branch.screen.show(reply) {
                var table = Table(.left("place"), .left("teller"), .right("should hold"))
                for place in reply.drawers {
                    table.add(
                        Wording.account(place.drawer), place.teller ?? "",
                        Wording.money(place.balance, place.currency))
                }
                guard !reply.moves.isEmpty else { return table.text() }
                var moves = Table(
                    .right("on its way"), .left("from"), .left("to"), .right("amount"),
                    .left("by"))
                let currencies = Dictionary(
                    reply.drawers.map { (Wording.account($0.drawer), $0.currency) }
                ) { first, _ in first }
                for move in reply.moves {
                    let from = Wording.account(move.from)
                    moves.add(
                        String(move.move), from, Wording.account(move.to),
                        Wording.money(move.amount, currencies[from] ?? ""), move.by)
                }
                return table.text() + "\n\n" + moves.text()
            }
        }
    }

    /// A drawer and what was counted in it.
    struct CountOptions: ParsableArguments {
        @Argument(help: "The drawer's number or name, 2 or drawer:2.")
        var drawer: String
        @Argument(help: "Notes and coins, such as 50x10.")
        var notes: [String] = []

        func request(_ branch: Caller) throws -> DrawerOpen.Request {
            let name = drawer.hasPrefix("drawer:") ? drawer : "drawer:" + drawer
            return DrawerOpen.Request(
                drawer: .name(name),
                counted: try DrawerCommand.notes(notes, try branch.currency()))
        }
    }

    /// `50x10` → 5000: 10.
    static func notes(_ texts: [String], _ currency: Currency) throws -> Notes {
        var notes: Notes = [:]
        for text in texts {
            let parts = text.split(separator: "x")
            guard parts.count == 2, let value = currency.minorUnits(text: String(parts[0])),
                value > 0, let count = Int(parts[1]), (0...1_000_000).contains(count)
            else {
                throw ConfigurationError("'\(text)' is no notes or coins, such as 50x10.")
            }
            notes[String(value), default: 0] += count
        }
        return notes
    }

    fileprivate static func text(_ reply: DrawerCounted, _ branch: Caller) throws -> String {
        let code = try branch.currency().code
        let difference =
            switch reply.difference {
            case 0: "nothing is missing"
            case ..<0: Wording.money(-reply.difference, code) + " short"
            default: Wording.money(reply.difference, code) + " over"
            }
        return """
            \(Wording.account(reply.drawer))
            expected   \(Wording.money(reply.expected, code))
            counted    \(Wording.money(reply.counted, code))
            difference \(difference)
            """
    }
}

/// A command that counts a drawer.
protocol DrawerCounting: BusCommand {
    associatedtype Asked: BusMethod
    where Asked.Request == DrawerOpen.Request, Asked.Reply == DrawerCounted
    var counted: DrawerCommand.CountOptions { get }
}

extension DrawerCounting {
    func perform(_ branch: Caller) throws {
        let reply = try branch.call(Asked.self, counted.request(branch))
        try branch.screen.show(reply) { try DrawerCommand.text(reply, branch) }
    }
}
