import BranchDomain
import Foundation
import GRDB

/// What is done to an outbox together or not at all.
public struct OutboxTransaction: ~Copyable {
    let db: Database

    init(_ db: Database) {
        self.db = db
    }

    /// Writes a message down.
    ///
    /// - Returns: Whether it is new; false where its id was seen before, sent or not.
    @discardableResult
    public func add(_ message: NewMessage, now: Timestamp) throws -> Bool {
        try db.execute(
            sql: """
                INSERT INTO message(id, lane, state, made, due, attempts, body)
                VALUES (?, ?, 0, ?, ?, 0, ?) ON CONFLICT(id) DO NOTHING
                """,
            arguments: [
                message.id, message.lane, now.milliseconds, message.due.milliseconds,
                Data(message.body),
            ])
        return db.changesCount == 1
    }

    /// A sent message keeps its id alone, so that the same event makes no second one.
    func settle(_ number: Int64, _ settlement: Settlement, now: Timestamp) throws {
        switch settlement {
        case .sent, .gone:
            try db.execute(
                sql: """
                    UPDATE message SET state = 1, settled = ?, trouble = NULL, body = x''
                    WHERE number = ?
                    """, arguments: [now.milliseconds, number])
        case .again(let due, let attempts, let trouble):
            try db.execute(
                sql: """
                    UPDATE message SET due = ?, attempts = ?, trouble = COALESCE(?, trouble)
                    WHERE number = ? AND state = 0
                    """, arguments: [due.milliseconds, attempts, trouble, number])
        case .dead(let trouble):
            try db.execute(
                sql: """
                    UPDATE message SET state = 2, settled = ?, attempts = attempts + 1,
                    trouble = ? WHERE number = ?
                    """, arguments: [now.milliseconds, trouble, number])
        }
    }

    /// Forgets the ids of what was sent before a moment.
    public func purgeSent(before moment: Timestamp) throws {
        try db.execute(
            sql: "DELETE FROM message WHERE state = 1 AND settled < ?",
            arguments: [moment.milliseconds])
    }

    // MARK: Facts

    public func fact(_ key: String) throws -> [UInt8]? {
        try Data.fetchOne(db, sql: "SELECT value FROM fact WHERE key = ?", arguments: [key])
            .map { [UInt8]($0) }
    }

    /// Facts whose keys begin like this, by key.
    public func facts(under prefix: String) throws -> [String: [UInt8]] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT key, value FROM fact WHERE substr(key, 1, ?) = ?",
            arguments: [prefix.unicodeScalars.count, prefix])
        return Dictionary(
            rows.map { ($0["key"] as String, [UInt8]($0["value"] as Data)) }
        ) { first, _ in first }
    }

    /// nil removes it.
    public func set(_ key: String, to value: [UInt8]?) throws {
        if let value {
            try db.execute(
                sql: """
                    INSERT INTO fact(key, value) VALUES (?, ?)
                    ON CONFLICT(key) DO UPDATE SET value = excluded.value
                    """, arguments: [key, Data(value)])
        } else {
            try db.execute(sql: "DELETE FROM fact WHERE key = ?", arguments: [key])
        }
    }
}
