import Foundation
import Glibc
import ServiceKit

/// Whole backups of a branch in a directory: one directory each, named by its time, with both
/// journals and all that makes the branch this one: configuration, keys, secrets.
struct BackupSets {
    /// Where the backups are.
    let place: String
    let state: StateDirectory

    /// What else than journals is in one; each where it exists.
    static let belongings = [
        "branchline.json", "branch.key", "admin.secret", "devices", "curve", "web", "grpc",
    ]
    static let journals = ["ledger", "scheduler"]
    private static let draft = ".draft-"

    /// The backups that are complete, oldest first.
    var stamps: [BackupStamp] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.compactMap { BackupStamp(name: $0) }.sorted()
    }

    func path(_ stamp: BackupStamp) -> String { "\(place)/\(stamp.name)" }

    /// Makes one, checks it, and gives it its name only then: what was killed leaves a draft, which
    /// the next one clears away.
    ///
    /// - Throws: ``ConfigurationError``; nothing that is there is touched.
    func make(at stamp: BackupStamp) throws -> String {
        let files = FileManager.default
        try makeDirectory(place)
        clearDrafts()
        let draft = "\(place)/\(Self.draft)\(stamp.name)"
        guard !files.fileExists(atPath: path(stamp)) else {
            throw ConfigurationError("\(path(stamp)) is there already. Try again in a second.")
        }
        try makeDirectory(draft)
        do {
            for journal in Self.journals
            where files.fileExists(atPath: state.journal(of: journal)) {
                let copy = "\(draft)/\(journal).sqlite"
                try Self.call(journal, ["backup", copy])
                try Self.call(journal, ["verify", copy])
            }
            for name in Self.belongings where files.fileExists(atPath: "\(state.path)/\(name)") {
                // The configuration may be a link to where the system keeps such files.
                let own = URL(fileURLWithPath: "\(state.path)/\(name)").resolvingSymlinksInPath()
                try files.copyItem(atPath: own.path, toPath: "\(draft)/\(name)")
            }
            // What is in it is on disk before it has its name, and its name before anyone is told.
            sync()
            try files.moveItem(atPath: draft, toPath: path(stamp))
        } catch {
            try? files.removeItem(atPath: draft)
            throw error is ConfigurationError
                ? error : ConfigurationError("The backup was not made: \(error)")
        }
        sync()
        state.lastBackup = Int(stamp.seconds)
        return path(stamp)
    }

    /// Removes what the policy does not keep.
    ///
    /// - Returns: What was removed.
    func thin(by policy: BackupPolicy) throws -> [BackupStamp] {
        let all = stamps
        let kept = policy.kept(of: all)
        let gone = all.filter { !kept.contains($0) }
        for stamp in gone { try FileManager.default.removeItem(atPath: path(stamp)) }
        return gone
    }

    /// Puts a backup in the place of what is there, into an empty state directory or that of the
    /// same branch.
    ///
    /// - Throws: ``ConfigurationError`` where the directory belongs to another branch, a service
    ///   runs, or the backup does not hold.
    static func restore(_ backup: String, to state: StateDirectory) throws {
        let files = FileManager.default
        let key = files.contents(atPath: "\(backup)/branch.key")
        if let own = files.contents(atPath: state.branchKey), own != key {
            throw ConfigurationError(
                "\(state.path) belongs to another branch: its branch.key is not the backup's. "
                    + "Choose an empty BRANCHLINE_STATE.")
        }
        for journal in journals where files.fileExists(atPath: "\(backup)/\(journal).sqlite") {
            try call(journal, ["verify", "\(backup)/\(journal).sqlite"])
        }
        try SecretFile.makeDirectory(state.path)
        for name in belongings
        where files.fileExists(atPath: "\(backup)/\(name)")
            && !files.fileExists(atPath: "\(state.path)/\(name)")
        {
            try files.copyItem(atPath: "\(backup)/\(name)", toPath: "\(state.path)/\(name)")
        }
        for journal in journals where files.fileExists(atPath: "\(backup)/\(journal).sqlite") {
            try call(journal, ["restore", "\(backup)/\(journal).sqlite"])
        }
        sync()
    }

    private func makeDirectory(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw ConfigurationError("Cannot make \(path). Check its owner and its disk.")
        }
    }

    private func clearDrafts() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        for name in names where name.hasPrefix(Self.draft) {
            try? FileManager.default.removeItem(atPath: "\(place)/\(name)")
        }
    }

    private static func call(_ journal: String, _ arguments: [String]) throws {
        guard try OwnPrograms.status(of: "branchline-\(journal)", arguments) == 0 else {
            throw ConfigurationError(
                "branchline-\(journal) \(arguments.joined(separator: " ")) failed; its own words "
                    + "are above.")
        }
    }
}
