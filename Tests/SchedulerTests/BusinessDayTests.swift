import BranchDomain
import Foundation
import Journal
import JournaledService
import Messages
import Testing

@testable import Scheduler

@Suite struct BusinessDayTests {
    static func zone(_ name: String) throws -> BusinessCalendar {
        BusinessCalendar(timeZone: try #require(TimeZone(identifier: name)))
    }

    static func moment(_ text: String) throws -> Timestamp {
        let date = try Date(text, strategy: .iso8601)
        return Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1_000))
    }

    /// Zone, a moment of the day, the first moment that is no longer of it: clocks go forward and
    /// back by day, at midnight itself, and by half an hour.
    @Test(arguments: [
        ("UTC", "2026-03-01T12:00:00Z", "2026-03-02T00:00:00Z"),
        ("Europe/Madrid", "2026-07-01T21:59:59Z", "2026-07-01T22:00:00Z"),
        ("Europe/Madrid", "2026-03-29T00:30:00Z", "2026-03-29T22:00:00Z"),
        ("Europe/Madrid", "2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z"),
        ("America/New_York", "2026-11-01T05:00:00Z", "2026-11-02T05:00:00Z"),
        ("Asia/Beirut", "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T12:00:00Z", "2026-04-04T13:00:00Z"),
        ("Asia/Kathmandu", "2026-05-05T18:00:00Z", "2026-05-05T18:15:00Z"),
    ])
    func aDayEndsAtLocalMidnight(zone: String, moment: String, end: String) throws {
        let calendar = try BusinessDayTests.zone(zone)
        let day = calendar.day(at: try BusinessDayTests.moment(moment))
        #expect(day.ends == (try BusinessDayTests.moment(end)))
        #expect(calendar.day(at: day.ends).number == day.number + 1)
    }

    @Test func daysFollowOneAnotherWithoutHoleInEveryZone() throws {
        for zone in ["Europe/Madrid", "Asia/Beirut", "America/Havana", "America/Santiago"] {
            let calendar = try BusinessDayTests.zone(zone)
            var day = calendar.day(at: try BusinessDayTests.moment("2026-01-01T12:00:00Z"))
            for _ in 1...800 {
                let next = calendar.day(at: day.ends)
                #expect(next.number == day.number + 1, "\(zone)")
                day = next
            }
        }
    }

    @Test(arguments: [
        (1, 999, 0, 1), (1, 999, 998, 999), (1, 999, 999, 1_000), (1, 999, 1_000, 1_001),
        (1, 99, 99, 100), (100, 199, 99, 199), (100, 199, 100, 1_000), (0, 0, 1, 10),
        (1, 99_999, 99_999, 100_000),
    ])
    func numbersGrowADigitBehindTheLast(first: Int, last: Int, issued: Int, number: Int) {
        let numbering = TicketNumbering(first: first, last: last)
        #expect(numbering.number(after: UInt32(issued)) == UInt32(number))
    }

    @Test func noNumberComesTwiceInADay() throws {
        var desk = try HallDesk(services: [
            .init(
                service: "cash", prefix: "A", names: ["en": "X"],
                terms: .init(first: 90, last: 95))
        ])
        let numbers = try (1...30).map { _ in try desk.issue().number }
        #expect(Set(numbers).count == 30)
        #expect(numbers[0] == "A090" && numbers[5] == "A095" && numbers[6] == "A100")
    }

    @Test func midnightForgetsWhoWaitsAndKeepsWhoIsAtACounter() throws {
        let midnight = try BusinessDayTests.moment("2026-07-01T22:00:00Z")
        var desk = try HallDesk(
            calendar: try BusinessDayTests.zone("Europe/Madrid"),
            now: midnight.adding(.seconds(-60)))
        try desk.open("1")
        try desk.open("2")
        try desk.open("3")
        let tickets = try (1...5).map { _ in try desk.issue() }
        for counter in ["1", "2", "3"] { _ = try desk.next(counter) }
        _ = try desk.call(
            QueueStart.self, .init(counter: "1"), as: HallDesk.teller(of: "1"))
        _ = try desk.call(
            QueueHold.self, .init(counter: "3", minutes: 60), as: HallDesk.teller(of: "3"))
        let records = desk.journal.count
        desk.wait(.seconds(60))
        #expect(desk.journal.count == records + 1, "one record, no rows moved")
        for (ticket, state) in zip(tickets, ["serving", "called"]) {
            #expect(try desk.call(QueueTicket.self, .init(ticket: ticket.ticket)).state == state)
        }
        for ticket in tickets[2...] {
            let code = refusal {
                _ = try desk.call(QueueTicket.self, .init(ticket: ticket.ticket))
            }
            #expect(code == .ticketNotFound)
        }
        #expect(try desk.issue().number == "A001")
        #expect(try desk.next("1")?.number == "A001")
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
        desk.wait(.seconds(86_400))
        #expect(desk.hall.tickets.rows.isEmpty && desk.hall.tickets.open == 0)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    /// Its number is given to somebody else today: it must not stand in line beside it.
    @Test(arguments: [false, true])
    func aTicketOfYesterdayNeverWaitsAgain(isHeld: Bool) throws {
        let midnight = try BusinessDayTests.moment("2026-07-02T00:00:00Z")
        var desk = try HallDesk(now: midnight.adding(.seconds(-60)))
        try desk.open()
        let old = try desk.issue()
        _ = try desk.next()
        desk.wait(.seconds(120))
        if isHeld { _ = try desk.call(QueueHold.self, .init(counter: "2", minutes: 5)) }
        #expect(try desk.issue().number == old.number)
        desk.wait(.seconds(3_600))
        #expect(try desk.call(QueueTicket.self, .init(ticket: old.ticket)).state == "expired")
        try desk.open()
        #expect(try desk.next()?.number == old.number)
        #expect(try desk.next() == nil, "today's number is called once")
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func whatWasDueBeforeMidnightHappensBeforeIt() throws {
        let midnight = try BusinessDayTests.moment("2026-07-02T00:00:00Z")
        var desk = try HallDesk(now: midnight.adding(.seconds(-1_200)))
        try desk.open()
        _ = try desk.issue()
        _ = try desk.next()
        _ = try desk.call(QueueHold.self, .init(counter: "2", minutes: 5))
        desk.wait(.seconds(86_400))
        let kinds = desk.journal.suffix(3).map(\.record.kind)
        #expect(kinds == [0x2b, 9, 1], "parking, lease, day")
        #expect(desk.hall.tickets.rows.isEmpty)
    }

    @Test func aChangedZoneDoesNotGiveADaysNumbersAgain() throws {
        var desk = try HallDesk(calendar: try BusinessDayTests.zone("Asia/Tokyo"))
        _ = try desk.issue()
        let ends = try #require(desk.hall.day?.ends)
        var west = desk.hall
        west.environment = HallEnvironment(
            branch: "main", calendar: try BusinessDayTests.zone("America/New_York"),
            handle: desk.environment.handle)
        for record in west.tick(now: ends) { west.apply(record, sequence: 1, at: ends) }
        #expect(west.day?.number == desk.hall.day?.number)
        #expect(west.services[0].issuedToday == 1)
    }
}
