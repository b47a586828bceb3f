import ArgumentParser
import BranchDomain
import Foundation
import ServiceKit

/// `branch backup`: copies what a branch is, while it runs.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the branch, also while it runs; or the ledger's journal alone.",
        discussion: """
            Without a file: journals, configuration, keys and secrets go into a directory of their \
            own, named by the time, in 'backups' in the state directory or where --into says. The \
            journals are verified before the backup gets its name. Keep backups as secret as the \
            branch, and on another disk.

            EXAMPLES
              branch backup --into /media/usb --keep 7d,4w,12m    # every night, by cron or a timer
              branch backup /media/usb/ledger-2026-11-21.sqlite   # the ledger's journal alone
              branch backup --list --into /media/usb
            """)

    @Argument(
        help: "The file to make of the ledger's journal; it must not be there.",
        completion: .file())
    var copy: String?
    @Option(help: "The directory of the backups.", completion: .directory)
    var into: String?
    @Option(
        help: ArgumentHelp(
            "Remove all but the newest of each of so many days, weeks and months.",
            valueName: "7d,4w,12m"))
    var keep: String?
    @Flag(help: "Only list the backups that there are.")
    var list = false

    func validate() throws {
        if let keep, BackupPolicy(keep) == nil {
            throw ValidationError("--keep is days, weeks and months: 7d,4w,12m")
        }
        if copy != nil, into != nil || keep != nil || list {
            throw ValidationError("A file is for the ledger's journal alone, without options.")
        }
    }

    func run() throws {
        try reporting {
            if let copy { return try OwnPrograms.run("branchline-ledger", ["backup", copy]) }
            let state = Surroundings.process.state
            let sets = BackupSets(place: into ?? state.backups, state: state)
            guard !list else {
                for stamp in sets.stamps { print(sets.path(stamp)) }
                return
            }
            let now = BackupStamp(seconds: SystemClock().now.milliseconds / 1_000)
            print("The branch is copied to \(try sets.make(at: now)).")
            guard let policy = keep.flatMap({ BackupPolicy($0) }) else { return }
            for stamp in try sets.thin(by: policy) { print("removed \(sets.path(stamp))") }
        }
    }
}

/// `branch restore`: puts a backup in a branch's place.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the branch's place, while it is down.",
        discussion: """
            A directory restores the whole branch, also into an empty BRANCHLINE_STATE; a file the \
            ledger's journal alone. It is verified first; journals that were there before are kept \
            beside it. Whatever was done after the backup is not in it.

            EXAMPLES
              deploy/down && branch restore /media/usb/20261121T104208Z && deploy/up
              deploy/down && branch restore /media/usb/ledger-2026-11-21.sqlite && deploy/up
            """)

    @Argument(help: "The backup.", completion: .file())
    var backup: String

    func run() throws {
        try reporting {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: backup, isDirectory: &isDirectory) else {
                throw ConfigurationError("There is no backup \(backup).")
            }
            guard isDirectory.boolValue else {
                return try OwnPrograms.run("branchline-ledger", ["restore", backup])
            }
            let state = Surroundings.process.state
            try BackupSets.restore(backup, to: state)
            print("\(backup) is the branch in \(state.path) now.")
        }
    }
}
