import BranchDomain
import Foundation

@testable import Outbox

/// An outbox in a directory of its own, and a clock that a test moves.
final class TemporaryOutbox {
    let path: String
    let store: OutboxStore
    private let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "outbox-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        path = directory + "/outbox.sqlite"
        store = try OutboxStore(path: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }
}

func at(_ seconds: Int64) -> Timestamp {
    Timestamp(milliseconds: 1_795_000_000_000 + seconds * 1_000)
}
