import BranchDomain
import Messages
import Outbox

/// Whoever has the movements; in tests, anybody.
protocol EntrySource: Sendable {
    func entries(after sequence: UInt64) async throws -> LedgerEntries.Reply
}

/// Turns what happened into messages on disk, together with how far it got: a movement is either
/// still to be read, or has its messages.
struct Intake: Sendable {
    private static let cursorKey = "ledger.after"
    private static let crowdedKey = "queue.crowded"
    /// Ids of what was sent are kept for so long.
    static let memory = Duration.seconds(7 * 86_400)

    let rules: NotificationRules
    let store: OutboxStore

    /// The last sequence that was handled; nil before the first start.
    func cursor() async throws -> UInt64? {
        try await store.read { transaction in
            try transaction.fact(Intake.cursorKey).flatMap {
                UInt64(String(decoding: $0, as: UTF8.self))
            }
        }
    }

    /// A branch that is told about from now on: what happened before its first notifier was not
    /// to be told.
    func begin(at head: UInt64) async throws {
        try await save(head, [], now: Timestamp(milliseconds: 0))
    }

    /// Reads on until there is nothing more, page by page.
    ///
    /// - Returns: How many messages are new.
    @discardableResult
    func catchUp(from source: any EntrySource, clock: @Sendable () -> Timestamp) async throws -> Int
    {
        guard var after = try await cursor() else { return 0 }
        var added = 0
        while true {
            let page = try await source.entries(after: after)
            let last = max(page.entries.last?.sequence ?? after, page.next ?? after)
            if last > after {
                added += try await save(
                    last, page.entries.flatMap(rules.notices), now: clock())
                after = last
            }
            guard page.next != nil else { return added }
        }
    }

    @discardableResult
    private func save(
        _ cursor: UInt64, _ notices: [NotificationRules.Outgoing], now: Timestamp
    ) async throws -> Int {
        try await store.write { transaction in
            var added = 0
            for notice in notices where try transaction.add(notice.message(now), now: now) {
                added += 1
            }
            try transaction.set(Intake.cursorKey, to: Array(String(cursor).utf8))
            return added
        }
    }

    // MARK: Queues

    func watch() async throws -> QueueWatch {
        let kept = try await store.read { try $0.fact(Intake.crowdedKey) }
        let crowded = kept.flatMap { try? JSON.decode(Set<String>.self, from: $0) }
        return QueueWatch(crowded: crowded ?? [])
    }

    func take(_ topic: QueueTopic, _ watch: inout QueueWatch, now: Timestamp) async throws {
        var next = watch
        let notices = next.notices(of: topic, by: rules, now: now)
        if !notices.isEmpty || next.crowded != watch.crowded {
            let crowded = next.crowded.sorted()
            try await store.write { transaction in
                for notice in notices { try transaction.add(notice.message(now), now: now) }
                try transaction.set(Intake.crowdedKey, to: JSON.encode(crowded))
            }
        }
        // Only what is on disk counts as told.
        watch = next
    }

    func forgetOldIDs(now: Timestamp) async throws {
        let moment = Timestamp(
            milliseconds: now.milliseconds - Intake.memory.components.seconds * 1_000)
        try await store.write { try $0.purgeSent(before: moment) }
    }
}

extension NotificationRules.Outgoing {
    fileprivate func message(_ now: Timestamp) -> NewMessage {
        NewMessage(id: id, lane: lane, due: now, body: body)
    }
}
