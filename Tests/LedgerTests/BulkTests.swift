import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

@Suite struct BulkTests {
    @Test func eachMovementIsMadeAndSaysWhatItLeft() throws {
        let desk = try BulkDesk()
        try desk.open(3, funds: 1_000)
        let results = try desk.send([
            desk.movement(1, 2, 300), desk.movement(1, 3, 200), desk.movement(2, 1, 1_300),
        ])
        #expect(results.codes == ["applied", "applied", "applied"])
        #expect(results.map(\.balance) == [700, 500, 0])
        #expect(results[1].sequence == results[0].sequence + 1)
        #expect((1...3).map { desk.balance($0) } == [1_800, 0, 1_200])
        #expect(desk.balance(BulkDesk.vault) == 3_000)
        _ = try desk.verify()
    }

    @Test(arguments: [false, true])
    func aRepeatChangesNothingAndGetsTheSameResults(restarts: Bool) throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        let records = [desk.movement(1, 2, 60), desk.movement(1, 2, 60), desk.movement(2, 1, 5)]
        let first = try desk.send(records)
        #expect(first.codes == ["applied", "insufficient_funds", "applied"])
        if restarts { try desk.restart() }
        let head = desk.journal.head
        let again = try desk.send(records)
        #expect(again.codes == ["replayed", "insufficient_funds", "replayed"])
        #expect(again.map(\.sequence) == first.map(\.sequence))
        #expect(again.map(\.balance) == first.map(\.balance))
        #expect(desk.journal.head == head, "nothing is written of a repeat")
    }

    /// The first verdict is final, as it is for every other method.
    @Test func aRefusalStaysOneWhenTheMoneyHasCome() throws {
        let desk = try BulkDesk()
        try desk.open(2)
        let early = desk.movement(1, 2, 60)
        #expect(try desk.send([early]).codes == ["insufficient_funds"])
        _ = try desk.send([desk.movement(BulkDesk.vault, 1, 500)])
        #expect(try desk.send([early]).codes == ["insufficient_funds"])
        #expect(desk.balance(2) == 0)
    }

    @Test func theSameIDWithAnotherContentIsRefused() throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        let record = desk.movement(1, 2, 10)
        _ = try desk.send([record])
        for change: (inout BulkRecord) -> Void in [
            { $0.amount = 11 }, { $0.debit = 2 }, { $0.credit = 3 }, { $0.reference = 8 },
            { $0.code = 1 },
        ] {
            var other = record
            change(&other)
            #expect(try desk.send([other]).codes == ["id_reused"])
        }
        #expect(desk.balance(2) == 110)
    }

    @Test func anIDTwiceInOneMessageIsOneMovement() throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        let record = desk.movement(1, 2, 10)
        #expect(try desk.send([record, record]).codes == ["applied", "replayed"])
        #expect(desk.balance(2) == 110)
    }

    @Test func aLinkedRunIsMadeWholly() throws {
        let desk = try BulkDesk()
        try desk.open(3)
        _ = try desk.send([desk.movement(BulkDesk.vault, 1, 100)])
        // The second and third have only what the one before brings.
        let run = [
            desk.movement(1, 2, 100, linked: true), desk.movement(2, 3, 100, linked: true),
            desk.movement(3, 1, 40),
        ]
        #expect(try desk.send(run).codes == ["applied", "applied", "applied"])
        #expect((1...3).map { desk.balance($0) } == [40, 0, 60])
        #expect(try desk.send(run).codes == ["replayed", "replayed", "replayed"])
        _ = try desk.verify()
    }

    @Test func aLinkedRunThatFailsChangesNothing() throws {
        let desk = try BulkDesk()
        try desk.open(3, funds: 100)
        let run = [
            desk.movement(1, 2, 100, linked: true), desk.movement(2, 3, 500, linked: true),
            desk.movement(3, 1, 1),
        ]
        let alone = desk.movement(3, 1, 1)
        let refused = ["linked_refused", "insufficient_funds", "linked_refused"]
        #expect(try desk.send(run + [alone]).codes == refused + ["applied"])
        #expect((1...3).map { desk.balance($0) } == [101, 100, 99])
        #expect(try desk.send(run).codes == refused, "and it is remembered")
        _ = try desk.verify()
    }

    @Test func aRunThatIsOpenOrHalfKnownIsRefusedWholeAndNotRemembered() throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        let (one, two) = (desk.movement(1, 2, 10, linked: true), desk.movement(1, 2, 10))
        var open = two
        open.flags = .linked
        #expect(try desk.send([one, open]).codes == ["linked_refused", "malformed"])
        #expect(try desk.send([two]).codes == ["applied"])
        #expect(try desk.send([one, two]).codes == ["linked_refused", "id_reused"])
        var twin = one
        twin.flags = []
        #expect(try desk.send([one, twin]).codes == ["linked_refused", "id_reused"])
        #expect(desk.balance(2) == 110)
    }

    @Test func whatIsNoRecordIsMalformed() throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        for spoil: (inout BulkRecord) -> Void in [
            { $0.amount = 0 }, { $0.amount = -5 }, { $0.amount = Amount.largest + 1 },
            { $0.reserved = 1 }, { $0.flags = BulkRecord.Flags(rawValue: 2) },
            { $0.id = RequestID(high: 1, low: 2) },
        ] {
            var record = desk.movement(1, 2, 10)
            spoil(&record)
            #expect(try desk.send([record]).codes == ["malformed"])
        }
        for size in [0, 63, 65, 64 * 8_191] {
            let answer = try desk.answer([UInt8](repeating: 0, count: size))
            guard case .refused(.malformed, _) = answer else {
                Issue.record("\(size) bytes: \(answer)")
                continue
            }
        }
        #expect(try desk.send([desk.movement(1, 99, 1)]).codes == ["account_not_found"])
        #expect(try desk.send([desk.movement(1, 1, 1)]).codes == ["same_account"])
    }

    @Test func onlyAnAdminSendsInBulk() throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        var frame: [UInt8] = []
        desk.movement(1, 2, 1).encode(to: &frame)
        for (principal, code) in [
            (Principal(user: "admin", role: "teller", generation: 1), RefusalCode.sessionExpired),
            (Principal(user: "admin", role: "admin", generation: 0), .sessionExpired),
            (
                Principal(user: "ada", role: "customer", customer: 1, generation: 1),
                .notPermitted
            ),
        ] {
            guard case .refused(let given, _) = try desk.answer(frame, as: principal) else {
                Issue.record("\(principal.user) was let in")
                continue
            }
            #expect(given == code)
        }
        #expect(desk.balance(2) == 100)
    }

    @Test func oneMessageTellsOfAllOfThem() throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        var frame: [UInt8] = []
        for _ in 0..<2_000 { desk.movement(1, 2, 1).encode(to: &frame) }
        let told = try desk.group(frame).publications.filter { $0.topic == Topic.ledgerBulk }
        let range = try JSON.decode(BulkTopic.self, from: try #require(told.first).state)
        #expect(told.count == 1)
        // 100 were made: the rest lacked the money.
        #expect(range.last - range.first == 99)
    }

    @Test func bulkIDsGoByThemselvesAndTakeNobodyElsesPlace() throws {
        let desk = try BulkDesk { $0.bulkWindow.ids = 100 }
        try desk.open(2, funds: 1_000)
        let old = desk.movement(1, 2, 1)
        _ = try desk.send([old])
        desk.now = desk.now.adding(.seconds(10))
        _ = try desk.send((0..<150).map { _ in desk.movement(1, 2, 1) })
        #expect(try desk.send([old]).codes == ["id_expired"])
        #expect(desk.journal.history.verdict(on: old.id) == nil)
        try desk.restart()
        #expect(try desk.send([old]).codes == ["id_expired"], "the watermark is in the journal")
    }

    @Test func theCodeIsKeptAndTheEntryIsListedLikeAnyOther() throws {
        let desk = try BulkDesk()
        try desk.open(2, funds: 100)
        let result = try desk.send([desk.movement(1, 2, 10, code: 0xA1B2_C3D4)])[0]
        let found = try desk.journal.history.record(at: result.sequence)
        let record = try #require(found?.record)
        #expect(record.varying == [0xD4, 0xC3, 0xB2, 0xA1])
        let entry = try #require(Entry(record))
        #expect(entry.kind == .transfer && entry.reference == 7)
    }

    @Test func theOutcomeOfARefusedMovementIsRefused() throws {
        let desk = try BulkDesk()
        try desk.open(2)
        let record = desk.movement(1, 2, 10)
        #expect(try desk.send([record]).codes == ["insufficient_funds"])
        let request = LedgerOutcome.Request(id: record.id.description)
        let outcome = try desk.reply(LedgerOutcome.self, [request])
        #expect(outcome == [.init(state: "refused", code: "insufficient_funds")])
    }

    /// Nothing is yet known of the row that a group will be.
    @Test func aStatementNamesTheLastRowOnDiskAlsoBehindAMovementOfItsGroup() throws {
        let desk = try BulkDesk()
        try desk.open(1)
        let found = try desk.journal.history.record(at: desk.journal.head)
        let onDisk = try #require(found)
        let now = desk.now.milliseconds
        desk.journal.tick(now: desk.now)
        desk.submit(.ledgerDeposit, JSON.encode(LedgerDeposit.Request(account: 1, amount: 5)))
        desk.submit(
            .accountStatement,
            JSON.encode(
                AccountStatement.Request(
                    account: 1, from: now - 1, to: now + 1, format: "json")))
        guard case .ok(let bytes) = try desk.journal.commit().answers[1] else { throw PaperError() }
        let text = try JSON.decode(AccountStatement.Reply.self, from: bytes).text
        #expect(text.contains("\"chain\":\"\(onDisk.position.chain.hexPrefix)\""))
    }
}
