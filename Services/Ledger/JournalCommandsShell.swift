import ArgumentParser
import BranchDomain
import Foundation
import Journal
import ServiceKit

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Replays the journal from its first row and names the first one that is wrong.",
        discussion: "Also while the ledger is running. Without a path: the branch's own journal.")

    @Argument(help: "A journal, as a backup of one.")
    var journal: String?

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        let isWatched = isatty(STDERR_FILENO) == 1
        let found = try LedgerShell.verify(journal ?? state.journal(of: LedgerShell.name)) {
            if isWatched { VerifyCommand.show($0, of: $1) }
        }
        if isWatched { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        print(found)
    }

    private static func show(_ done: UInt64, of all: UInt64) {
        let filled = Int(30 * done / max(1, all))
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let line = "\rreplaying \(bar) \(done) of \(all)"
        FileHandle.standardError.write(Data(line.utf8))
    }
}

struct VerifyReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-receipt",
        abstract: "Compares a receipt with the journal.",
        discussion: "A receipt is the JSON of a reply, or its number and its chain.")

    @Argument(help: "A file, - for standard input, or the receipt's number.")
    var receipt: String
    @Argument(help: "The chain on the receipt, where the number was given.")
    var chain: String?

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        let claim = try claim()
        let found = try JournalFile.record(
            at: claim.sequence, of: state.journal(of: LedgerShell.name))
        print(try claim.verify(against: found))
    }

    private func claim() throws -> ReceiptClaim {
        if let sequence = UInt64(receipt) {
            guard let chain, chain.count == 16 else {
                throw ConfigurationError("Give the 16 characters of the chain behind the number.")
            }
            return ReceiptClaim(sequence: sequence, chain: chain)
        }
        let data =
            receipt == "-"
            ? try FileHandle.standardInput.readToEnd()
            : FileManager.default.contents(atPath: receipt)
        guard let data, let claim = ReceiptClaim(json: [UInt8](data)) else {
            throw ConfigurationError("\(receipt) is no receipt.")
        }
        return claim
    }
}

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the journal, also while the ledger is running.")

    @Argument(help: "The file to make; it must not be there.")
    var copy: String

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        try LedgerShell.backUp(state, to: copy)
        print("The journal is copied to \(copy). Check it with: branchline-ledger verify \(copy)")
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup in the journal's place, while the ledger is stopped.",
        discussion: "The backup is verified first; what was there before is kept beside it.")

    @Argument(help: "The backup.")
    var backup: String

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        print(try LedgerShell.restore(state, from: backup))
    }
}

struct HeadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head",
        abstract: "Checks the journal's last row against its hash, and tells where it ends.",
        discussion:
            "Prints sequence, chain and time (Unix milliseconds). Quick, however long it is.")

    func run() throws {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        let journal = state.journal(of: LedgerShell.name)
        let head = try JournalFile.head(of: journal)
        guard let found = try JournalFile.record(at: head, of: journal) else {
            throw ConfigurationError("\(journal) is empty.")
        }
        let position = found.position
        print("\(head) \(position.chain.hexPrefix) \(position.at.milliseconds)")
    }
}
