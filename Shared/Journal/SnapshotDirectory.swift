import Foundation

/// The files of the last snapshots; each is whole and on disk before it has its name.
struct SnapshotDirectory: Sendable {
    let path: String

    private static let ending = ".snapshot"
    private static let kept = 2

    /// The snapshots that are there, newest first, by the last sequence in them.
    func heads() -> [UInt64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(SnapshotDirectory.ending) }
            .compactMap { UInt64($0.dropLast(SnapshotDirectory.ending.count)) }
            .sorted(by: >)
    }

    func read(_ head: UInt64) -> [UInt8]? {
        FileManager.default.contents(atPath: file(head)).map { [UInt8]($0) }
    }

    /// Writes a snapshot, then removes those that are older than the last two.
    ///
    /// - Throws: ``JournalError/storage(_:)``; a file half written stays without a name.
    func write(_ bytes: [UInt8], head: UInt64) throws {
        let temporary = path + "/unfinished"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try? FileManager.default.removeItem(atPath: temporary)
            let isMade = FileManager.default.createFile(
                atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600])
            guard isMade, let handle = FileHandle(forWritingAtPath: temporary) else {
                throw JournalError.storage("cannot write \(temporary)")
            }
            defer { try? handle.close() }
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
        } catch {
            throw JournalError.storage("\(error)")
        }
        guard unsafe rename(temporary, file(head)) == 0 else {
            throw JournalError.storage("cannot name \(file(head)), error \(errno)")
        }
        synchronize()
        for old in heads().dropFirst(SnapshotDirectory.kept) {
            try? FileManager.default.removeItem(atPath: file(old))
        }
    }

    private func file(_ head: UInt64) -> String {
        let digits = String(head)
        let zeros = String(repeating: "0", count: max(0, 20 - digits.count))
        return "\(path)/\(zeros)\(digits)\(SnapshotDirectory.ending)"
    }

    /// Makes the new name durable.
    private func synchronize() {
        let directory = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }
}
