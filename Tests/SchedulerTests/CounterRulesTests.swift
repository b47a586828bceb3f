import BranchDomain
import Messages
import Testing

@testable import Scheduler

@Suite struct CounterRulesTests {
    @Test func aCounterIsOnesOwnUntilItIsClosed() throws {
        var desk = try HallDesk()
        let counter = try desk.call(CounterOpen.self, .init(counter: "2", services: ["loans"]))
        #expect(counter.services == ["loans"])
        #expect(counter.lease == desk.now.milliseconds + 15 * 60_000)
        #expect(refusal { try desk.open(as: HallDesk.other) } == .counterTaken)
        #expect(refusal { _ = try desk.next(as: HallDesk.other) } == .counterTaken)
        #expect(counter.state == "idle")
        #expect(try desk.call(CounterClose.self, .init(counter: "2")).state == "closed")
        #expect(refusal { _ = try desk.next() } == .counterClosed)
        try desk.open(as: HallDesk.other)
        #expect(refusal { _ = try desk.next() } == .counterTaken)
    }

    @Test func aCounterThatWasNeverOpenedIsClosedAndABadNameIsMalformed() throws {
        var desk = try HallDesk()
        #expect(refusal { _ = try desk.next("7") } == .counterClosed)
        #expect(refusal { _ = try desk.next("Seven!") } == .malformed)
        #expect(refusal { try desk.open("") } == .malformed)
        #expect(refusal { try desk.open("2", services: ["nothing"]) } == .serviceNotFound)
    }

    @Test func openingOnesOwnCounterChangesServicesOnlyWhereSomeAreGiven() throws {
        var desk = try HallDesk()
        try desk.open(services: ["loans"])
        #expect(try desk.call(CounterOpen.self, .init(counter: "2")).services == ["loans"])
        try desk.open(services: ["cash", "loans"])
        #expect(try desk.call(CounterOpen.self, .init(counter: "2", services: [])).services == [])
    }

    @Test func aPausedCounterCallsNobodyButFinishesWhatItHas() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        _ = try desk.issue()
        _ = try desk.next()
        let pause = try desk.call(CounterPause.self, .init(counter: "2", reason: "lunch"))
        #expect(pause.state == "called")
        #expect(refusal { _ = try desk.next() } == .counterPaused)
        let done = try desk.call(QueueDone.self, .init(counter: "2"))
        #expect(done.ticket.number == ticket.number)
        #expect(try desk.call(CounterList.self, .init()).counters.first?.state == "paused")
        try desk.open()
        #expect(try desk.next()?.number == "A002")
    }

    @Test func aCounterWithATicketIsNotClosed() throws {
        var desk = try HallDesk()
        try desk.open()
        _ = try desk.issue()
        _ = try desk.next()
        #expect(
            refusal { _ = try desk.call(CounterClose.self, .init(counter: "2")) }
                == .counterOccupied)
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        _ = try desk.call(CounterClose.self, .init(counter: "2"))
        #expect(try desk.call(CounterList.self, .init()).counters.isEmpty)
    }

    @Test(arguments: [true, false])
    func anyRequestThatNamesTheCounterRenewsTheLease(isRefused: Bool) throws {
        var desk = try HallDesk()
        try desk.open()
        desk.wait(.seconds(14 * 60))
        if isRefused {
            let code = refusal { _ = try desk.call(QueueDone.self, .init(counter: "2")) }
            #expect(code == .counterEmpty)
        } else {
            #expect(try desk.next() == nil)
        }
        desk.wait(.seconds(14 * 60))
        #expect(refusal { try desk.open(as: HallDesk.other) } == .counterTaken)
        desk.wait(.seconds(60))
        try desk.open(as: HallDesk.other)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test(arguments: [false, true])
    func aTicketWhoseTellerLeftGoesFirstInLine(isServing: Bool) throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        _ = try desk.issue("cash", priority: 9)
        #expect(try desk.next()?.number == "A002")
        #expect(try desk.next()?.number == ticket.number)
        if isServing { _ = try desk.call(QueueStart.self, .init(counter: "2")) }
        _ = try desk.issue("cash", priority: 9)
        desk.wait(.seconds(15 * 60))
        let back = try desk.call(QueueTicket.self, .init(ticket: ticket.ticket))
        #expect(back.state == "waiting" && back.position == 1 && back.counter == nil)
        try desk.open("3", as: HallDesk.other)
        let reply = try desk.call(QueueNext.self, .init(counter: "3"), as: HallDesk.other)
        #expect(reply.ticket?.number == ticket.number && reply.why == "sentBack")
        #expect(reply.ticket?.calls == 2)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func countersAreListedByNumberAndTellersOnlyToStaff() throws {
        var desk = try HallDesk()
        for counter in ["10", "2", "vip"] { try desk.open(counter) }
        _ = try desk.issue()
        _ = try desk.next("10")
        let status = try desk.call(QueueStatus.self, .init(), as: .anonymous)
        #expect(status.counters.map(\.counter) == ["2", "10", "vip"])
        #expect(status.counters.map(\.state) == ["idle", "called", "idle"])
        #expect(status.counters.map(\.ticket) == [nil, "A001", nil])
        #expect(status.counters.allSatisfy { $0.teller == nil })
        let staff = try desk.call(QueueStatus.self, .init())
        #expect(staff.counters.allSatisfy { $0.teller == HallDesk.teller(of: $0.counter).user })
    }

    @Test func countersAreBounded() throws {
        var desk = try HallDesk()
        for number in 1...CounterTable.most {
            try desk.open("\(number)")
            let teller = HallDesk.teller(of: "\(number)")
            _ = try desk.call(CounterClose.self, .init(counter: "\(number)"), as: teller)
        }
        #expect(refusal { try desk.open("one-more") } == .counterNotFound)
        try desk.open("17")
    }
}
