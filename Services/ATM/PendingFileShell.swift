import Foundation
import Glibc
import ServiceKit

/// The file with the operations whose verdict is not known yet. One machine has it at a time.
final class PendingFileShell {
    private let path: String
    private let lock: Int32

    /// - Throws: ``ConfigurationError`` where the folder cannot be made or another machine with
    ///   the same name is running.
    init(path: String) throws {
        self.path = path
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw ConfigurationError("Cannot make the folder \(folder).")
        }
        lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw ConfigurationError("\(path) is in use: another ATM with this name is running.")
        }
    }

    deinit {
        close(lock)
    }

    /// - Throws: ``ConfigurationError`` where the file is damaged: it is for a person to judge.
    func load() throws -> [PendingOperation] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        guard let operations = try? JSONDecoder().decode([PendingOperation].self, from: data)
        else {
            throw ConfigurationError(
                "\(path) is damaged. It names operations whose outcome is not known; look at it, "
                    + "then move it away.")
        }
        return operations
    }

    /// On disk, whole, when it returns.
    func save(_ operations: [PendingOperation]) throws {
        let bytes = [UInt8](try JSONEncoder().encode(operations))
        let fresh = path + ".new"
        let file = open(fresh, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ConfigurationError("Cannot write \(fresh).") }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                write(file, $0.baseAddress, $0.count)
            }
            guard count > 0 else { throw ConfigurationError("Cannot write \(fresh).") }
            written += count
        }
        guard fdatasync(file) == 0, rename(fresh, path) == 0 else {
            throw ConfigurationError("Cannot write \(path).")
        }
        try syncFolder()
    }

    /// The new name of the file is on disk only when its folder is.
    private func syncFolder() throws {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw ConfigurationError("Cannot open the folder of \(path).") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw ConfigurationError("Cannot sync \(path).") }
    }
}
