import Foundation
import ServiceKit
import Testing

/// `branch doctor` and whole backups, on real branches: well, broken, and moved.
@Suite(.serialized) struct DoctorTests {
    private func isWrong(_ check: String, _ words: String, in output: String) -> Bool {
        output.split(separator: "\n").contains { line in
            line.hasPrefix("WRONG") && line.contains(" \(check) ") && line.contains(words)
        }
    }

    @Test func aHealthyBranchHasNothingWrong() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        #expect(try branch.tool(["backup"]).status == 0)
        let doctor = try branch.tool(["doctor"])
        #expect(doctor.status == 0, "\(doctor.output)\(doctor.errors)")
        #expect(!doctor.output.contains("WRONG"), "\(doctor.output)")
        for check in ["directory", "permissions", "configuration", "keys", "ports", "versions"] {
            let line = try Regex("ok +\(check) ")
            #expect(doctor.output.contains(line), "\(check): \(doctor.output)")
        }
        #expect(doctor.output.contains(#/ok +chain +head \d+, chain [0-9a-f]{16}/#))
        #expect(doctor.output.contains(#/ok +last backup/#))
    }

    @Test func eachFaultIsNamedWithWhatToDo() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        for name in ["ledger", "scheduler", "gateway-1"] { branch.child(name).stop() }
        let state = branch.state
        let files = FileManager.default
        // Another program at the gateway's port.
        let thief = try branch.spawn(
            "/usr/bin/python3",
            [
                "-c",
                "import socket\n"
                    + "s=socket.create_server(('127.0.0.1',\(branch.ports.base + 1)))\n"
                    + "print('there',flush=True)\nwhile True: s.accept()",
            ], log: "thief.log")
        defer { thief.killNow() }
        while !thief.log().contains("there"), thief.isRunning {}
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: state.path)
        try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: state.adminSecret)
        try files.removeItem(atPath: state.branchKey)
        let configuration = try String(contentsOfFile: state.configuration, encoding: .utf8)
        try Data(configuration.utf8.prefix(200)).write(
            to: URL(fileURLWithPath: state.configuration))
        let doctor = try branch.tool(["doctor"])
        #expect(doctor.status == 1)
        #expect(isWrong("directory", "mode 755", in: doctor.output), "\(doctor.output)")
        #expect(isWrong("permissions", "admin.secret has mode 644", in: doctor.output))
        #expect(isWrong("keys", "branch.key", in: doctor.output))
        #expect(isWrong("configuration", "the file ends here", in: doctor.output))
        #expect(
            isWrong("ports", "\(branch.ports.base + 1) (for counter-gateway-1)", in: doctor.output))
        let wrongs = doctor.output.split(separator: "\n").count { $0.hasPrefix("WRONG") }
        let remedies = doctor.output.split(separator: "\n").count { $0.contains(" do: ") }
        #expect(wrongs == 5 && remedies >= wrongs, "\(doctor.output)")

        try branch.start("ledger")
        branch.child("ledger").awaitEnd()
        #expect(branch.child("ledger").status != 0, "no service starts on half a configuration")
        #expect(branch.child("ledger").log().contains(#/branchline.json:\d+: /#))
        let check = try branch.tool(["config", "check"])
        #expect(check.status == 1 && check.errors.contains(#/branchline.json:\d+: the file ends/#))
        chown(state.path, 65_534, 65_534)
        let foreign = try branch.tool(["doctor"]).output
        #expect(isWrong("directory", "belongs to user 65534", in: foreign), "\(foreign)")
    }

    @Test func aWholeBackupBringsTheBranchBackInAnotherDirectory() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        #expect(try branch.tool(["customer", "register", "ada", "Ada"]).status == 0)
        #expect(try branch.tool(["ticket", "issue", "cash"]).status == 0)
        let place = branch.state.path + "/away"
        let made = try branch.tool(["backup", "--into", place, "--keep", "7d,4w,12m"])
        #expect(made.status == 0, "\(made.errors)")
        let backup = try #require(
            try branch.tool(["backup", "--list", "--into", place]).output.split(separator: "\n")
                .last)
        #expect(try branch.tool(["customer", "register", "bob", "Bob"]).status == 0)
        let other = try RunningBranch(restoring: String(backup))
        defer { other.close() }
        let customers = try other.tool(["customer", "list"]).output
        #expect(customers.contains("Ada") && !customers.contains("Bob"), "\(customers)")
        #expect(try other.tool(["status"]).output.contains(#/cash +1 /#))
        #expect(try other.tool(["verify"]).status == 0)
        let stranger = try RunningBranch(isNew: true)
        defer { stranger.close() }
        let refused = try stranger.tool(["restore", String(backup)])
        #expect(refused.status == 1 && refused.errors.contains("another branch"))
    }

    /// Kills a backup when it has begun; false where it was through before.
    private func killBackup(of branch: RunningBranch, into place: String) throws -> Bool {
        let names = { (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] }
        let backup = try branch.spawn(
            Executables.path("branch"), ["backup", "--into", place], log: "backup.log")
        while backup.isRunning, !names().contains(where: { $0.hasPrefix(".draft-") }) {}
        backup.killNow()
        return names().contains { $0.hasPrefix(".draft-") }
    }

    @Test func aBackupThatWasKilledIsNoneAndASpoiltOneIsNotPutBack() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let place = branch.state.path + "/away"
        let isKilled = try (0..<50).contains { _ in try killBackup(of: branch, into: place) }
        #expect(isKilled)
        let before = try branch.tool(["backup", "--list", "--into", place]).output
        #expect(!before.contains("draft"), "\(before)")
        var made = try branch.tool(["backup", "--into", place])
        // One that was through before it was killed may have this second's name.
        while made.errors.contains("is there already") {
            made = try branch.tool(["backup", "--into", place])
        }
        #expect(made.status == 0, "\(made.errors)")
        let stamps = try FileManager.default.contentsOfDirectory(atPath: place)
        #expect(!stamps.contains { $0.hasPrefix(".draft-") }, "the next one clears it away")
        let stamp = try #require(stamps.max())
        let ledger = "\(place)/\(stamp)/ledger.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: ledger))
        bytes.replaceSubrange(bytes.count / 2..<bytes.count / 2 + 64, with: Data(count: 64))
        bytes.removeLast(4_096)
        try bytes.write(to: URL(fileURLWithPath: ledger))
        branch.child("ledger").stop()
        branch.child("scheduler").stop()
        #expect(try branch.tool(["restore", "\(place)/\(stamp)"]).status != 0)
        try branch.start("ledger")
        try branch.start("scheduler")
        _ = try branch.admin()
    }
}
