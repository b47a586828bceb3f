import Foundation
import GRDB

/// Does to a journal's file what a bad disk or a bad hand would.
enum Spoil {
    /// Changes the last byte of a row's payload.
    static func row(_ first: Int, of path: String) throws {
        try change(path) { db in
            let payload = try Data.fetchOne(
                db, sql: "SELECT payload FROM journal WHERE first = ?", arguments: [first])
            guard var payload, let last = payload.last else { return }
            payload[payload.count - 1] = last ^ 0x40
            try db.execute(
                sql: "UPDATE journal SET payload = ? WHERE first = ?",
                arguments: [payload, first])
        }
    }

    static func execute(_ sql: String, in path: String) throws {
        try change(path) { db in try db.execute(sql: sql) }
    }

    private static func change(_ path: String, _ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write(body)
        try queue.close()
    }
}
