import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// Random days with everything that moves tickets about: nothing is lost, doubled or miscounted.
@Suite struct HallMovesPropertyTests {
    static let names = ["cash", "loans", "shop"]

    @Test(arguments: 101...112 as ClosedRange<UInt64>)
    func nothingIsLostHoweverTicketsAreMoved(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var desk = try HallDesk()
        let day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let hours = Dictionary(uniqueKeysWithValues: day.map { ($0, ["00:00-24:00"]) })
        let booking = BookingRules(every: 30, places: 2, early: 600, late: 15)
        _ = try desk.call(
            ServiceAdd.self,
            .init(
                service: "shop", prefix: "S", names: ["en": "Shop"],
                terms: .init(capacity: 6, batch: 3, hours: hours, booking: booking)))
        desk.tick()
        var handles: [String] = []
        for step in 1...500 {
            try press(&desk, &handles, &random)
            desk.tick()
            try checkRooms(desk.hall, "seed \(seed), step \(step)")
            if step % 25 == 0 {
                try HallPropertyTests().check(desk, "seed \(seed), step \(step)")
            }
        }
        let kinds = Set(desk.journal.map(\.record.kind))
        for kind in [TicketRecordKind.transferred, .requeued, .admitted, .abandoned] {
            #expect(kinds.contains(kind.rawValue), "seed \(seed) never came to \(kind)")
        }
    }

    private func checkRooms(_ hall: QueueHall, _ place: String) throws {
        for service in hall.services {
            // The most that the shop ever has.
            #expect(service.occupancy.inside <= 8, "\(place)")
        }
        let tellers = hall.counters.rows.filter { $0.ticket != nil }.compactMap(\.tenure?.teller)
        #expect(Set(tellers).count == tellers.count, "a teller has two tickets, \(place)")
    }

    private func press(
        _ desk: inout HallDesk, _ handles: inout [String], _ random: inout SeededRandom
    ) throws {
        let teller = HallPropertyTests.tellers[Int(random.below(3))]
        let counter = "\(random.below(4))"
        let handle = handles.isEmpty ? "x" : handles[Int(random.below(UInt64(handles.count)))]
        let name = HallMovesPropertyTests.names[Int(random.below(3))]
        let position = ["first", "last", "arrival"][Int(random.below(3))]
        _ = refusal {
            switch random.below(24) {
            case 0..<6:
                let then = random.below(4) == 0 ? ["loans", "shop"] : nil
                let ticket = try desk.call(
                    QueueIssue.self,
                    .init(
                        service: name, priority: Int(random.below(4)), name: "N",
                        party: Int(1 + random.below(4)),
                        unique: random.below(2) == 0 ? ["k\(random.below(9))"] : nil, then: then),
                    as: teller)
                handles.append(ticket.ticket)
            case 6..<10: _ = try desk.call(QueueNext.self, .init(counter: counter), as: teller)
            case 10: _ = try desk.call(QueueDone.self, .init(counter: counter), as: teller)
            case 11, 12:
                _ = try desk.call(
                    QueueTransfer.self,
                    .init(
                        counter: counter, service: random.below(2) == 0 ? name : nil,
                        toCounter: random.below(2) == 0 ? "\(random.below(4))" : nil,
                        position: position), as: teller)
            case 13:
                _ = try desk.call(
                    QueueRequeue.self, .init(ticket: handle, position: position), as: teller)
            case 14:
                _ = try desk.call(
                    QueueReopen.self, .init(ticket: handle, position: position), as: teller)
            case 15:
                _ = try desk.call(
                    QueueCall.self, .init(counter: counter, ticket: handle, reason: "r"),
                    as: teller)
            case 16: _ = try desk.call(QueueLeave.self, .init(ticket: handle))
            case 17:
                let abandoned = random.below(2) == 0
                _ = try desk.call(
                    QueueCancel.self, .init(ticket: handle, abandoned: abandoned), as: teller)
            case 18, 19:
                _ = try desk.call(
                    CounterOpen.self,
                    .init(counter: counter, prefer: ["loans"], automatic: random.below(2) == 0),
                    as: teller)
            default: try manage(&desk, &handles, &random, counter, teller, name)
            }
        }
    }

    private func manage(
        _ desk: inout HallDesk, _ handles: inout [String], _ random: inout SeededRandom,
        _ counter: String, _ teller: Principal, _ name: String
    ) throws {
        switch random.below(7) {
        case 0:
            let rules = QueuePolicy.Rule.allCases
            let rule = rules[Int(random.below(UInt64(rules.count)))].text
            _ = try desk.call(
                ServiceUpdate.self, .init(service: name, terms: .init(policy: .init(rule: rule))))
        case 1:
            _ = try desk.call(
                ServiceUpdate.self,
                .init(service: "shop", terms: .init(capacity: Int(6 + random.below(3)))))
        case 2: _ = try desk.call(CounterPause.self, .init(counter: counter), as: teller)
        case 3: _ = try desk.call(CounterClose.self, .init(counter: counter), as: teller)
        case 4:
            let slot = (desk.now.milliseconds / 1_800_000 + 1 + Int64(random.below(3))) * 1_800_000
            let booked = try desk.call(
                AppointmentBook.self, .init(service: "shop", at: slot, name: "B"), as: .anonymous)
            handles.append(booked.appointment)
        case 5:
            guard let handle = handles.last else { return }
            _ = try desk.call(AppointmentCheckIn.self, .init(appointment: handle))
        default: desk.wait(.seconds(Int(random.below(12) == 0 ? 86_400 : random.below(900))))
        }
    }
}
