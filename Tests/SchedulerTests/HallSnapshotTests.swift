import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

@Suite struct HallSnapshotTests {
    /// A hall with something of everything.
    func busy() throws -> HallDesk {
        var desk = try HallDesk()
        _ = try desk.call(
            ServiceAdd.self,
            .init(
                service: "vip", prefix: "V", names: ["en": "VIP", "es": "Señores"], parent: "cash",
                terms: .init(
                    first: 5, last: 50, capacity: 10, batch: 5,
                    policy: .init(rule: "priority", ageing: 60, skill: "vip"))))
        try desk.open("1")
        try desk.open("2", services: ["cash", "vip"])
        try desk.open("3")
        _ = try desk.call(
            CounterClose.self, .init(counter: "3"), as: HallDesk.teller(of: "3"))
        for number in 1...14 {
            _ = try desk.call(
                QueueIssue.self,
                .init(
                    service: number % 2 == 0 ? "cash" : "vip", priority: number % 3,
                    name: number % 4 == 0 ? "Ana \(number)" : nil, contact: "c\(number)",
                    party: 2, unique: ["k\(number)"]))
        }
        for press in Press.allCases.filter(\.isButton) {
            let ticket = try #require(try desk.next("2"))
            desk.wait(.seconds(30))
            try desk.press(press, on: ticket)
        }
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "2026-12-25"]
        let hours = Dictionary(uniqueKeysWithValues: days.map { ($0, ["00:00-24:00"]) })
        _ = try desk.call(
            ServiceUpdate.self,
            .init(
                service: "loans",
                terms: .init(
                    step: 2, hours: hours,
                    policy: .init(rule: "ratio", every: 4, target: 300),
                    booking: .init(every: 30, places: 2, early: 20, late: 10, ahead: 5))))
        _ = try desk.call(
            AppointmentBook.self,
            .init(
                service: "loans", at: desk.now.milliseconds / 1_800_000 * 1_800_000 + 3_600_000,
                name: "Booked", contact: "tg:1"), as: .anonymous)
        _ = try desk.next("1")
        let first = HallDesk.teller(of: "1")
        _ = try desk.call(QueueStart.self, .init(counter: "1"), as: first)
        _ = try desk.call(CounterPause.self, .init(counter: "1", reason: "tea"), as: first)
        _ = try desk.call(ServiceClose.self, .init(service: "loans"))
        return desk
    }

    @Test func aSnapshotIsTheWholeState() throws {
        let desk = try busy()
        let bytes = desk.hall.snapshot()
        let hall = try QueueHall(snapshot: bytes)
        #expect(hall.snapshot() == bytes)
        #expect(hall.day == desk.hall.day)
        #expect(hall.services == desk.hall.services)
        #expect(hall.counters == desk.hall.counters)
        #expect(hall.tickets == desk.hall.tickets)
        #expect(hall.details == desk.hall.details)
        #expect(hall.parked == desk.hall.parked)
        #expect(hall.nextDeadline == desk.hall.nextDeadline)
        try hall.check()
    }

    @Test func aCutSnapshotIsRefusedAtEveryLength() throws {
        let bytes = try busy().hall.snapshot()
        for length in 0..<bytes.count {
            #expect(throws: SnapshotError.self) {
                try QueueHall(snapshot: Array(bytes.prefix(length)))
            }
        }
        #expect(throws: SnapshotError.self) { try QueueHall(snapshot: bytes + [0]) }
        #expect(throws: SnapshotError.unknownVersion(9)) { try QueueHall(snapshot: [9]) }
    }

    @Test func aCheckFindsWhatContradictsItself() throws {
        let sound = try busy().hall
        try sound.check()
        var hall = sound
        let place = try #require(hall.services[0].line.first)
        hall.services[0].line.remove(place)
        #expect(throws: HallFault.self) { try hall.check() }
        hall = sound
        hall.services[2].tally.called += 1
        #expect(throws: HallFault.self) { try hall.check() }
        hall = sound
        hall.counters[CounterIndex(place: 0)].ticket = nil
        #expect(throws: HallFault.self) { try hall.check() }
        hall = sound
        hall.tickets.update(place.key) { $0.state = .called }
        #expect(throws: HallFault.self) { try hall.check() }
    }
}
