import BranchDomain
import Messages
import Testing

@testable import Scheduler

/// A shop that takes ten people, and calls the next five when five have left.
@Suite struct AdmissionTests {
    static func shop(capacity: Int = 10, batch: Int? = 5) throws -> HallDesk {
        let terms = ServiceTerms(capacity: capacity, batch: batch)
        return try HallDesk(services: [
            .init(service: "shop", prefix: "S", names: ["en": "Shop"], terms: terms)
        ])
    }

    private func states(_ desk: inout HallDesk, _ tickets: [Ticket]) throws -> [String] {
        try tickets.map { try desk.call(QueueTicket.self, .init(ticket: $0.ticket)).state }
    }

    @Test func tenComeAtOnceAndTheNextFiveWhenFiveAreDone() throws {
        var desk = try AdmissionTests.shop()
        var tickets: [Ticket] = []
        for flat in 1...17 {
            tickets.append(
                try desk.call(
                    QueueIssue.self, .init(service: "shop", unique: ["flat:D\(flat)"]),
                    as: HallDesk.kiosk))
            desk.tick()
        }
        #expect(try states(&desk, tickets).count { $0 == "called" } == 10)
        for ticket in tickets[0..<4] {
            _ = try desk.call(QueueLeave.self, .init(ticket: ticket.ticket), as: .anonymous)
            desk.tick()
            #expect(try states(&desk, Array(tickets[10...])).allSatisfy { $0 == "waiting" })
        }
        _ = try desk.call(QueueLeave.self, .init(ticket: tickets[7].ticket), as: .anonymous)
        #expect(desk.hall.nextDeadline == Timestamp(milliseconds: 0), "the batch is due at once")
        desk.tick()
        #expect(try states(&desk, Array(tickets[10...14])).allSatisfy { $0 == "called" })
        #expect(try states(&desk, Array(tickets[15...])) == ["waiting", "waiting"])
        let board = try #require(desk.publish()["queue.main.shop."])
        #expect(board.admission == Admission(inside: 10, capacity: 10, batch: 5))
        #expect(board.recent.first?.counter == "entrance" && board.waiting == 2)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
        try desk.hall.check()
    }

    @Test func aCounterDoesNotCallWhoIsLetInByOccupancy() throws {
        var desk = try AdmissionTests.shop(capacity: 1, batch: nil)
        try desk.open()
        try desk.issue("shop")
        let second = try desk.issue("shop")
        desk.tick()
        #expect(try desk.next() == nil)
        #expect(refusal { try desk.press(.call, on: second) } == .ticketState)
    }

    @Test func aPartyThatDoesNotFitIsRefusedAndOneThatDoesIsNotOvertaken() throws {
        var desk = try AdmissionTests.shop(capacity: 4, batch: 2)
        func party(_ people: Int) throws -> Ticket {
            let ticket = try desk.call(
                QueueIssue.self, .init(service: "shop", party: people), as: HallDesk.kiosk)
            desk.tick()
            return ticket
        }
        #expect(refusal { _ = try party(5) } == .malformed)
        let (three, two, one) = (try party(3), try party(2), try party(1))
        #expect(try states(&desk, [three, two, one]) == ["called", "waiting", "waiting"])
        _ = try desk.call(QueueLeave.self, .init(ticket: three.ticket))
        desk.tick()
        #expect(try states(&desk, [three, two, one]) == ["served", "called", "called"])
        let smaller = ServiceUpdate.Request(service: "shop", terms: .init(capacity: 1, batch: 1))
        #expect(refusal { _ = try desk.call(ServiceUpdate.self, smaller) } == .serviceInUse)
    }

    /// Five thousand shops, each with its own order of coming and leaving.
    @Test func neverMoreThanCapacityAreInsideAndNobodyWaitsForEver() throws {
        for seed in 1...5_000 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let capacity = Int(1 + random.below(12))
            let batch = Int(1 + random.below(UInt64(capacity)))
            var occupancy = Occupancy()
            var line: [Int] = []
            var inside: [Int] = []
            func letIn() {
                while let party = line.first,
                    occupancy.admits(party: party, capacity: capacity, batch: batch)
                {
                    occupancy.use(party: party, capacity: capacity, batch: batch)
                    occupancy.enter(party: party)
                    inside.append(line.removeFirst())
                }
                let people = inside.reduce(0, +)
                if people > capacity || occupancy.inside != people {
                    Issue.record("\(people) inside, \(capacity) fit, seed \(seed)")
                }
            }
            for _ in 1...60 {
                if random.below(2) == 0 || inside.isEmpty {
                    line.append(Int(1 + random.below(UInt64(capacity))))
                } else {
                    let gone = inside.remove(at: Int(random.below(UInt64(inside.count))))
                    occupancy.leave(party: gone)
                }
                letIn()
                if !line.isEmpty, inside.isEmpty {
                    Issue.record("an empty shop lets nobody in, seed \(seed)")
                }
            }
        }
    }

    /// The hall itself, with every way in and out.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func theHallKeepsTheBoundUnderEveryInterleaving(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let capacity = Int(2 + random.below(8))
        var desk = try AdmissionTests.shop(
            capacity: capacity, batch: Int(1 + random.below(UInt64(capacity))))
        var handles: [String] = []
        for step in 1...150 {
            _ = refusal {
                let handle = handles.randomElement(using: &random) ?? "x"
                switch random.below(8) {
                case 0..<4:
                    let party = Int(1 + random.below(UInt64(capacity)))
                    handles.append(
                        try desk.call(
                            QueueIssue.self, .init(service: "shop", party: party),
                            as: HallDesk.kiosk
                        ).ticket)
                case 4, 5: _ = try desk.call(QueueLeave.self, .init(ticket: handle))
                case 6:
                    _ = try desk.call(QueueRequeue.self, .init(ticket: handle, position: "last"))
                default:
                    _ = try desk.call(QueueReopen.self, .init(ticket: handle, position: "first"))
                }
            }
            if random.below(3) > 0 { desk.tick() }
            let called = desk.hall.tickets.rows.filter(\.isAdmitted).map { Int($0.party) }
            #expect(called.reduce(0, +) <= capacity, "seed \(seed), step \(step)")
        }
        desk.tick()
        try desk.hall.check()
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot(), "seed \(seed)")
        let restored = try QueueHall(snapshot: desk.hall.snapshot())
        #expect(restored.services == desk.hall.services, "seed \(seed)")
    }

    @Test func whoNeverSaysThatTheyLeftIsOutAfterTheSecondNight() throws {
        var desk = try AdmissionTests.shop(capacity: 1, batch: nil)
        let first = try desk.issue("shop")
        desk.tick()
        desk.wait(.seconds(86_400))
        #expect(try desk.call(QueueTicket.self, .init(ticket: first.ticket)).state == "called")
        let second = try desk.issue("shop")
        desk.tick()
        #expect(try desk.call(QueueTicket.self, .init(ticket: second.ticket)).state == "waiting")
        desk.wait(.seconds(86_400))
        #expect(desk.hall.services[0].occupancy.inside == 0)
        try desk.hall.check()
    }
}

extension SeededRandom: RandomNumberGenerator {}
