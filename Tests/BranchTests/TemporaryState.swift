import Foundation
import ServiceKit

/// A directory of its own for one test, gone when the test is over.
final class TemporaryState {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "branch-\(SystemRandom.uuid())"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A state directory in it that is not there yet.
    var state: StateDirectory { StateDirectory(path: path + "/state") }

    func mode(_ file: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: file, encoding: .utf8)
    }
}
