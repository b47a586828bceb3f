import Credentials
import Foundation
import Glibc
import ServiceKit

/// Looks at a branch's computer and state directory; changes nothing.
struct Examination {
    let state: StateDirectory
    let ports: Ports
    /// Unix seconds.
    let now: Int64
    /// Where backups are looked for.
    let backups: String

    /// Without the state directory nothing else can be judged.
    func findings(asking services: [PingTarget]) throws -> [Finding] {
        let directory = stateDirectory()
        guard directory.grade != .wrong || FileManager.default.fileExists(atPath: state.path)
        else { return [directory] }
        let answers = try services.map { try $0.ask() }
        let step = ServiceVersions.clockStep(services)
        let head = JournalHead.read(state)
        return [
            directory, permissions(), configuration(), keys(),
            Diagnosis.disk(free: Self.freeBytes(state.path)),
            Diagnosis.clock(
                now: now, journal: head?.seconds, isSynchronised: Self.isClockSynchronised(),
                step: step),
            PortSurvey(ports: ports, gateways: services.filter(\.isGateway)).finding(answers),
            ServiceVersions.finding(services), chain(head), self.services(answers), lastBackup(),
        ]
    }

    // MARK: Files

    func stateDirectory() -> Finding {
        guard let facts = Self.facts(state.path) else {
            return .wrong(
                "directory", "there is no \(state.path)",
                do: "branch init, or name another with BRANCHLINE_STATE")
        }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            return .wrong(
                "directory", "\(state.path) is no directory",
                do: "name another with BRANCHLINE_STATE")
        }
        let fault = Diagnosis.owner(
            of: state.path, user: facts.st_uid, own: geteuid(),
            mode: UInt16(facts.st_mode & 0o7777), most: 0o700)
        if let fault {
            return .wrong(
                "directory", fault,
                do: "chown -R \(geteuid()) \(state.path) && chmod 700 \(state.path)")
        }
        return .ok("directory", state.path)
    }

    func permissions() -> Finding {
        let faults = secretFiles.compactMap { path in
            Self.facts(path).flatMap { facts in
                Diagnosis.owner(
                    of: path, user: facts.st_uid, own: geteuid(),
                    mode: UInt16(facts.st_mode & 0o7777), most: 0o700)
            }
        }
        guard let first = faults.first else {
            return .ok("permissions", "\(secretFiles.count) secrets are the owner's alone")
        }
        let more = faults.count > 1 ? ", and \(faults.count - 1) more" : ""
        return .wrong(
            "permissions", first + more,
            do: "chown -R \(geteuid()) \(state.path) && chmod -R go= \(state.path); "
                + "then think of what others may have read")
    }

    /// What nobody but the owner may read.
    private var secretFiles: [String] {
        var found = [state.branchKey, state.adminSecret]
        for folder in [state.devices, state.curve] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            found += names.filter { $0.hasSuffix(".secret") || $0.hasSuffix(".key") }
                .map { "\(folder)/\($0)" }
        }
        return found.filter { FileManager.default.fileExists(atPath: $0) }.sorted()
    }

    func configuration() -> Finding {
        do {
            let configuration = try BranchConfiguration.load(from: state)
            return .ok("configuration", "holds: branch \(configuration.branch)")
        } catch {
            let lines = "\(error)".split(separator: "\n")
            let more = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
            return .wrong(
                "configuration", (lines.first.map(String.init) ?? "") + more,
                do: "mend it, see 'branch config check' and deploy/docs/configuration.md")
        }
    }

    func keys() -> Finding {
        guard let contents = FileManager.default.contents(atPath: state.branchKey) else {
            return .wrong(
                "keys", "there is no \(state.branchKey) that can be read",
                do: "take it from a backup: with a new one every secret and session is void")
        }
        guard (try? BranchKey(contents: [UInt8](contents))) != nil else {
            return .wrong(
                "keys", "\(state.branchKey) is no key", do: "take it from a backup")
        }
        var missing: [String] = []
        if (try? state.secret(at: state.adminSecret))?.isEmpty ?? true {
            missing.append(state.adminSecret)
        }
        for device in (try? BranchConfiguration.load(from: state))?.devices ?? []
        where !FileManager.default.fileExists(atPath: state.deviceSecret(device.device)) {
            missing.append(state.deviceSecret(device.device))
        }
        if ports.isBeyondLoopback {
            missing += CurveDomain.allCases.map { $0.serverKey(in: state) }
                .filter { !FileManager.default.fileExists(atPath: $0) }
        }
        guard missing.isEmpty else {
            return .wrong(
                "keys", "missing: \(missing.joined(separator: ", "))",
                do: "branch init makes what is missing; a lost secret of a device or of admin is "
                    + "made anew ('branch device', 'branch reset-admin')")
        }
        return .ok("keys", "branch key, admin's and devices' secrets are there")
    }

    // MARK: The branch

    private func chain(_ head: JournalHead?) -> Finding {
        if let head {
            return .ok("chain", "head \(head.sequence), chain \(head.chain): its row holds")
        }
        guard FileManager.default.fileExists(atPath: state.journal(of: "ledger")) else {
            return .ok("chain", "there is no journal yet")
        }
        return .wrong(
            "chain", "the last row of \(state.journal(of: "ledger")) does not hold",
            do: "branch verify names the row; then 'branch restore' the last backup")
    }

    private func services(_ answers: [PingAnswer]) -> Finding {
        let down = answers.filter { $0.health != "ok" }
        guard !down.isEmpty else {
            return .ok("services", answers.map(\.service).joined(separator: ", ") + " answer")
        }
        let words = down.map { "\($0.service) is \($0.health)" }.joined(separator: ", ")
        return .warning("services", words, do: Diagnosis.starting(bySystemd: isPackaged))
    }

    /// Whether systemd runs the branch, and not the scripts of a checkout.
    private var isPackaged: Bool {
        let files = FileManager.default
        return !files.fileExists(atPath: state.path + "/sv")
            && files.fileExists(atPath: "/lib/systemd/system/branchline.target")
    }

    private func lastBackup() -> Finding {
        let newest = BackupSets(place: backups, state: state).stamps.last
        return Diagnosis.backup(age: newest.map { now - $0.seconds }, place: backups)
    }

    // MARK: The system

    private static func facts(_ path: String) -> stat? {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts : nil
    }

    private static func freeBytes(_ path: String) -> Int64? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        return Int64(facts.f_bavail) * Int64(facts.f_frsize)
    }

    /// systemd's time service leaves this file when it has heard from a server.
    private static func isClockSynchronised() -> Bool? {
        guard FileManager.default.fileExists(atPath: "/run/systemd/timesync") else { return nil }
        return FileManager.default.fileExists(atPath: "/run/systemd/timesync/synchronized")
    }
}

/// Where the ledger's journal ends, its last row checked.
struct JournalHead {
    let sequence: String
    let chain: String
    /// Unix seconds.
    let seconds: Int64

    static func read(_ state: StateDirectory) -> JournalHead? {
        guard FileManager.default.fileExists(atPath: state.journal(of: "ledger")),
            let line = try? OwnPrograms.output(
                of: "branchline-ledger", ["head"], environment: ["BRANCHLINE_STATE": state.path])
        else { return nil }
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 3, let milliseconds = Int64(words[2]) else { return nil }
        return JournalHead(sequence: words[0], chain: words[1], seconds: milliseconds / 1_000)
    }
}
