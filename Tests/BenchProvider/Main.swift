import ArgumentParser
import Foundation
import Providers

/// The messenger or the provider of text messages of a benchmark: a process of its own.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-bench-provider",
        abstract: "A messenger or a provider of text messages, for benchmarks.",
        discussion: "Started by deploy/bench; ends with its standard input.")

    /// What it has taken so far; in a file, written anew again and again.
    struct Tally: Codable {
        var taken = 0
        /// Whether every answer was the one to the request whose turn it was.
        var isInOrder = true
        var distinct = 0
    }

    @Argument(help: "chat or text.")
    var kind: String
    @Argument(help: "Where to listen on this machine.")
    var port: Int
    @Argument(help: "chat: how many requests are there; text: how many a second are taken.")
    var count: Int
    @Argument(help: "The bot's token, or the account's key.")
    var secret: String
    @Argument(help: "Where to write down what was taken.")
    var file: String

    func run() async throws {
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            Foundation.exit(0)
        }
        if kind == "chat" {
            let messenger = Messenger(token: secret)
            let people = count / Self.requests.count
            let now = Int64(Date().timeIntervalSince1970)
            for request in Self.requests {
                for person in 1...people {
                    messenger.write(
                        request.text ?? "D\(person)", user: Int64(person), at: now)
                }
            }
            _ = try await LocalServer(port: port) { await messenger.answer($0) }
            try tell { Self.tally(messenger.sent) }
        } else {
            let provider = TextProvider(account: "ACbench", key: secret, perSecond: count)
            _ = try await LocalServer(port: port) { provider.answer($0) }
            try tell {
                let texts = provider.texts
                return Tally(taken: texts.count, distinct: Set(texts.map(\.body)).count)
            }
        }
    }

    /// What each person asks, one after the other, and what is in the answer.
    private static let requests: [(text: String?, answer: String)] = [
        (nil, "Your number is"), ("Status", "Given:"), ("My ticket", "place"),
        ("Help", "List all"),
    ]

    private static func tally(_ sent: [Messenger.Sent]) -> Tally {
        // What the bot says by itself is no answer.
        let answers = Dictionary(
            grouping: sent.filter { !$0.text.hasSuffix("you are next.") }, by: \.chat)
        let isInOrder = answers.values.allSatisfy { own in
            own.count <= requests.count
                && zip(own, requests).allSatisfy { $0.text.contains($1.answer) }
        }
        let count = answers.values.reduce(0) { $0 + $1.count }
        return Tally(taken: count, isInOrder: isInOrder, distinct: count)
    }

    private func tell(_ tally: () -> Tally) throws {
        while true {
            try JSONEncoder().encode(tally()).write(
                to: URL(fileURLWithPath: file), options: .atomic)
            poll(nil, 0, 100)
        }
    }
}
