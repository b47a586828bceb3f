import BranchDomain
import GRDB

/// What an operator sees of an outbox and does to it, also while a service works with it.
extension OutboxStore {
    /// How many messages of a lane are in which state.
    public struct LaneCount: Codable, Sendable, Equatable {
        public let lane: String
        public let waiting: Int
        /// In the days for which ids are kept.
        public let sent: Int
        public let dead: Int
        /// Unix milliseconds of the oldest that waits.
        public let oldest: Int64?
    }

    /// A message without its content, which is nobody's business here.
    public struct Letter: Codable, Sendable, Equatable {
        public let id: String
        public let lane: String
        /// Unix milliseconds.
        public let made: Int64
        public let attempts: Int
        public let trouble: String?
    }

    public func counts() async throws -> [LaneCount] {
        try await read { transaction in
            try Row.fetchAll(
                transaction.db,
                sql: """
                    SELECT lane, SUM(state = 0) AS waiting, SUM(state = 1) AS sent,
                    SUM(state = 2) AS dead, MIN(CASE WHEN state = 0 THEN made END) AS oldest
                    FROM message GROUP BY lane ORDER BY lane
                    """
            ).map {
                LaneCount(
                    lane: $0["lane"], waiting: $0["waiting"], sent: $0["sent"], dead: $0["dead"],
                    oldest: $0["oldest"])
            }
        }
    }

    /// How many messages wait and how many could not be delivered, of all lanes. Asked for every
    /// few seconds: what was sent, which is most, is not looked at.
    @Sendable public func totals() async throws -> (waiting: Int, dead: Int) {
        try await read { transaction in
            (
                waiting: try OutboxStore.count(of: 0, in: transaction.db),
                dead: try OutboxStore.count(of: 2, in: transaction.db)
            )
        }
    }

    private static func count(of state: Int, in db: Database) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT COUNT(*) FROM message WHERE state = ?", arguments: [state]) ?? 0
    }

    /// Dead letters, or those that wait, oldest first.
    public func letters(dead: Bool, limit: Int) async throws -> [Letter] {
        try await read { transaction in
            try Row.fetchAll(
                transaction.db,
                sql: """
                    SELECT id, lane, made, attempts, trouble FROM message WHERE state = ?
                    ORDER BY number LIMIT ?
                    """, arguments: [dead ? 2 : 0, limit]
            ).map {
                Letter(
                    id: $0["id"], lane: $0["lane"], made: $0["made"], attempts: $0["attempts"],
                    trouble: $0["trouble"])
            }
        }
    }

    /// Lets a dead letter, or all of them, be tried anew, with a new lifetime.
    ///
    /// - Returns: How many.
    public func resend(_ id: String?, now: Timestamp) async throws -> Int {
        try await write { transaction in
            let which = id == nil ? "" : " AND id = ?"
            var arguments: StatementArguments = [now.milliseconds, now.milliseconds]
            if let id { arguments += [id] }
            try transaction.db.execute(
                sql: """
                    UPDATE message SET state = 0, made = ?, due = ?, attempts = 0, settled = NULL
                    WHERE state = 2\(which)
                    """, arguments: arguments)
            return transaction.db.changesCount
        }
    }
}
