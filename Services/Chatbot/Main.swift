import ArgumentParser
import Foundation
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-chatbot",
        abstract: "The branch in a messenger: numbers, places in line, and calls by Telegram.",
        discussion: """
            Where to find it stands in branchline.json under "chat":

              "chat": {
                "tokenFile": "telegram.token",        what @BotFather gave, mode 0600
                "service": "shop",                    what a flat number asks for
                "flatPattern": "[A-Z]{1,3}[0-9]{1,4}",
                "administrators": [123456789],        who may /start and /exit
                "group": -1001234567890,              where batches are announced
                "language": "en"                      en, es, pt, hi or kn
              }

            To see flats in a group the bot must be its administrator, or have its privacy mode \
            off. What it could not deliver: branch notifications list --of chatbot
            Honours BRANCHLINE_STATE, BRANCHLINE_PORT_BASE and BRANCHLINE_HOST.
            """,
        version: Version.text, subcommands: [ServeCommand.self, ConfiguredCommand.self])
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the chatbot until it is asked to end.")

    @Option(help: "On another machine than the branch's: what 'branch pair finish' wrote there.")
    var enrolment: String?

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await ChatShell.serve(
            state: StateDirectory(environment: environment),
            ports: try Ports(environment: environment), enrolment: enrolment,
            logger: LineLog.logger("chatbot"))
    }
}

struct ConfiguredCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configured",
        abstract: "Checks the configuration; exit code 3 where the branch is in no messenger.",
        discussion: """
            That is without "chat", or without the token's file. Says what is wrong otherwise, \
            and exits with 1.
            """)

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        do {
            guard try ChatPlan.isConfigured(state) else { throw ExitCode(3) }
            _ = try ChatPlan(BranchConfiguration.load(from: state), in: state)
        } catch let error as ConfigurationError {
            FileHandle.standardError.write(Data("branchline-chatbot: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
