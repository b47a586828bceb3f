import BranchDomain
import Foundation
import Messages
import Outbox
import OutgoingHTTP
import Synchronization
import Testing

@testable import Notifier

/// A lane of the outbox that a test runs through hours in a moment.
private struct Simulation {
    let outbox: TemporaryOutbox
    let exchange = Exchange()
    var gate: LaneGate
    var now: Timestamp = at(0)
    private let courier: Courier

    init(perSecond: Int, seed: UInt64 = 1) throws {
        outbox = try TemporaryOutbox()
        gate = LaneGate(perSecond: perSecond)
        let counter = Mutex(seed)
        let people = People([4_711: Sample.customer()])
        courier = Courier(
            lane: "sms", store: outbox.store, carrier: smsCarrier(exchange, people),
            schedule: .standard,
            random: {
                counter.withLock { state in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return state >> 33
                }
            })
    }

    func queue(_ count: Int) async throws {
        let now = now
        try await outbox.store.write { transaction in
            for number in 1...count {
                let entry = Sample.entry(UInt64(number))
                let notice = TextNotice(
                    urgent: false, movement: MovementNotice.both(of: entry)[0])
                try transaction.add(
                    NewMessage(
                        id: "sms:\(number):4711", lane: "sms", due: now,
                        body: JSON.encode(notice)), now: now)
            }
        }
    }

    /// Works until a moment, in virtual time.
    mutating func run(until end: Timestamp) async throws {
        while now < end {
            let next = try await courier.round(&gate, now: now)
            // Nobody sends dead letters again here: no need to look every few seconds.
            let due = try await outbox.store.nextDue(lane: "sms") ?? end
            now = min(end, max(next, due, now.adding(.milliseconds(1))))
        }
    }

    func count() async throws -> OutboxStore.LaneCount? { try await outbox.store.counts().first }

    /// The references in the texts that the provider took.
    func references(_ requests: [OutgoingRequest]) -> [String] {
        requests.map { request in
            let text = String(decoding: request.body, as: UTF8.self)
            return String(text.suffix(from: text.range(of: "Ref.")?.upperBound ?? text.startIndex))
        }
    }
}

@Suite struct CourierTests {
    @Test func aProviderThatIsDownForAnHourGetsEverythingAfterwardsAndNothingTwice() async throws {
        var lane = try Simulation(perSecond: 10)
        try await lane.queue(200)
        lane.exchange.set { _ in .failure(OutgoingTrouble("connection refused")) }
        try await lane.run(until: at(3_600))
        let knocks = lane.exchange.count
        #expect(knocks < 60, "an hour of \(knocks) knocks at a closed door")
        #expect(try await lane.count()?.waiting == 200)
        lane.exchange.requests.withLock { $0.removeAll() }
        lane.exchange.set { _ in .success(Exchange.taken) }
        try await lane.run(until: at(3_600 + 900))
        #expect(lane.exchange.count == 200)
        let references = lane.references(lane.exchange.requests.withLock { $0 })
        #expect(Set(references).count == 200)
        #expect(try await lane.count()?.sent == 200)
    }

    @Test func garbageForAnHourLosesNothing() async throws {
        var lane = try Simulation(perSecond: 10)
        try await lane.queue(50)
        lane.exchange.set { number in
            .success(
                OutgoingAnswer(
                    status: [200, 500, 302][number % 3], body: Array("<html>".utf8)))
        }
        try await lane.run(until: at(3_600))
        #expect(try await lane.count()?.waiting == 50)
        lane.exchange.set { _ in .success(Exchange.taken) }
        try await lane.run(until: at(3_600 + 900))
        #expect(try await lane.count()?.sent == 50)
    }

    @Test func theProvidersRateIsKeptInEverySecond() async throws {
        var lane = try Simulation(perSecond: 10)
        let times = Mutex<[Timestamp]>([])
        try await lane.queue(300)
        var last = 0
        while lane.exchange.count < 300, lane.now < at(120) {
            let before = lane.now
            try await lane.run(until: lane.now.adding(.milliseconds(50)))
            let fresh = lane.exchange.count - last
            last += fresh
            times.withLock { $0 += Array(repeating: before, count: fresh) }
        }
        let all = times.withLock { $0 }
        #expect(all.count == 300)
        #expect(lane.now < at(32), "slower than the rate: \(lane.now.since(at(0)))")
        for start in Set(all) {
            #expect(all.count { $0 >= start && $0.since(start) < .milliseconds(900) } <= 10)
        }
    }

