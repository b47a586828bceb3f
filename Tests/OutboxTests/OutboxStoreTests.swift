import BranchDomain
import GRDB
import Testing

@testable import Outbox

@Suite struct OutboxStoreTests {
    private let outbox: TemporaryOutbox
    private var store: OutboxStore { outbox.store }

    init() throws { outbox = try TemporaryOutbox() }

    private func add(_ id: String, lane: String = "sms", due: Timestamp = at(0)) async throws
        -> Bool
    {
        try await store.write { transaction in
            try transaction.add(
                NewMessage(id: id, lane: lane, due: due, body: Array(id.utf8)), now: at(0))
        }
    }

    @Test func theEngineSyncsEachCommit() async throws {
        // Read back from the same connection that writes; GRDB alone would leave NORMAL there.
        let level = try await store.write { transaction in
            try Int.fetchOne(transaction.db, sql: "PRAGMA synchronous")
        }
        #expect(level == 2)
    }

    @Test func aMessageOfAKnownIDIsNotTakenAgainNotEvenAfterItWasSent() async throws {
        #expect(try await add("a"))
        #expect(try await !add("a"))
        let drawn = try await store.due(lane: "sms", now: at(0), limit: 9)
        try await store.settle(drawn.map { ($0, .sent) }, now: at(1))
        #expect(try await !add("a"))
        #expect(try await store.due(lane: "sms", now: at(9), limit: 9).isEmpty)
    }

    @Test func whatWasSentKeepsItsIDAndNotWhatItSaid() async throws {
        _ = try await add("secret words")
        let drawn = try await store.due(lane: "sms", now: at(0), limit: 9)
        try await store.settle(drawn.map { ($0, .sent) }, now: at(1))
        let body = try await store.read { transaction in
            try Int.fetchOne(transaction.db, sql: "SELECT length(body) FROM message")
        }
        #expect(body == 0)
        try await store.write { try $0.purgeSent(before: at(2)) }
        #expect(try await add("secret words"))
    }

    @Test func anotherProcessFindsEverythingThatWasWritten() async throws {
        _ = try await add("a")
        try await store.write { try $0.set("cursor", to: [1, 2]) }
        let other = try OutboxStore(path: outbox.path)
        #expect(try await other.due(lane: "sms", now: at(0), limit: 9).map(\.id) == ["a"])
        #expect(try await other.read { try $0.fact("cursor") } == [1, 2])
    }

    @Test func aTransactionThatFailsLeavesNeitherMessageNorFact() async throws {
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await store.write { transaction in
                try transaction.set("cursor", to: [9])
                try transaction.add(
                    NewMessage(id: "a", lane: "sms", due: at(0), body: []), now: at(0))
                throw Stop()
            }
        }
        #expect(try await store.read { try $0.fact("cursor") } == nil)
        #expect(try await store.counts().isEmpty)
    }

    @Test func aLaneGivesWhatIsDueInTheOrderInWhichItFellDue() async throws {
        _ = try await add("late", due: at(60))
        _ = try await add("second", due: at(1))
        _ = try await add("first")
        _ = try await add("other", lane: "webhook:crm")
        #expect(
            try await store.due(lane: "sms", now: at(5), limit: 9).map(\.id) == ["first", "second"])
        #expect(try await store.due(lane: "sms", now: at(5), limit: 1).map(\.id) == ["first"])
        #expect(try await store.nextDue(lane: "sms") == at(0))
    }

    @Test func eachLaneHasItsOldestAtTheHead() async throws {
        for (id, lane) in [("a1", "a"), ("b1", "b"), ("a2", "a")] {
            _ = try await add(id, lane: lane)
        }
        #expect(try await store.heads().map(\.id) == ["a1", "b1"])
        let first = try await store.heads()[0]
        try await store.settle(
            [(first, .again(due: at(30), attempts: 1, trouble: "x"))], now: at(1))
        // Behind one that waits for another try nobody overtakes.
        #expect(try await store.heads().map(\.id) == ["a1", "b1"])
        try await store.settle([(first, .sent)], now: at(31))
        #expect(try await store.heads().map(\.id) == ["b1", "a2"])
    }

    @Test func deadLettersAreListedAndSentAgain() async throws {
        _ = try await add("a")
        _ = try await add("b")
        for message in try await store.due(lane: "sms", now: at(0), limit: 9) {
            try await store.settle([(message, .dead(trouble: "no such number"))], now: at(1))
        }
        #expect(try await store.letters(dead: true, limit: 9).map(\.id) == ["a", "b"])
        #expect(try await store.letters(dead: true, limit: 9)[0].trouble == "no such number")
        #expect(try await store.due(lane: "sms", now: at(9), limit: 9).isEmpty)
        #expect(try await store.resend("a", now: at(100)) == 1)
        #expect(try await store.resend("a", now: at(100)) == 0)
        let again = try await store.due(lane: "sms", now: at(100), limit: 9)
        #expect(again.map(\.id) == ["a"])
        #expect(again[0].attempts == 0 && again[0].made == at(100))
        #expect(again[0].body == Array("a".utf8))
        #expect(try await store.resend(nil, now: at(101)) == 1)
    }
}
