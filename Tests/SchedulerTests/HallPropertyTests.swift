import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// Random days at the branch: whatever people press, nothing is lost, doubled or at two counters.
@Suite struct HallPropertyTests {
    static let tellers = (1...3).map { Principal(user: "teller\($0)", role: "teller") }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func nothingIsLostDoubledOrAtTwoCounters(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var desk = try HallDesk()
        var handles: [String] = []
        for step in 1...600 {
            try press(&desk, &handles, &random)
            if step % 20 == 0 { try check(desk, "seed \(seed), step \(step)") }
        }
        try check(desk, "seed \(seed)")
        let kinds = Set(desk.journal.map(\.record.kind))
        #expect(TicketRecordKind.allCases.count { kinds.contains($0.rawValue) } >= 8, "\(kinds)")
        let topics = desk.publish()
        try desk.restart()
        let again = Dictionary(
            uniqueKeysWithValues: desk.hall.initialPublications().map { ($0.topic, $0.state) })
        for (topic, state) in topics {
            let bytes = try #require(again[topic])
            #expect(try JSON.decode(QueueTopic.self, from: bytes) == state, "seed \(seed)")
        }
    }

    private func press(
        _ desk: inout HallDesk, _ handles: inout [String], _ random: inout SeededRandom
    ) throws {
        let place = random.below(3)
        let counter = CounterRequest(counter: "\(place)")
        // Mostly the counter's own teller, now and then somebody else.
        let teller = HallPropertyTests.tellers[
            Int(random.below(8) == 0 ? random.below(3) : place)]
        let handle = handles.isEmpty ? "x" : handles[Int(random.below(UInt64(handles.count)))]
        let name = ["cash", "loans"][Int(random.below(2))]
        _ = refusal {
            switch random.below(32) {
            case 0..<9:
                let keys = random.below(4) == 0 ? ["key:\(random.below(9))"] : nil
                let priority = random.below(6) == 0 ? Int(random.below(10)) : nil
                let ticket = try desk.call(
                    QueueIssue.self,
                    .init(service: name, priority: priority, name: "N", unique: keys), as: teller)
                handles.append(ticket.ticket)
            case 9..<16: _ = try desk.call(QueueNext.self, counter, as: teller)
            case 16: _ = try desk.call(QueueRecall.self, counter, as: teller)
            case 17, 18: _ = try desk.call(QueueStart.self, counter, as: teller)
            case 19: _ = try desk.call(QueueDone.self, counter, as: teller)
            case 20: _ = try desk.call(QueueNoShow.self, counter, as: teller)
            case 21:
                let minutes = Int(1 + random.below(30))
                _ = try desk.call(
                    QueueHold.self, .init(counter: counter.counter, minutes: minutes), as: teller)
            case 22:
                _ = try desk.call(
                    QueueResume.self, .init(counter: counter.counter, ticket: handle), as: teller)
            case 23: _ = try desk.call(QueueCancel.self, .init(ticket: handle))
            case 24: _ = try desk.call(QueueLeave.self, .init(ticket: handle))
            case 25, 26:
                let services = random.below(3) == 0 ? [name] : []
                _ = try desk.call(
                    CounterOpen.self, .init(counter: counter.counter, services: services),
                    as: teller)
            case 27:
                _ = try desk.call(CounterPause.self, .init(counter: counter.counter), as: teller)
            case 28: _ = try desk.call(CounterClose.self, counter, as: teller)
            case 29:
                if random.below(2) == 0 {
                    _ = try desk.call(ServiceClose.self, .init(service: name))
                } else {
                    _ = try desk.call(ServiceOpen.self, .init(service: name))
                }
            case 30: desk.wait(.seconds(Int(random.below(600))))
            default: desk.wait(.seconds(Int(random.below(40) == 0 ? 86_400 : 5)))
            }
        }
    }

    func check(_ desk: HallDesk, _ place: String) throws {
        let hall = desk.hall
        #expect(try desk.replayed().snapshot() == hall.snapshot(), "\(place)")
        let restored = try QueueHall(snapshot: hall.snapshot())
        #expect(restored.snapshot() == hall.snapshot(), "\(place)")
        #expect(restored.services == hall.services, "\(place)")
        #expect(restored.counters == hall.counters, "\(place)")
        #expect(restored.tickets == hall.tickets, "\(place)")
        #expect(restored.parked == hall.parked, "\(place)")
        #expect(restored.details == hall.details, "\(place)")
        #expect(restored.appointments == hall.appointments, "\(place)")
        #expect(restored.busy == hall.busy, "\(place)")

        try hall.check()
        for index in hall.serviceIndices {
            let mine = hall.tickets.rows.filter { $0.issuer == index && $0.leg == 1 }
            let numbers = mine.filter { $0.issued >= dayBegins(hall) }.map(\.number)
            #expect(Set(numbers).count == numbers.count, "\(place)")
        }
    }

    private func dayBegins(_ hall: QueueHall) -> Timestamp {
        Timestamp(milliseconds: (hall.day?.number ?? 0) * 86_400_000)
    }
}
