import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

@Suite struct AppointmentTests {
    static let rules = BookingRules(every: 15, places: 2, early: 30, late: 10, ahead: 14)

    /// Monday, 2026-07-06, eight o'clock.
    static func clinic() throws -> HallDesk {
        let terms = ServiceTerms(
            hours: ["mon": ["09:00-10:00"], "tue": ["09:00-09:20"]],
            policy: .init(rule: "appointments"), booking: rules)
        var desk = try HallDesk(
            services: [.init(service: "doctor", prefix: "D", names: ["en": "D"], terms: terms)],
            now: try BusinessDayTests.moment("2026-07-06T08:00:00Z"))
        desk.tick()
        return desk
    }

    static func at(_ text: String) throws -> Int64 {
        try BusinessDayTests.moment("2026-07-06T\(text):00Z").milliseconds
    }

    private func book(_ desk: inout HallDesk, _ at: Int64) throws -> String {
        try desk.call(
            AppointmentBook.self, .init(service: "doctor", at: at, name: "Ana"), as: .anonymous
        ).appointment
    }

    private func checkIn(_ desk: inout HallDesk, _ appointment: String) throws -> Ticket {
        try desk.call(AppointmentCheckIn.self, .init(appointment: appointment), as: .anonymous)
    }

    @Test func slotsComeFromTheHoursAndLosePlacesAsTheyAreTaken() throws {
        var desk = try AppointmentTests.clinic()
        func slots(_ date: String) throws -> [Int] {
            try desk.call(AppointmentSlots.self, .init(service: "doctor", date: date)).slots
                .map(\.free)
        }
        #expect(try slots("2026-07-06") == [2, 2, 2, 2])
        #expect(try slots("2026-07-07") == [2])
        #expect(try slots("2026-07-08") == [])
        #expect(try slots("2026-07-27") == [], "too far ahead")
        let taken = try book(&desk, try AppointmentTests.at("09:15"))
        #expect(try slots("2026-07-06") == [2, 1, 2, 2])
        _ = try desk.call(AppointmentCancel.self, .init(appointment: taken))
        #expect(try slots("2026-07-06") == [2, 2, 2, 2])
        #expect(refusal { _ = try slots("tomorrow") } == .malformed)
        desk.wait(.seconds(3_600 + 60))
        #expect(try slots("2026-07-06") == [2, 2, 2], "what is over is not offered")
        #expect(
            refusal {
                _ = try desk.call(
                    ServiceRemove.self, .init(service: "doctor"))
            } == nil)
    }

    @Test func noSlotIsTakenMoreOftenThanItHasPlaces() throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            var desk = try AppointmentTests.clinic()
            var booked: [(at: Int64, handle: String)] = []
            for _ in 1...30 {
                let at = try AppointmentTests.at(["09:00", "09:15"][Int(random.below(2))])
                if random.below(3) > 0 {
                    let code = refusal { booked.append((at, try book(&desk, at))) }
                    #expect(code == nil || code == .slotTaken)
                } else if !booked.isEmpty {
                    let one = booked.remove(at: Int(random.below(UInt64(booked.count))))
                    _ = try desk.call(AppointmentCancel.self, .init(appointment: one.handle))
                }
                for at in Set(booked.map(\.at)) where booked.count(where: { $0.at == at }) > 2 {
                    Issue.record("a slot is taken three times, seed \(seed)")
                }
            }
            #expect(try desk.replayed().appointments == desk.hall.appointments)
            #expect(
                try QueueHall(snapshot: desk.hall.snapshot()).appointments
                    == desk.hall.appointments)
        }
    }

    @Test func anAppointmentIsATicketFromItsCheckInOn() throws {
        var desk = try AppointmentTests.clinic()
        let appointment = try book(&desk, try AppointmentTests.at("09:15"))
        let early = try desk.call(QueueTicket.self, .init(ticket: appointment), as: .anonymous)
        #expect(early.state == "booked" && early.name == nil)
        #expect(early.at == (try AppointmentTests.at("09:15")))
        #expect(refusal { _ = try checkIn(&desk, appointment) } == .ticketState, "too early")
        desk.wait(.seconds(45 * 60))
        try desk.restart()
        let ticket = try checkIn(&desk, appointment)
        #expect(ticket.ticket == appointment && ticket.number == "D001")
        #expect(ticket.state == "waiting" && ticket.at == early.at)
        #expect(refusal { _ = try checkIn(&desk, appointment) } == .ticketState, "twice")
        #expect(
            refusal {
                _ = try desk.call(AppointmentCancel.self, .init(appointment: appointment))
            } == .ticketState)
        #expect(refusal { _ = try checkIn(&desk, "x") } == .ticketNotFound)
        #expect(try desk.call(QueueTicket.self, .init(ticket: appointment)).name == "Ana")
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func whoIsDueComesBeforeWalkInsAndWhoIsLateDoesNot() throws {
        var desk = try AppointmentTests.clinic()
        let quarter = try book(&desk, try AppointmentTests.at("09:15"))
        let hour = try book(&desk, try AppointmentTests.at("09:00"))
        desk.wait(.seconds(60 * 60))
        let walkIns = try (1...3).map { _ in try desk.issue("doctor").number }
        _ = try checkIn(&desk, quarter)
        try desk.open()
        #expect(try desk.next()?.number == walkIns[0], "not before the booked time")
        desk.wait(.seconds(14 * 60))
        try desk.open()
        desk.wait(.seconds(60))
        let due = try desk.call(QueueNext.self, .init(counter: "2"))
        #expect(due.ticket?.ticket == quarter && due.why == "appointment")
        let late = try checkIn(&desk, hour)
        #expect(late.at == nil && late.position == 3)
        #expect(try desk.next()?.number == walkIns[1])
    }

    @Test func anAppointmentIsKeptOverTheDaysUntilItsOwnIsOver() throws {
        var desk = try AppointmentTests.clinic()
        let tomorrow = try AppointmentTests.at("09:00") + 86_400_000
        let appointment = try book(&desk, tomorrow)
        #expect(
            refusal {
                _ = try desk.call(ServiceRemove.self, .init(service: "doctor"))
            } == .serviceInUse)
        desk.wait(.seconds(86_400))
        #expect(try desk.call(QueueTicket.self, .init(ticket: appointment)).state == "booked")
        desk.wait(.seconds(86_400))
        #expect(refusal { _ = try checkIn(&desk, appointment) } == .ticketNotFound)
        #expect(desk.hall.appointments.entries.isEmpty)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test(arguments: [0, -1, Int64.max, Int64.min, 1_783_328_400_001])
    func aTimeThatIsNoSlotIsNotBooked(at: Int64) throws {
        var desk = try AppointmentTests.clinic()
        #expect(refusal { _ = try book(&desk, at) } == .slotTaken)
        var plain = try HallDesk()
        let request = AppointmentBook.Request(service: "cash", at: at, name: "Ana")
        #expect(
            refusal { _ = try plain.call(AppointmentBook.self, request) } == .notOffered)
    }
}
