import BranchDomain
import Foundation
import GRDB

/// Messages that must go out, on disk, with the facts of whoever made them: both in one
/// transaction, so that an event is either not seen yet or has its messages.
///
/// Any task may ask; the work is done on the database's own thread.
public final class OutboxStore: Sendable {
    private let queue: DatabaseQueue

    /// Opens for writing, also beside another process that does, and makes what is missing.
    ///
    /// - Throws: ``OutboxError``; `notDurable` where the engine does not keep `synchronous=FULL`.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.label = "outbox"
        // What was asked for belongs to persons.
        configuration.publicStatementArguments = false
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let level = try queue.writeWithoutTransaction { db in
                // GRDB sets NORMAL with write-ahead logging: only what is set now counts.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: OutboxStore.schema)
                return try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
            }
            guard level == 2 else {
                throw OutboxError.notDurable("synchronous is \(level) instead of 2 (FULL)")
            }
            chmod(path, 0o600)
        } catch let error as DatabaseError {
            throw OutboxError(error)
        }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS message(
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            lane TEXT NOT NULL, state INTEGER NOT NULL, made INTEGER NOT NULL,
            due INTEGER NOT NULL, attempts INTEGER NOT NULL, settled INTEGER,
            trouble TEXT, body BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS message_due ON message(lane, due, number) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS message_order ON message(lane, number) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS message_dead ON message(number) WHERE state = 2;
        CREATE INDEX IF NOT EXISTS message_sent ON message(settled) WHERE state = 1;
        CREATE TABLE IF NOT EXISTS fact(key TEXT PRIMARY KEY, value BLOB NOT NULL)
            WITHOUT ROWID;
        """

    /// Writes messages and facts in one transaction; they are on disk when it returns.
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (borrowing OutboxTransaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await queue.write { db in
                // By name: the optimizer of Swift 6.3.1 crashes on one that is passed at once.
                let transaction = OutboxTransaction(db)
                return try body(transaction)
            }
        } catch let error as DatabaseError {
            throw OutboxError(error)
        }
    }

    /// Reads facts and counts.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (borrowing OutboxTransaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await queue.read { db in
                let transaction = OutboxTransaction(db)
                return try body(transaction)
            }
        } catch let error as DatabaseError {
            throw OutboxError(error)
        }
    }

    /// The messages of a lane that are due, those first that have been due longest.
    public func due(
        lane: String, now: Timestamp, limit: Int
    ) async throws -> [OutboxMessage] {
        try await messages(
            """
            SELECT * FROM message WHERE state = 0 AND lane = ? AND due <= ?
            ORDER BY due, number LIMIT ?
            """, [lane, now.milliseconds, limit])
    }

    /// The oldest message of each lane whose turn it is: within a lane order is kept.
    public func heads() async throws -> [OutboxMessage] {
        try await messages(
            """
            SELECT * FROM message WHERE number IN
                (SELECT MIN(number) FROM message WHERE state = 0 GROUP BY lane)
            ORDER BY number
            """, [])
    }

    /// When the next message of a lane is due; nil where none waits.
    public func nextDue(lane: String) async throws -> Timestamp? {
        try await read { transaction in
            try Int64.fetchOne(
                transaction.db,
                sql: "SELECT MIN(due) FROM message WHERE state = 0 AND lane = ?",
                arguments: [lane]
            ).map(Timestamp.init(milliseconds:))
        }
    }

    /// What became of messages, in one transaction.
    public func settle(
        _ settlements: [(message: OutboxMessage, settlement: Settlement)], now: Timestamp
    ) async throws {
        guard !settlements.isEmpty else { return }
        let list = settlements
        try await write { transaction in
            for (message, settlement) in list {
                try transaction.settle(message.number, settlement, now: now)
            }
        }
    }

    private func messages(
        _ sql: String, _ arguments: StatementArguments
    ) async throws -> [OutboxMessage] {
        try await read { transaction in
            try Row.fetchAll(transaction.db, sql: sql, arguments: arguments)
                .map(OutboxMessage.init(row:))
        }
    }

    public func close() throws {
        try queue.close()
    }
}

extension OutboxMessage {
    init(row: Row) {
        self.init(
            number: row["number"], id: row["id"], lane: row["lane"],
            made: Timestamp(milliseconds: row["made"]), due: Timestamp(milliseconds: row["due"]),
            attempts: row["attempts"], body: [UInt8](row["body"] as Data))
    }
}

/// Why the outbox cannot be used.
public enum OutboxError: Error, Equatable, CustomStringConvertible {
    case notDurable(String)
    /// The code and SQLite's words, without statement and arguments.
    case storage(String)

    init(_ error: DatabaseError) {
        self = .storage("\(error.extendedResultCode) \(error.message ?? "")")
    }

    public var description: String {
        switch self {
        case .notDurable(let why): "The outbox would not be durable: \(why)."
        case .storage(let why): "The outbox cannot be read or written: \(why)."
        }
    }
}
