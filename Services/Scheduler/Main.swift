import ArgumentParser
import Foundation
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-scheduler",
        abstract: "Keeps the branch's queue: services, tickets, counters, and what boards show.",
        discussion: """
            Honours BRANCHLINE_STATE, BRANCHLINE_PORT_BASE and BRANCHLINE_HOST.
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, VerifyCommand.self, BackupCommand.self, RestoreCommand.self,
            SimulateCommand.self,
        ])
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the scheduler until it is asked to end.")

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await SchedulerShell.serve(
            state: StateDirectory(environment: environment),
            ports: try Ports(environment: environment), logger: LineLog.logger("scheduler"))
    }
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Replays the journal from its first row and names the first one that is wrong.",
        discussion: "Also while the scheduler is running. Without a path: the branch's own journal."
    )

    @Argument(help: "A journal, as a backup of one.")
    var journal: String?

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        print(try SchedulerShell.verify(journal ?? state.journal(of: SchedulerShell.name)))
    }
}

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the journal, also while the scheduler is running.")

    @Argument(help: "The file to make; it must not be there.")
    var copy: String

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        try SchedulerShell.backUp(state, to: copy)
        print(
            "The journal is copied to \(copy). Check it with: branchline-scheduler verify \(copy)")
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup in the journal's place, while the scheduler is stopped.",
        discussion: "The backup is verified first; what was there before is kept beside it.")

    @Argument(help: "The backup.")
    var backup: String

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        print(try SchedulerShell.restore(state, from: backup))
    }
}
