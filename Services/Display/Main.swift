import ArgumentParser
import Bus
import Foundation
import Logging
import Messages
import ServiceKit
import Terminal

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-display",
        abstract: "The board of a branch: which number goes to which counter.",
        discussion: """
            Press q or Ctrl-C to end it. A board that was started late, stopped or cut off is
            right again within two seconds of being back.
            """,
        version: Version.text)

    @Option(help: "The branch whose queues are shown.")
    var branch = "main"

    @Option(help: "Only this service; may be given several times.")
    var service: [String] = []

    @Option(help: "A topic prefix instead of branch and service; may be given several times.")
    var topic: [String] = []

    @Option(help: "Where queue topics are published. Default: port base + 2 on this machine.")
    var endpoint: String?

    @OptionGroup var keys: ConnectionKeys

    @Option(help: "What is written at the top. Default: the branch's name.")
    var title: String?

    @Option(help: "The language of the board: en or es.")
    var language = "en"

    @Option(help: "Columns x rows, as 120x40. Default: the terminal's.")
    var size: String?

    @OptionGroup var screen: ScreenOptions

    @Option(
        help: ArgumentHelp(
            "Speak calls in these languages, in this order; needs espeak-ng, and aplay to chime.",
            valueName: "en,es"))
    var speak: String?

    @Flag(help: "One line for each call, for pipes and logs.")
    var plain = false

    @Flag(help: "Print one frame of the present state and end; 1 where nothing was heard.")
    var once = false

    @Flag(help: "No bell on a call.")
    var noBell = false

    func validate() throws {
        guard BoardWords.of(language: language) != nil else {
            throw ValidationError("The board speaks en and es.")
        }
        if let size, Main.extent(size) == nil {
            throw ValidationError("--size is columns x rows, from 10x3 to 1000x500: 120x40.")
        }
        if let speak, SpokenLanguage.list(speak) == nil {
            throw ValidationError("--speak is a list of en, es, pt, hi and kn, each once: en,es")
        }
    }

    func run() async throws {
        let shell = DisplayShell(try options())
        if once {
            let heard = try await PinnedThread.run(name: "display") { try shell.runOnce() }
            throw heard ? ExitCode.success : ExitCode.failure
        }
        let silent = Logger(label: "display", factory: { _ in SwiftLogNoOpLogHandler() })
        let isPlain = plain
        try await Lifetime.run(logger: silent, stop: shell.stop) {
            try await PinnedThread.run(name: "display") {
                try isPlain ? shell.runPlain() : shell.runBoard()
            }
        }
    }

    private func options() throws -> DisplayOptions {
        let environment = ProcessInfo.processInfo.environment
        let address = try endpoint ?? Ports(environment: environment).queueTopics
        let services = service.map { Topic.queue(branch: branch, service: $0) }
        let topics = services.isEmpty ? [Topic.queues(branch: branch)] : services
        return DisplayOptions(
            endpoint: keys.endpoint(address),
            keys: try keys.keys(in: StateDirectory(environment: environment)),
            topics: topic.isEmpty ? topics : topic,
            title: title ?? branch,
            words: BoardWords.of(language: language) ?? .english,
            zone: screen.zone, depth: screen.depth(environment: environment),
            size: size.flatMap(Main.extent), hasBell: !noBell,
            spoken: speak.flatMap(SpokenLanguage.list) ?? [])
    }

    private static func extent(_ text: String) -> (columns: Int, rows: Int)? {
        let parts = text.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (10...1_000).contains(parts[0]), (3...500).contains(parts[1])
        else { return nil }
        return (parts[0], parts[1])
    }
}
