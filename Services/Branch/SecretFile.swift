import Foundation
import ServiceKit

/// Files that only their owner may read, written whole or not at all.
enum SecretFile {
    /// Makes the directory with mode 0700 where it is missing.
    static func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    /// Writes a file of mode 0600 that must not be there yet.
    ///
    /// The bytes are on disk under another name before the name appears, so that a crash never
    /// leaves half a key, and two that start at once agree on the first one's.
    /// - Returns: false where the file is there already; it is left as it is.
    static func create(_ path: String, with bytes: [UInt8]) throws -> Bool {
        let draft = try write(bytes, beside: path)
        defer { unlink(draft) }
        guard link(draft, path) != 0 else { return true }
        guard errno == EEXIST else { throw failure("write", path) }
        return false
    }

    /// Writes a file of mode 0600 in place of the one that may be there.
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let draft = try write(bytes, beside: path)
        guard rename(draft, path) == 0 else { throw failure("write", path) }
    }

    private static func write(_ bytes: [UInt8], beside path: String) throws -> String {
        // Hidden, so that nobody takes a draft among keys for a key.
        let place = URL(fileURLWithPath: path)
        let draft = place.deletingLastPathComponent()
            .appendingPathComponent(".\(place.lastPathComponent).\(getpid()).draft").path
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write", path) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(bytes))
        try handle.synchronize()
        try handle.close()
        return draft
    }

    private static func failure(_ verb: String, _ path: String) -> ConfigurationError {
        ConfigurationError("Cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
