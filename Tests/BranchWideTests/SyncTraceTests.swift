import Foundation
import Bus
import Messages
import ServiceKit
import Testing

/// What the operating system saw: no answer before its group was synced.
@Suite(.serialized) struct SyncTraceTests {
    @Test func everyReplyIsSentAfterItsGroupsSync() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let account = try teller.call(
            CustomerRegister.self, .init(user: "lee", name: "Lee", opening: 100)
        ).account

        let trace = try SystemCallTrace(
            of: branch.child("ledger").identifier, into: "\(branch.state.path)/trace",
            calls: ["fdatasync", "fsync", "sendto"])
        for _ in 0..<50 {
            _ = try teller.call(LedgerDeposit.self, .init(account: .number(account), amount: 1))
        }
        branch.kill("ledger")
        let lines = try trace.end()

        var (syncs, receipts) = (0, 0)
        for line in lines {
            if line.contains("sync(") || line.contains("sync resumed") {
                guard line.contains("= 0") else { continue }
                syncs += 1
            } else if line.contains("sendto("), line.contains("{\\\"sequence\\\"") {
                // A receipt begins with it; what is published begins with its epoch.
                receipts += 1
                #expect(syncs >= receipts, "receipt \(receipts) left after \(syncs) syncs")
            }
        }
        #expect(receipts == 50)
        #expect(syncs >= 50)
    }

    @Test func startAfterAKillCheckpointsBeforeItServes() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        _ = try teller.call(CustomerRegister.self, .init(user: "lee", name: "Lee", opening: 100))
        branch.kill("ledger")

        let file = "\(branch.state.path)/start-trace"
        let traced = try branch.spawn(
            "/usr/bin/strace",
            [
                "-f", "-yy", "-o", file, "-e", "trace=fdatasync,fsync,listen",
                Executables.path("branchline-ledger"), "serve",
            ], log: "traced.log")
        // The tracer ends with what it traces.
        defer {
            _ = try? ChildProcess.run("/usr/bin/pkill", ["-9", "-P", String(traced.identifier)])
            traced.awaitEnd()
        }
        _ = try teller.call(AccountList.self, .init())
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        // Metrics are there earlier: they serve nobody's requests.
        let metrics = ":\(branch.ports.metrics(of: .ledger))]"
        let served = try #require(
            lines.firstIndex { $0.contains("listen(") && !$0.contains(metrics) })
        let before = lines[..<served]
        #expect(before.contains { $0.contains("sync(") && $0.contains("ledger.sqlite>") })
        #expect(before.contains { $0.contains("sync(") && $0.contains("ledger.sqlite-wal>") })
    }
}

/// `strace` on a running process.
final class SystemCallTrace {
    private let file: String
    private let tracer = Process()

    /// Returns once the process is being traced.
    init(of identifier: Int32, into file: String, calls: [String]) throws {
        self.file = file
        let announcements = Pipe()
        tracer.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        tracer.arguments = [
            "-f", "-s", "400", "-o", file, "-e", "trace=" + calls.joined(separator: ","), "-p",
            String(identifier),
        ]
        tracer.standardError = announcements
        try tracer.run()
        var said = ""
        while !said.contains("attached") {
            let piece = announcements.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BranchFailure("strace: \(said)") }
            said += String(decoding: piece, as: UTF8.self)
        }
    }

    /// The lines in the order in which the calls ended; the process has been killed before.
    func end() throws -> [Substring] {
        tracer.waitUntilExit()
        return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    }
}
