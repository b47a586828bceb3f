import BranchDomain
import Foundation
import GRDB

/// The journal's file: one SQLite table of rows, appended to and never changed.
final class JournalStore {
    private let queue: DatabaseQueue

    private static let insert = """
        INSERT INTO journal(first, count, epoch, time, codec, payload, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    private static let columns = "first, count, epoch, time, codec, payload, hash"

    /// Opens for writing and makes the tables where there are none.
    ///
    /// - Throws: ``JournalError``; `notDurable` where the engine does not keep `synchronous=FULL`.
    init(writing path: String, pagesBetweenCheckpoints: Int) throws {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(1)
        configuration.label = "journal"
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { db in
                // GRDB sets NORMAL with write-ahead logging: only what is set now counts.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = \(pagesBetweenCheckpoints)")
                try JournalStore.makeTables(db)
            }
        } catch let error as DatabaseError {
            throw JournalError.storage(error.brief)
        }
        let level = try synchronous()
        guard level == 2 else {
            throw JournalError.notDurable("synchronous is \(level) instead of 2 (FULL)")
        }
    }

    /// Opens for reading, also beside a service that writes.
    init(reading path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw JournalError.storage("there is no \(path)")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw JournalError.storage(error.brief)
        }
    }

    private static func makeTables(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS journal(
                    first INTEGER PRIMARY KEY, count INTEGER NOT NULL, epoch INTEGER NOT NULL,
                    time INTEGER NOT NULL, codec INTEGER NOT NULL, payload BLOB NOT NULL,
                    hash BLOB NOT NULL);
                CREATE TABLE IF NOT EXISTS probe(
                    only INTEGER PRIMARY KEY CHECK (only = 1), starts INTEGER NOT NULL);
                """)
    }

    /// What SQLite says of itself: 2 is FULL, a sync with each commit.
    func synchronous() throws -> Int {
        try queue.writeWithoutTransaction { db in
            try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        }
    }

    /// Makes durable whatever an earlier process left in the write-ahead log, then shows that the
    /// disk takes an append, in a table of its own.
    func probe() throws {
        do {
            try queue.writeWithoutTransaction { db in
                try JournalStore.settle(db, logOf: queue.path)
                try db.inTransaction(.immediate) {
                    try db.execute(
                        sql: """
                            INSERT INTO probe(only, starts) VALUES (1, 1)
                            ON CONFLICT(only) DO UPDATE SET starts = starts + 1
                            """)
                    return .commit
                }
            }
        } catch let error as DatabaseError {
            throw JournalError.storage(error.brief)
        }
    }

    /// Puts on disk what the write-ahead log holds: its frames may never have been synced.
    ///
    /// A reader keeps the log from being emptied; then it is synced as it is.
    private static func settle(_ db: Database, logOf path: String) throws {
        do {
            try db.checkpoint(.truncate)
        } catch DatabaseError.SQLITE_BUSY {
            guard let log = FileHandle(forWritingAtPath: path + "-wal") else {
                throw JournalError.storage("cannot open \(path)-wal")
            }
            defer { try? log.close() }
            try log.synchronize()
        }
    }

    /// Appends rows in one transaction; they are on disk when it returns.
    func append(_ rows: [JournalRow]) throws {
        do {
            try queue.writeWithoutTransaction { db in
                // Prepared once: parsing BEGIN and COMMIT anew would cost more than they do.
                let insert = try db.cachedStatement(sql: JournalStore.insert)
                try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
                do {
                    for row in rows {
                        try insert.execute(arguments: JournalStore.arguments(row))
                    }
                    try db.cachedStatement(sql: "COMMIT").execute()
                } catch {
                    if db.isInsideTransaction { try? db.rollback() }
                    throw error
                }
            }
        } catch let error as DatabaseError {
            throw JournalError.storage(error.brief)
        }
    }

    private static func arguments(_ row: JournalRow) -> StatementArguments {
        [
            Int64(row.first), row.count, Int64(row.epoch), row.at.milliseconds, RowCodec.version,
            Data(row.payload), Data(row.hash.bytes),
        ]
    }

    /// The row that holds a sequence, nil where none does.
    func row(holding sequence: UInt64) throws -> JournalRow? {
        let found = try fetch(
            "SELECT \(JournalStore.columns) FROM journal WHERE first <= ? "
                + "ORDER BY first DESC LIMIT 1", [Int64(clamping: sequence)])
        guard let row = found.first, row.last >= sequence else { return nil }
        return row
    }

    func lastRow() throws -> JournalRow? {
        try fetch(
            "SELECT \(JournalStore.columns) FROM journal ORDER BY first DESC LIMIT 1", []
        ).first
    }

    private func fetch(_ sql: String, _ arguments: StatementArguments) throws -> [JournalRow] {
        do {
            return try queue.writeWithoutTransaction { db in
                let statement = try db.cachedStatement(sql: sql)
                let cursor = try Row.fetchCursor(statement, arguments: arguments)
                var rows: [JournalRow] = []
                while let row = try cursor.next() {
                    rows.append(try JournalStore.journalRow(row))
                }
                return rows
            }
        } catch let error as DatabaseError {
            throw JournalError.storage(error.brief)
        }
    }

    /// The next rows from `first` on, in order; none at the end.
    ///
    /// - Throws: ``JournalError`` where the very next row cannot be read.
    func rows(from first: UInt64, limit: Int = 64) throws -> [JournalRow] {
        var rows: [JournalRow] = []
        do {
            try queue.writeWithoutTransaction { db in
                let statement = try db.cachedStatement(
                    sql: "SELECT \(JournalStore.columns) FROM journal WHERE first >= ? "
                        + "ORDER BY first LIMIT ?")
                let cursor = try Row.fetchCursor(
                    statement, arguments: [Int64(clamping: first), limit])
                while let row = try cursor.next() {
                    rows.append(try JournalStore.journalRow(row))
                }
            }
        } catch {
            // What was read before the trouble is good; the trouble is met again behind it.
            if rows.isEmpty { throw JournalStore.broken(first, error) }
        }
        return rows
    }

    private static func broken(_ first: UInt64, _ error: any Error) -> JournalError {
        switch error {
        case let error as JournalError: error
        case let error as DatabaseError: .brokenRow(first: first, reason: error.brief)
        default: .storage("\(error)")
        }
    }

    /// Gives every row from `first` on to `body`, in order.
    ///
    /// - Throws: What `body` throws; ``JournalError`` naming a row that cannot be read.
    func forEachRow(from first: UInt64, _ body: (JournalRow) throws -> Void) throws {
        var next = first
        while true {
            let rows = try rows(from: next)
            guard let last = rows.last else { return }
            for row in rows { try body(row) }
            next = last.last + 1
        }
    }

    private static func journalRow(_ row: Row) throws(JournalError) -> JournalRow {
        let numbers = (0..<5).map { Int64.fromDatabaseValue(row[$0]) ?? -1 }
        let first = UInt64(clamping: numbers[0])
        guard numbers[4] <= RowCodec.version else {
            throw JournalError.ofNewerVersion(
                first: first,
                reason: "has format \(numbers[4]), and this program reads \(RowCodec.version)")
        }
        guard let payload = bytes(row, 5), let hash = bytes(row, 6), hash.count == 32,
            (1...Int64(RowCodec.mostRecords)).contains(numbers[1]), numbers[2] >= 0,
            numbers[4] == RowCodec.version
        else {
            throw JournalError.brokenRow(first: first, reason: "its columns are not of this codec")
        }
        return JournalRow(
            first: first, count: Int(numbers[1]), epoch: UInt64(numbers[2]),
            at: Timestamp(milliseconds: numbers[3]), payload: payload,
            hash: ChainHash(bytes: hash))
    }

    /// A blob, copied once; nil where the column is none.
    private static func bytes(_ row: Row, _ column: Int) -> [UInt8]? {
        try? row.withUnsafeData(atIndex: column) { data in data.map { [UInt8]($0) } }
    }

    /// Copies the whole journal, consistent in itself, while it may go on being written. It goes
    /// piece by piece, each on disk before the next: whoever writes the journal waits for the same
    /// disk, and no longer than for one piece.
    func backUp(to path: String) throws {
        let isMade = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade else { throw JournalError.storage("cannot write \(path)") }
        do {
            let copy = try DatabaseQueue(path: path)
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            defer { try? file.close() }
            try queue.read { db in
                // From here on this connection sees one state: without it, each row that is
                // written meanwhile would begin the copy anew.
                _ = try Row.fetchOne(db, sql: "SELECT first FROM journal LIMIT 1")
                try copy.writeWithoutTransaction { copy in
                    try db.backup(to: copy, pagesPerStep: 4_096) { _ in try file.synchronize() }
                }
            }
            try copy.close()
        } catch let error as DatabaseError {
            throw JournalError.storage(error.brief)
        } catch {
            throw JournalError.storage("cannot write \(path): \(error.localizedDescription)")
        }
    }

    func close() throws {
        do {
            try queue.close()
        } catch let error as DatabaseError {
            throw JournalError.storage(error.brief)
        }
    }
}

extension DatabaseError {
    /// The code and SQLite's words, without statement and arguments.
    var brief: String { "\(extendedResultCode) \(message ?? "")" }
}
