import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

@Suite struct CallRulesTests {
    @Test func nextFinishesTheCountersTicketInTheSameRecord() throws {
        var desk = try HallDesk()
        try desk.open()
        let (first, second) = (try desk.issue(), try desk.issue())
        _ = try desk.next()
        let records = desk.journal.count
        #expect(try desk.next()?.number == second.number)
        #expect(desk.journal.count == records + 1)
        #expect(try desk.call(QueueTicket.self, .init(ticket: first.ticket)).state == "served")
        let empty = try desk.call(QueueNext.self, .init(counter: "2"))
        #expect(empty == QueueNext.Reply(ticket: nil, why: "nobody"))
        #expect(try desk.call(QueueTicket.self, .init(ticket: second.ticket)).state == "served")
        #expect(refusal { try desk.press(.done, on: second) } == .counterEmpty)
    }

    @Test func aCounterCallsByArrivalAmongItsServicesOnly() throws {
        var desk = try HallDesk()
        try desk.open("1", services: ["loans"])
        try desk.open("2")
        let numbers = try ["cash", "loans", "cash", "loans"].map { try desk.issue($0).number }
        #expect(numbers == ["A001", "C001", "A002", "C002"])
        #expect(try desk.next("1")?.number == "C001")
        #expect(try desk.next("2")?.number == "A001")
        #expect(try desk.next("1")?.number == "C002")
        #expect(try desk.next("1") == nil)
        #expect(try desk.next("2")?.number == "A002")
    }

    @Test func aHigherPriorityIsCalledEarlierAndTheTellerReadsWhy() throws {
        var desk = try HallDesk()
        try desk.open()
        let plain = try desk.issue()
        _ = try desk.issue("loans", priority: 2)
        let first = try desk.call(QueueNext.self, .init(counter: "2"))
        #expect(first.ticket?.number == "C001" && first.why == "priority")
        let second = try desk.call(QueueNext.self, .init(counter: "2"))
        #expect(second.ticket?.number == plain.number && second.why == "arrival")
    }

    @Test func recallCountsAndIsNewForABoard() throws {
        var desk = try HallDesk()
        try desk.open()
        _ = try desk.issue()
        #expect(try desk.next()?.calls == 1)
        desk.wait(.seconds(20))
        let again = try desk.call(QueueRecall.self, .init(counter: "2")).ticket
        #expect(again.calls == 2 && again.state == "called" && again.counter == "2")
        let board = try #require(desk.publish()["queue.main.cash."])
        let call = BoardCall(
            number: "A001", counter: "2", called: desk.now.milliseconds, calls: 2)
        #expect(board.serving == [call] && board.recent == [call])
    }

    @Test func aParkedTicketIsCalledBackToAnyFreeCounterOfItsTeller() throws {
        var desk = try HallDesk()
        try desk.open()
        let (ticket, other) = (try desk.issue(), try desk.issue())
        _ = try desk.next()
        _ = try desk.call(QueueHold.self, .init(counter: "2", minutes: 240))
        _ = try desk.next()
        #expect(refusal { try desk.press(.resume, on: ticket) } == .counterOccupied)
        try desk.press(.done, on: other)
        let back = try desk.call(
            QueueResume.self, .init(counter: "2", ticket: ticket.ticket)
        ).ticket
        #expect(back.state == "called" && back.calls == 2)
        try desk.press(.start, on: ticket)
        try desk.press(.done, on: ticket)
        #expect(refusal { try desk.press(.resume, on: ticket) } == .ticketState)
        #expect(
            refusal {
                _ = try desk.call(QueueResume.self, .init(counter: "2", ticket: "nonsense"))
            } == .ticketNotFound)
    }

    @Test(arguments: [0, 241, -1])
    func aTicketIsParkedForOneTo240Minutes(minutes: Int) throws {
        var desk = try HallDesk()
        try desk.open()
        _ = try desk.issue()
        _ = try desk.next()
        #expect(
            refusal {
                _ = try desk.call(QueueHold.self, .init(counter: "2", minutes: minutes))
            } == .malformed)
    }

    @Test func leavingFreesTheCounterAndHappensOnce() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        #expect(refusal { try desk.press(.leave, on: ticket) } == .ticketState)
        _ = try desk.next()
        let left = try desk.call(
            QueueLeave.self, .init(ticket: ticket.ticket), as: .anonymous)
        #expect(left.state == "served" && left.counter == "2")
        #expect(refusal { try desk.press(.leave, on: ticket) } == .ticketState)
        #expect(refusal { try desk.press(.done, on: ticket) } == .counterEmpty)
        #expect(try desk.call(QueueStatus.self, .init()).services[0].served == 1)
    }

    @Test func deadlinesOfOneMomentComeInOrderOfDeadlineThenTicket() throws {
        var desk = try HallDesk()
        try desk.open()
        let tickets = try (1...4).map { _ in try desk.issue() }
        for minutes in [20, 10, 20, 10] {
            _ = try desk.next()
            _ = try desk.call(QueueHold.self, .init(counter: "2", minutes: minutes))
        }
        _ = try desk.call(CounterClose.self, .init(counter: "2"))
        let before = desk.journal.count
        #expect(desk.hall.nextDeadline == desk.now.adding(.seconds(600)))
        desk.wait(.seconds(3_600))
        let keys = desk.journal[before...].map(\.record.fixed.w0)
        #expect(keys == [2, 4, 1, 3])
        try desk.open()
        #expect(try desk.next()?.number == tickets[0].number, "order of arrival is kept")
    }

    @Test func moreDeadlinesThanOneTickTakesAreTakenInSeveral() throws {
        var desk = try HallDesk()
        try desk.open()
        for _ in 1...1_100 { _ = try desk.issue() }
        for _ in 1...1_100 {
            _ = try desk.next()
            _ = try desk.call(QueueHold.self, .init(counter: "2", minutes: 5))
        }
        let later = desk.now.adding(.seconds(86_400))
        var hall = desk.hall
        #expect(hall.tick(now: later).count == 1_024)
        var batches = 0
        while case let due = hall.tick(now: later), !due.isEmpty {
            #expect(due.count <= 1_024)
            for record in due { hall.apply(record, sequence: 1, at: later) }
            batches += 1
        }
        #expect(batches == 2)
        #expect(hall.tickets.rows.isEmpty && hall.parked.entries.isEmpty)
        try hall.check()
    }
}
