import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

@Suite struct TicketMovesTests {
    private func state(_ desk: inout HallDesk, _ ticket: Ticket) throws -> Ticket {
        try desk.call(QueueTicket.self, .init(ticket: ticket.ticket))
    }

    @Test func aTransferKeepsNumberAndHandleAndMakesANewLeg() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.call(
            QueueIssue.self, .init(service: "cash", name: "Ana", unique: ["flat:D1"]),
            as: HallDesk.kiosk)
        _ = try desk.next()
        try desk.press(.start, on: ticket)
        let id = desk.nextID()
        let request = QueueTransfer.Request(counter: "2", service: "loans", position: "last")
        let moved = try desk.call(QueueTransfer.self, request, id: id).ticket
        #expect(moved.number == "A001" && moved.service == "loans" && moved.ticket == ticket.ticket)
        #expect(moved.state == "waiting" && moved.name == "Ana")
        #expect(desk.hall.tickets.rows.map(\.state) == [.transferred, .waiting])
        #expect(desk.hall.tickets.rows.map(\.leg) == [1, 2])
        let key = QueueIssue.Request(service: "cash", unique: ["flat:D1"])
        #expect(
            try desk.call(QueueIssue.self, key, as: HallDesk.kiosk).ticket == ticket.ticket,
            "the key holds the visit")
        #expect(try desk.next()?.number == "A001")
        try desk.press(.done, on: ticket)
        #expect(try state(&desk, ticket).state == "served")
        #expect(try desk.call(QueueTransfer.self, request, id: id).ticket.number == "A001")
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test(arguments: [("first", 0), ("arrival", 1), ("last", 2)])
    func aTransferGoesWhereItIsPut(position: String, place: Int) throws {
        var desk = try HallDesk()
        try desk.open()
        let early = try desk.issue("loans", priority: 1)
        try desk.issue("cash")
        try desk.issue("loans")
        #expect(try desk.next()?.number == early.number)
        try desk.press(.done, on: early)
        #expect(try desk.next()?.number == "A001")
        try desk.issue("loans", priority: 1)
        _ = try desk.call(
            QueueTransfer.self, .init(counter: "2", service: "loans", position: position))
        let order = try (1...3).compactMap { _ in try desk.next()?.number }
        #expect(order.firstIndex(of: "A001") == place, "\(order)")
    }

    @Test func aTicketSentToACounterIsCalledThereAlone() throws {
        var desk = try HallDesk()
        try desk.open()
        try desk.open("3")
        try desk.issue()
        _ = try desk.next()
        let request = QueueTransfer.Request(counter: "2", toCounter: "3", position: "arrival")
        let moved = try desk.call(QueueTransfer.self, request).ticket
        #expect(moved.position == 1)
        let board = desk.publish()["queue.main.cash."]
        #expect(board?.waiting == 1)
        #expect(try desk.next() == nil)
        let next = try desk.call(
            QueueNext.self, .init(counter: "3"), as: HallDesk.teller(of: "3"))
        #expect(next.ticket?.number == "A001" && next.why == "directed")
        let closed = QueueTransfer.Request(counter: "3", toCounter: "9", position: "arrival")
        let code = refusal {
            _ = try desk.call(QueueTransfer.self, closed, as: HallDesk.teller(of: "3"))
        }
        #expect(code == .counterClosed)
    }

    @Test(arguments: [false, true])
    func whoWaitsForACounterThatClosesWaitsForTheService(isLapse: Bool) throws {
        var desk = try HallDesk()
        try desk.open()
        try desk.open("3")
        try desk.issue()
        _ = try desk.next()
        _ = try desk.call(
            QueueTransfer.self, .init(counter: "2", toCounter: "3", position: "arrival"))
        if isLapse {
            desk.wait(.seconds(14 * 60))
            #expect(try desk.next() == nil)
            desk.wait(.seconds(60))
        } else {
            _ = try desk.call(
                CounterClose.self, .init(counter: "3"), as: HallDesk.teller(of: "3"))
        }
        try desk.hall.check()
        #expect(try desk.next()?.number == "A001")
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func aRequeuedTicketStandsFirstLastOrAsItCame() throws {
        var desk = try HallDesk()
        let tickets = try (1...3).map { _ in try desk.issue() }
        func put(_ ticket: Ticket, _ position: String) throws -> Int? {
            try desk.call(
                QueueRequeue.self, .init(ticket: ticket.ticket, position: position)
            ).ticket.position
        }
        #expect(try put(tickets[0], "last") == 3)
        #expect(try put(tickets[2], "first") == 1)
        #expect(try put(tickets[0], "arrival") == 2)
        #expect(try put(tickets[2], "arrival") == 3)
        try desk.open()
        _ = try desk.next()
        let other = QueueRequeue.Request(ticket: tickets[0].ticket, position: "last")
        #expect(
            refusal { _ = try desk.call(QueueRequeue.self, other, as: HallDesk.other) }
                == .counterTaken)
        #expect(try put(tickets[0], "last") == 3)
        #expect(refusal { try desk.press(.done, on: tickets[0]) } == .counterEmpty)
        #expect(refusal { _ = try put(tickets[0], "middle") } == .malformed)
    }

    @Test func whatIsOverIsReopenedWithinTheGraceAndTheKeyIsFree() throws {
        var desk = try HallDesk()
        try desk.open()
        let keys = QueueIssue.Request(service: "cash", unique: ["flat:D1"])
        let ticket = try desk.call(QueueIssue.self, keys, as: HallDesk.kiosk)
        _ = try desk.next()
        try desk.press(.noShow, on: ticket)
        #expect(try desk.call(QueueStatus.self, .init()).services[0].noShow == 1)
        try desk.press(.reopen, on: ticket)
        #expect(try desk.call(QueueStatus.self, .init()).services[0].noShow == 0)
        _ = try desk.next()
        try desk.press(.done, on: ticket)
        let second = try desk.call(QueueIssue.self, keys, as: HallDesk.kiosk)
        #expect(second.number == "A002")
        #expect(refusal { try desk.press(.reopen, on: ticket) } == .ticketState)
        try desk.press(.cancel, on: second)
        try desk.press(.reopen, on: ticket)
        #expect(
            try desk.call(QueueIssue.self, keys, as: HallDesk.kiosk).ticket == ticket.ticket)
        try desk.press(.cancel, on: ticket)
        desk.wait(.seconds(30 * 60 + 1))
        #expect(refusal { try desk.press(.reopen, on: ticket) } == .ticketState)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func itIsKnownWhoGaveATicketUp() throws {
        var desk = try HallDesk()
        for (principal, by) in [
            (Principal.anonymous, "holder"), (HallDesk.teller, "staff"), (HallDesk.kiosk, "device"),
        ] {
            let ticket = try desk.issue()
            let reply = try desk.call(
                QueueCancel.self, .init(ticket: ticket.ticket), as: principal)
            #expect(reply.by == by && reply.state == "cancelled")
            #expect(try state(&desk, ticket).by == by)
        }
        let ticket = try desk.issue()
        let left = QueueCancel.Request(ticket: ticket.ticket, abandoned: true)
        #expect(
            refusal { _ = try desk.call(QueueCancel.self, left, as: .anonymous) } == .notPermitted)
        #expect(try desk.call(QueueCancel.self, left).state == "abandoned")
    }

    @Test func aVisitWithSeveralServicesGoesFromOneToTheNext() throws {
        var desk = try HallDesk()
        let ticket = try desk.call(
            QueueIssue.self, .init(service: "cash", name: "Ana", then: ["loans", "cash"]),
            as: HallDesk.kiosk)
        try desk.open()
        for service in ["cash", "loans", "cash"] {
            let called = try #require(try desk.next())
            #expect(called.number == ticket.number && called.service == service)
            try desk.press(.done, on: ticket)
        }
        #expect(try desk.next() == nil)
        #expect(try state(&desk, ticket).state == "served")
        #expect(desk.hall.tickets.rows.count == 3)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
        let unknown = QueueIssue.Request(service: "cash", then: ["nothing"])
        #expect(
            refusal { _ = try desk.call(QueueIssue.self, unknown) } == .serviceNotFound)
    }
}