    @Test func aPauseThatTheProviderAsksForIsKept() async throws {
        var lane = try Simulation(perSecond: 10)
        try await lane.queue(5)
        lane.exchange.set { _ in
            .success(OutgoingAnswer(status: 429, retryAfter: .seconds(120)))
        }
        try await lane.run(until: at(1))
        let asked = lane.exchange.count
        lane.exchange.set { _ in .success(Exchange.taken) }
        try await lane.run(until: at(119))
        #expect(lane.exchange.count == asked)
        try await lane.run(until: at(400))
        #expect(try await lane.count()?.sent == 5)
    }

    @Test func oneMessageThatIsRefusedHoldsNobodyUp() async throws {
        var lane = try Simulation(perSecond: 1)
        try await lane.queue(10)
        lane.exchange.set { number in
            number == 1
                ? .success(OutgoingAnswer(status: 400, body: Array(#"{"code": 21211}"#.utf8)))
                : .success(Exchange.taken)
        }
        try await lane.run(until: at(30))
        let count = try await lane.count()
        #expect(count?.dead == 1 && count?.sent == 9)
        #expect(try await lane.outbox.store.letters(dead: true, limit: 9)[0].trouble != nil)
    }

    @Test func whatFailsForADayIsKeptAsADeadLetter() async throws {
        var lane = try Simulation(perSecond: 10)
        try await lane.queue(3)
        lane.exchange.set { _ in .success(OutgoingAnswer(status: 401)) }
        try await lane.run(until: at(3 * 86_400))
        #expect(try await lane.count()?.dead == 3)
        lane.exchange.set { _ in .success(Exchange.taken) }
        #expect(try await lane.outbox.store.resend(nil, now: lane.now) == 3)
        try await lane.run(until: lane.now.adding(.seconds(900)))
        #expect(try await lane.count()?.sent == 3)
    }
}

/// A ledger of so many movements, read by pages.
private struct Ledger: EntrySource {
    let entries: [LedgerEntry]
    var failing = false

    func entries(after sequence: UInt64) async throws -> LedgerEntries.Reply {
        if failing { throw OutgoingTrouble("away") }
        let rest = entries.filter { $0.sequence > sequence }
        let page = Array(rest.prefix(100))
        return LedgerEntries.Reply(
            entries: page, next: rest.count > 100 ? page.last?.sequence : nil)
    }
}

@Suite struct IntakeTests {
    private let outbox: TemporaryOutbox
    private let intake: Intake

    init() throws {
        outbox = try TemporaryOutbox()
        intake = Intake(
            rules: try Sample.rules(#"{"on": "account", "to": "customer"}"#), store: outbox.store)
    }

    private func ledger(_ count: UInt64) -> Ledger {
        Ledger(entries: (1...count).map { Sample.entry($0 * 3) })
    }

    @Test func whatHappenedBeforeTheFirstNotifierIsNotTold() async throws {
        #expect(try await intake.cursor() == nil)
        #expect(try await intake.catchUp(from: ledger(5)) { at(0) } == 0)
        try await intake.begin(at: 9)
        #expect(try await intake.catchUp(from: ledger(5)) { at(0) } == 2)
        #expect(try await intake.cursor() == 15)
    }

    @Test func afterBeingDownItReadsOnPageByPageAndMissesNothing() async throws {
        try await intake.begin(at: 0)
        #expect(try await intake.catchUp(from: ledger(250)) { at(0) } == 250)
        #expect(try await intake.cursor() == 750)
        #expect(try await intake.catchUp(from: ledger(250)) { at(0) } == 0)
        #expect(try await intake.catchUp(from: ledger(251)) { at(0) } == 1)
    }

    @Test func aMovementReadTwiceIsOneMessage() async throws {
        try await intake.begin(at: 0)
        _ = try await intake.catchUp(from: ledger(10)) { at(0) }
        // As after a journal of the outbox that was put back.
        try await intake.begin(at: 0)
        #expect(try await intake.catchUp(from: ledger(10)) { at(1) } == 0)
        #expect(try await outbox.store.counts().first?.waiting == 10)
    }

    @Test func whileTheLedgerIsAwayNothingMoves() async throws {
        try await intake.begin(at: 0)
        var away = ledger(10)
        away.failing = true
        await #expect(throws: OutgoingTrouble.self) {
            try await intake.catchUp(from: away) { at(0) }
        }
        #expect(try await intake.cursor() == 0)
    }

    @Test func callsInAQueueAreOnDiskOnceAlsoAfterARestart() async throws {
        let rules = try Sample.rules(#"{"on": "queue", "to": "webhook:crm"}"#)
        let intake = Intake(rules: rules, store: outbox.store)
        let call = BoardCall(number: "A1", counter: "2", called: at(0).milliseconds, calls: 1)
        for _ in 1...2 {
            var watch = try await intake.watch()
            try await intake.take(Sample.queue(recent: [call]), &watch, now: at(1))
        }
        #expect(try await outbox.store.counts().first?.waiting == 1)
    }
}
