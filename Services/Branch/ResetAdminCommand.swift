import ArgumentParser
import Foundation
import ServiceKit

/// `branch reset-admin`: a way back in for whoever owns the machine.
struct ResetAdminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-admin",
        abstract: "Give admin a new secret, offline; unlocks and enables.",
        discussion: """
            Works on the branch's own machine while the ledger is stopped: it writes a new secret \
            to admin.secret and has branchline-ledger journal it.

            EXAMPLES
              deploy/down && branch reset-admin && deploy/up
            """)

    func run() throws {
        try reporting { try reset(Surroundings.process) }
    }

    private func reset(_ surroundings: Surroundings) throws {
        let state = surroundings.state
        guard FileManager.default.fileExists(atPath: state.configuration) else {
            throw ConfigurationError("\(state.path) is no branch. Run 'branch init' first.")
        }
        let before = FileManager.default.contents(atPath: state.adminSecret)
        let secret = Array((Secret.text(SystemRandom.bytes(24)) + "\n").utf8)
        try SecretFile.replace(state.adminSecret, with: secret)
        do {
            try journal(surroundings)
        } catch {
            if let before { try SecretFile.replace(state.adminSecret, with: [UInt8](before)) }
            throw error
        }
        unlink(state.path + "/sessions/admin.session")
        print("admin has a new secret, in \(state.adminSecret)")
    }

    /// Only the ledger's own program knows its journal.
    private func journal(_ surroundings: Surroundings) throws {
        let status = try OwnPrograms.status(
            of: "branchline-ledger", ["reset-admin"], environment: surroundings.environment)
        guard status == 0 else {
            throw ConfigurationError(
                "branchline-ledger reset-admin ended with \(status); "
                    + "the old secret stands. Is the branch still up? deploy/down first.")
        }
    }
}
