import ArgumentParser
import Foundation
import ServiceKit

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-ledger",
        abstract: "Keeps the branch's money: accounts, customers, staff, and every movement.",
        discussion: """
            Honours BRANCHLINE_STATE, BRANCHLINE_PORT_BASE and BRANCHLINE_HOST.
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, VerifyCommand.self, VerifyReceiptCommand.self, BackupCommand.self,
            RestoreCommand.self, ResetAdminCommand.self, HeadCommand.self,
        ])
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the ledger until it is asked to end.")

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await LedgerShell.serve(
            state: StateDirectory(environment: environment),
            ports: try Ports(environment: environment), logger: LineLog.logger("ledger"))
    }
}

struct ResetAdminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-admin",
        abstract: "Makes what admin.secret holds the admin's secret; unlocks and enables.",
        discussion: "While the ledger is stopped. 'branch reset-admin' makes a new secret first.")

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        try LedgerShell.resetAdmin(state)
    }
}
