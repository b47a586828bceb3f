import ArgumentParser
import Foundation
import ServiceKit

/// Commands on the journals themselves: only the services' own programs know them, so that these
/// hand over to the program beside this one.
enum OwnPrograms {
    /// Runs a program beside this one with the same environment, and ends as it does.
    static func run(_ name: String, _ arguments: [String]) throws {
        let status = try status(of: name, arguments)
        guard status == 0 else { throw ExitCode(status) }
    }

    /// Runs a program beside this one to its end.
    static func status(
        of name: String, _ arguments: [String], environment: [String: String]? = nil
    ) throws -> Int32 {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = Process()
        program.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent()
            .appendingPathComponent(name)
        program.arguments = arguments
        if let environment { program.environment = environment }
        do {
            try program.run()
        } catch {
            throw ConfigurationError("Cannot start \(name) beside \(own).")
        }
        program.waitUntilExit()
        return program.terminationStatus
    }
}

extension OwnPrograms {
    /// Runs a program beside this one and reads what it prints.
    ///
    /// - Throws: ``ConfigurationError`` where it cannot be started or fails.
    static func output(
        of name: String, _ arguments: [String], environment: [String: String]
    ) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = Process()
        program.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent()
            .appendingPathComponent(name)
        program.arguments = arguments
        program.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        program.standardOutput = output
        program.standardError = FileHandle.nullDevice
        do {
            try program.run()
        } catch {
            throw ConfigurationError("Cannot start \(name) beside \(own).")
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        program.waitUntilExit()
        guard program.terminationStatus == 0 else { throw ConfigurationError("\(name) failed.") }
        return String(decoding: text, as: UTF8.self)
    }
}

/// `branch verify-receipt`: whether a receipt tells the truth.
struct VerifyReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-receipt",
        abstract: "Compare a receipt with the journal: is it real, and unchanged?",
        discussion: """
            Works on the branch's own machine, also while it runs. A receipt is the JSON of a \
            reply, or its two numbers.

            EXAMPLES
              branch verify-receipt receipt.json
              branch ledger outcome ID --json | branch verify-receipt -
              branch verify-receipt 4713 9f2c1a0b3d4e5f60
            """)

    @Argument(help: "A file, - for standard input, or the receipt's number.")
    var receipt: String
    @Argument(help: "The chain on the receipt, 16 characters, where the number was given.")
    var chain: String?

    func run() throws {
        try reporting {
            try OwnPrograms.run(
                "branchline-ledger", ["verify-receipt", receipt] + [chain].compactMap(\.self))
        }
    }
}

/// `branch verify`: replays a journal.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Replay the ledger's journal from its first row; name what is wrong.",
        discussion: "Works on the branch's own machine, also while it runs, and on a backup.")

    @Argument(help: "A journal, as a backup of one (default: the branch's own).")
    var journal: String?

    func run() throws {
        try reporting {
            try OwnPrograms.run("branchline-ledger", ["verify"] + [journal].compactMap(\.self))
        }
    }
}
