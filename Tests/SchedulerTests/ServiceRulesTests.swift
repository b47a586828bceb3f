import BranchDomain
import Foundation
import Journal
import Messages
import Testing

@testable import Scheduler

@Suite struct ServiceRulesTests {
    private func update(_ desk: inout HallDesk, _ terms: ServiceTerms) throws -> ServiceInfo {
        try desk.call(ServiceUpdate.self, .init(service: "cash", terms: terms))
    }

    @Test func anUpdateChangesWhatIsGivenAndNothingElse() throws {
        var desk = try HallDesk()
        let first = try update(&desk, .init(capacity: 10, batch: 5, policy: .init(rule: "ratio")))
        #expect(first.capacity == 10 && first.batch == 5 && first.names == ["en": "Cash"])
        let second = try desk.call(
            ServiceUpdate.self, .init(service: "cash", names: ["es": "Caja"], parent: "loans"))
        #expect(second.names == ["es": "Caja"] && second.parent == "loans")
        #expect(second.capacity == 10 && second.policy?.rule == "ratio")
        let third = try desk.call(
            ServiceUpdate.self, .init(service: "cash", parent: "", terms: .init(capacity: 0)))
        #expect(third.capacity == nil && third.batch == nil && third.parent == nil)
        #expect(try desk.call(QueueServices.self, .init()).services.first == third)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
        for terms in [
            ServiceTerms(batch: 2), .init(capacity: 3, batch: 4), .init(capacity: -1),
            .init(first: 9, last: 8), .init(step: 0), .init(hours: ["never": []]),
            .init(hours: ["mon": ["9-12"]]), .init(hours: ["mon": ["12:00-13:00", "09:00-10:00"]]),
            .init(booking: .init(every: 1, places: 1)),
        ] {
            #expect(refusal { _ = try update(&desk, terms) } == .malformed, "\(terms)")
        }
    }

    @Test func aServiceIsNeverListedUnderItself() throws {
        var desk = try HallDesk()
        _ = try desk.call(ServiceUpdate.self, .init(service: "cash", parent: "loans"))
        for (service, parent) in [("loans", "cash"), ("cash", "cash")] {
            let request = ServiceUpdate.Request(service: service, parent: parent)
            #expect(refusal { _ = try desk.call(ServiceUpdate.self, request) } == .malformed)
        }
    }

