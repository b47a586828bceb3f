import GRDBSQLite

/// What SQLite does by itself with a plain double-entry schema: accounts, transfers and two
/// postings each, in transactions of so many, synchronous FULL, statements prepared once.
final class SQLitePeer {
    private var database: OpaquePointer?
    private var statements: [Statement: OpaquePointer] = [:]
    private let accounts: UInt64
    private var random: QuickRandom
    private var next: Int64 = 0

    private enum Statement: String, CaseIterable {
        case begin = "BEGIN IMMEDIATE"
        case commit = "COMMIT"
        case transfer = "INSERT INTO transfer VALUES (?, ?, ?, ?)"
        case posting = "INSERT INTO posting VALUES (?, ?, ?, ?)"
        case take = "UPDATE account SET balance = balance - ? WHERE id = ? AND balance >= ?"
        case give = "UPDATE account SET balance = balance + ? WHERE id = ?"
    }

    private static let schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);
        CREATE TABLE transfer
          (id INTEGER PRIMARY KEY, debit INTEGER, credit INTEGER, amount INTEGER);
        CREATE TABLE posting
          (transfer INTEGER, side INTEGER, account INTEGER, amount INTEGER,
           PRIMARY KEY (transfer, side)) WITHOUT ROWID;
        """

    init(in folder: String, accounts: Int, seed: UInt64) throws {
        self.accounts = UInt64(accounts)
        random = QuickRandom(seed: seed)
        let path = "\(folder)/plain-\(seed).sqlite"
        guard sqlite3_open(path, &database) == SQLITE_OK else {
            throw BenchError("SQLite cannot open \(path).")
        }
        try run(Self.schema)
        try run("BEGIN")
        for account in 1...accounts { try run("INSERT INTO account VALUES (\(account), 1e9)") }
        try run("COMMIT")
        for statement in Statement.allCases {
            var prepared: OpaquePointer?
            guard sqlite3_prepare_v2(database, statement.rawValue, -1, &prepared, nil) == SQLITE_OK
            else { throw BenchError("SQLite: \(String(cString: sqlite3_errmsg(database)))") }
            statements[statement] = prepared
        }
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close(database)
    }

    /// - Returns: Transfers a second; the time of a whole transaction.
    func measure(transaction: Int, seconds: Double) throws -> Measurement {
        var histogram = Histogram()
        let start = Moment.monotonic
        let end = start + UInt64(seconds * 1e9)
        while Moment.monotonic < end {
            let began = Moment.monotonic
            try step(.begin)
            for _ in 0..<transaction { try transfer() }
            try step(.commit)
            histogram.record(nanoseconds: Moment.monotonic - began)
        }
        var measurement = Measurement(histogram, nanoseconds: Moment.monotonic - start)
        measurement.perSecond *= Double(transaction)
        return measurement
    }

    private func transfer() throws {
        let debit = Int64(random.next() % accounts) + 1
        let credit = debit % Int64(accounts) + 1
        next += 1
        try step(.take, 1, debit, 1)
        guard sqlite3_changes(database) == 1 else { throw BenchError("A balance ran out.") }
        try step(.give, 1, credit)
        try step(.transfer, next, debit, credit, 1)
        try step(.posting, next, 0, debit, -1)
        try step(.posting, next, 1, credit, 1)
    }

    private func step(_ statement: Statement, _ values: Int64...) throws {
        guard let prepared = statements[statement] else { throw BenchError("not prepared") }
        for (index, value) in values.enumerated() {
            sqlite3_bind_int64(prepared, Int32(index + 1), value)
        }
        guard sqlite3_step(prepared) == SQLITE_DONE else {
            throw BenchError("SQLite: \(String(cString: sqlite3_errmsg(database)))")
        }
        sqlite3_reset(prepared)
    }

    private func run(_ statements: String) throws {
        guard sqlite3_exec(database, statements, nil, nil, nil) == SQLITE_OK else {
            throw BenchError("SQLite: \(String(cString: sqlite3_errmsg(database)))")
        }
    }
}
