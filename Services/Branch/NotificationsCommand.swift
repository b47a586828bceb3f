import ArgumentParser
import BranchDomain
import Foundation
import Outbox
import ServiceKit

/// `branch notifications …`: what notifier and chatbot still have to deliver, and could not.
struct NotificationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notifications",
        abstract: "Messages to people and programs: what waits, dead letters, sending again.",
        discussion: """
            On the branch's own machine, also while notifier and chatbot run. A message is tried \
            again for a day; one that was refused for good, or is older, is a dead letter and \
            stays until it is sent again. What it says is shown to nobody.

            EXAMPLES
              branch notifications status
              branch notifications list
              branch notifications list --waiting --of chatbot
              branch notifications resend sms:4711:17
              branch notifications resend --all
            """,
        subcommands: [Status.self, List.self, Resend.self])

    enum Sender: String, ExpressibleByArgument, CaseIterable {
        case notifier, chatbot
    }

    struct Options: ParsableArguments {
        @Option(help: "Whose messages: notifier or chatbot.")
        var of = Sender.notifier
        @Flag(help: "Print JSON.")
        var json = false

        func withStore(
            _ body: (OutboxStore, Screen) async throws -> Void
        ) async throws {
            let path = Surroundings.process.state.journal(of: of.rawValue)
            guard FileManager.default.fileExists(atPath: path) else {
                Screen.complain(
                    "branch: there is no \(path). Run this where the \(of.rawValue) runs.")
                throw ExitCode.failure
            }
            do {
                let store = try OutboxStore(path: path)
                try await body(store, Screen(json: json))
                try store.close()
            } catch let error as OutboxError {
                Screen.complain("branch: \(error)")
                throw ExitCode.failure
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count what waits, was sent in the last days, and is dead, by way.")

        @OptionGroup var options: Options

        func run() async throws {
            try await options.withStore { store, screen in
                let counts = try await store.counts()
                screen.show(counts) {
                    var table = Table(
                        .left("way"), .right("waiting"), .right("sent"), .right("dead"),
                        .left("oldest"))
                    for line in counts {
                        table.add(
                            line.lane, String(line.waiting), String(line.sent),
                            String(line.dead), line.oldest.map(NotificationsCommand.moment) ?? "")
                    }
                    return table.text(empty: "nothing was to be sent yet")
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters, oldest first, with what was wrong.")

        @Flag(help: "What waits instead.")
        var waiting = false
        @OptionGroup var list: ListOptions
        @OptionGroup var options: Options

        func run() async throws {
            try await options.withStore { store, screen in
                let letters = try await store.letters(dead: !waiting, limit: list.limit)
                screen.show(letters) {
                    var table = Table(
                        .left("id"), .left("way"), .left("made"), .right("tries"),
                        .left("trouble"))
                    for letter in letters {
                        table.add(
                            letter.id, letter.lane, NotificationsCommand.moment(letter.made),
                            String(letter.attempts), letter.trouble ?? "")
                    }
                    return table.text(empty: waiting ? "nothing waits" : "no dead letters")
                        + list.more(letters.count == list.limit)
                }
            }
        }
    }

    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let dead letters be tried again, for another day.")

        @Argument(help: "The id of one, as 'list' shows it.")
        var id: String?
        @Flag(help: "All of them.")
        var all = false
        @OptionGroup var options: Options

        func validate() throws {
            guard all != (id != nil) else {
                throw ValidationError("Say the id of a dead letter, or --all.")
            }
        }

        func run() async throws {
            try await options.withStore { store, screen in
                let count = try await store.resend(id, now: SystemClock().now)
                guard count > 0 || all else {
                    Screen.complain("branch: there is no dead letter \(id ?? "").")
                    throw ExitCode.failure
                }
                screen.show(["resent": count]) {
                    count == 1 ? "1 message is tried again." : "\(count) messages are tried again."
                }
            }
        }
    }

    static func moment(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601)
    }
}
