import ArgumentParser
import Foundation
import ServiceKit

/// `branch config`: the one file that makes this branch different from another.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check branchline.json, and describe its keys.",
        discussion: """
            EXAMPLES
              branch config check
              branch config check draft.json
              branch config reference
            """,
        subcommands: [Check.self, Reference.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name whatever is wrong with a configuration, with its line.",
            discussion: """
                No service starts on a file with a mistake, so check before a restart. Exit code 1 \
                where something is wrong.
                """)

        @Argument(help: "The file (default: the branch's own).", completion: .file())
        var file: String?

        func run() throws {
            let path = file ?? Surroundings.process.state.configuration
            guard let data = FileManager.default.contents(atPath: path) else {
                Screen.complain("Cannot read \(path). Run 'branch init', or check its owner.")
                throw ExitCode.failure
            }
            let text = String(decoding: data, as: UTF8.self)
            let problems = ConfigurationCheck.problems(ofConfiguration: text)
            guard problems.isEmpty else {
                for problem in problems {
                    Screen.complain("\(path):\(problem.line): \(problem.what).")
                }
                throw ExitCode.failure
            }
            print("\(path) holds.")
        }
    }

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every key with what it holds, as Markdown.",
            discussion: "EXAMPLES\n  branch config reference > deploy/docs/configuration.md")

        func run() { print(ConfigurationReference.markdown(), terminator: "") }
    }
}
