import Foundation
import ServiceKit
import Synchronization

/// A branch that was founded once, to be copied: stretching the secrets of admin and devices takes
/// longer than everything else in a start.
enum FoundedBranch {
    private static let whole = Result { try found(queueOnly: false) }
    private static let queue = Result { try found(queueOnly: true) }
    private static let made = Mutex<[String]>([])

    /// Makes the state directory of a branch as its first start leaves it.
    static func copy(queueOnly: Bool, to directory: String) throws {
        let founded = try (queueOnly ? queue : whole).get()
        try FileManager.default.copyItem(atPath: founded, toPath: directory)
    }

    /// - Returns: A directory with what `branch init` makes, and the journal of a ledger.
    private static func found(queueOnly: Bool) throws -> String {
        let path = NSTemporaryDirectory() + "founded-" + SystemRandom.uuid().prefix(8)
        let ports = try FreePorts.find(gateways: 1)
        let environment = [
            "BRANCHLINE_STATE": path, "BRANCHLINE_PORT_BASE": String(ports.base),
        ]
        made.withLock { $0.append(path) }
        atexit { FoundedBranch.removeAll() }
        func tool(_ arguments: [String]) throws {
            let ended = try ChildProcess.run(
                Executables.path("branch"), arguments, environment: environment)
            guard ended.status == 0 else { throw BranchFailure(ended.output + ended.errors) }
        }
        try tool(["init"] + (queueOnly ? ["--queue-only"] : []))
        let files = FileManager.default
        let kept = try files.contentsOfDirectory(atPath: path) + ["ledger.sqlite"]
        let ledger = try ChildProcess(
            Executables.path("branchline-ledger"), ["serve"], environment: environment,
            logFile: path + "/ledger.log")
        defer { ledger.stop() }
        try tool(["ping", "ledger", "--wait", "60"])
        ledger.stop()
        for file in try files.contentsOfDirectory(atPath: path) where !kept.contains(file) {
            try files.removeItem(atPath: path + "/" + file)
        }
        let run = StateDirectory(path: path).run
        for file in try files.contentsOfDirectory(atPath: run) {
            try files.removeItem(atPath: run + "/" + file)
        }
        return path
    }

    private static func removeAll() {
        made.withLock { $0.forEach { try? FileManager.default.removeItem(atPath: $0) } }
    }
}