    @Test func whatNobodyNeedsIsRemovedAndItsNameIsFree() throws {
        var desk = try HallDesk()
        func remove() throws {
            _ = try desk.call(ServiceRemove.self, .init(service: "cash"))
        }
        let ticket = try desk.issue()
        #expect(refusal { try remove() } == .serviceInUse)
        try desk.press(.cancel, on: ticket)
        _ = try desk.call(ServiceUpdate.self, .init(service: "loans", parent: "cash"))
        #expect(refusal { try remove() } == .serviceInUse)
        _ = try desk.call(ServiceUpdate.self, .init(service: "loans", parent: ""))
        try remove()
        #expect(refusal { try desk.issue() } == .serviceNotFound)
        #expect(refusal { try remove() } == .serviceNotFound)
        #expect(refusal { try desk.press(.reopen, on: ticket) } == .ticketState)
        #expect(try desk.call(QueueServices.self, .init()).services.map(\.service) == ["loans"])
        let board = desk.publish()["queue.main.cash."]
        #expect(board?.open == false)
        let again = ServiceAdd.Request(service: "cash", prefix: "A", names: ["en": "Cash"])
        #expect(
            refusal { _ = try desk.call(ServiceAdd.self, again) } == .serviceTaken,
            "tickets with this prefix are still about today")
        desk.wait(.seconds(86_400))
        _ = try desk.call(ServiceAdd.self, again)
        #expect(try desk.issue().number == "A001")
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
        let restored = try QueueHall(snapshot: desk.hall.snapshot())
        #expect(restored.services == desk.hall.services)
        #expect(restored.find(service: "cash") == desk.hall.find(service: "cash"))
    }

    @Test(arguments: [(1, 999, 2, 0, 1), (1, 9, 2, 4, 9), (1, 9, 2, 5, 10), (1, 9, 2, 6, 12)])
    func numbersGoInSteps(first: Int, last: Int, step: Int, issued: Int, number: Int) {
        let numbering = TicketNumbering(first: first, last: last, step: step)
        #expect(numbering.number(after: UInt32(issued)) == UInt32(number))
    }

    /// Whatever numbers are asked for in the middle of a day, none comes twice.
    @Test func changedNumbersDoNotRepeatThoseOfTheDay() throws {
        var random = SeededRandom(seed: 5)
        var desk = try HallDesk()
        var numbers: [String] = []
        for _ in 1...60 {
            for _ in 0...random.below(5) { numbers.append(try desk.issue().number) }
            let first = Int(random.below(300))
            let last = first + Int(random.below(200))
            _ = try update(
                &desk, .init(first: first, last: last, step: Int(1 + random.below(7))))
        }
        #expect(Set(numbers).count == numbers.count)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
        let restored = try QueueHall(snapshot: desk.hall.snapshot())
        #expect(restored.services == desk.hall.services)
    }

    @Test func hoursOpenAndCloseAServiceInTheBranchsOwnTime() throws {
        let madrid = try BusinessDayTests.zone("Europe/Madrid")
        // A Wednesday; the clocks are two hours ahead of UTC.
        var desk = try HallDesk(
            calendar: madrid, now: try BusinessDayTests.moment("2026-07-01T05:00:00Z"))
        let hours = ["wed": ["09:00-13:30", "16:00-18:00"], "2026-07-08": []]
        _ = try update(&desk, .init(hours: hours))
        desk.tick()
        func isOpen(_ moment: String) throws -> Bool {
            desk.now = try BusinessDayTests.moment(moment)
            desk.tick()
            return refusal { try desk.issue() } == nil
        }
        #expect(refusal { try desk.issue() } == .serviceClosed)
        #expect(desk.hall.nextDeadline == (try BusinessDayTests.moment("2026-07-01T07:00:00Z")))
        #expect(try !isOpen("2026-07-01T06:59:59Z"))
        #expect(try isOpen("2026-07-01T07:00:00Z"))
        #expect(try isOpen("2026-07-01T11:29:59Z"))
        #expect(try !isOpen("2026-07-01T11:30:00Z"))
        #expect(try isOpen("2026-07-01T14:00:00Z"))
        _ = try desk.call(ServiceClose.self, .init(service: "cash"))
        #expect(try !isOpen("2026-07-01T14:10:00Z"), "closed by hand until the hours turn it")
        #expect(try !isOpen("2026-07-08T08:00:00Z"), "a date comes before its weekday")
        #expect(try isOpen("2026-07-15T08:00:00Z"))
        _ = try update(&desk, .init(hours: [:]))
        #expect(desk.hall.services[0].turn == nil)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func allServicesTogetherFitAFrame() throws {
        var desk = try HallDesk()
        let long = String(repeating: "ñ", count: 120)
        var refused: RefusalCode?
        for number in 0..<248 where refused == nil {
            let letters = [number / 26, number % 26].map {
                Character(UnicodeScalar(UInt8(65 + $0)))
            }
            let request = ServiceAdd.Request(
                service: "s\(number)", prefix: "Z" + String(letters),
                names: ["en": long, "es": long, "pt": long])
            refused = refusal { _ = try desk.call(ServiceAdd.self, request) }
        }
        #expect(refused == .notOffered)
        let bytes = try desk.bytes(
            .queueServices, Array("{}".utf8), as: .anonymous, id: desk.nextID())
        #expect(bytes.count < 64 * 1_024)
    }

    @Test func theTopicsOfManyServicesAreReadInPages() throws {
        let state = [UInt8](repeating: 0x31, count: 5_000)
        let topics = (100..<140).map {
            (topic: "queue.main.s\($0).", sequence: UInt64(1), state: state)
        }
        var (after, seen) = ("", 0)
        while true {
            let page = TopicSnapshots.reply(epoch: "e", topics: topics.reversed(), after: after)
            #expect(page.count < 64 * 1_024)
            let text = String(decoding: page, as: UTF8.self)
            seen += text.components(separatedBy: #""sequence""#).count - 1
            guard let next = text.components(separatedBy: #""next":""#).dropFirst().first else {
                break
            }
            after = String(next.prefix { $0 != "\"" })
        }
        #expect(seen == 40)
    }
}
