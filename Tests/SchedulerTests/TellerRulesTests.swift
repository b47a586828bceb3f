import BranchDomain
import Messages
import Testing

@testable import Scheduler

@Suite struct TellerRulesTests {
    @Test func aTellerNeverHoldsTwoTickets() throws {
        var desk = try HallDesk()
        for counter in ["1", "2"] { try desk.open(counter, as: HallDesk.teller) }
        let tickets = try (1...3).map { _ in try desk.issue() }
        _ = try desk.next("1", as: HallDesk.teller)
        #expect(refusal { _ = try desk.next("2", as: HallDesk.teller) } == .counterOccupied)
        #expect(refusal { try desk.press(.call, on: tickets[2]) } == .counterOccupied)
        _ = try desk.call(QueueHold.self, .init(counter: "1"))
        #expect(try desk.next("2", as: HallDesk.teller)?.number == "A002")
        let back = QueueResume.Request(counter: "1", ticket: tickets[0].ticket)
        #expect(refusal { _ = try desk.call(QueueResume.self, back) } == .counterOccupied)
        try desk.restart()
        #expect(refusal { _ = try desk.next("1", as: HallDesk.teller) } == .counterOccupied)
    }

    @Test func aPausedCounterIsFreeForAnotherTellerOnceItIsEmpty() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        _ = try desk.next()
        _ = try desk.call(CounterPause.self, .init(counter: "2", reason: "lunch"))
        #expect(refusal { try desk.open(as: HallDesk.other) } == .counterTaken)
        try desk.press(.done, on: ticket)
        let paused = try desk.call(CounterList.self, .init()).counters
        #expect(paused.first?.reason == "lunch")
        try desk.open(as: HallDesk.other)
        #expect(refusal { _ = try desk.next() } == .counterTaken)
        #expect(try desk.call(CounterList.self, .init()).counters.first?.teller == "john")
    }

    @Test func doneCallsTheNextOneWhereTheCounterDoesSoByItself() throws {
        var desk = try HallDesk()
        let tickets = try (1...2).map { _ in try desk.issue() }
        let counter = try desk.call(CounterOpen.self, .init(counter: "2", automatic: true))
        #expect(counter.automatic == true)
        _ = try desk.next()
        let id = desk.nextID()
        let done = try desk.call(QueueDone.self, .init(counter: "2"), id: id)
        #expect(done.ticket.number == tickets[0].number && done.ticket.state == "served")
        #expect(done.next?.number == tickets[1].number && done.next?.state == "called")
        let last = try desk.call(QueueDone.self, .init(counter: "2"))
        #expect(last.ticket.number == tickets[1].number && last.next == nil)
        #expect(try desk.call(QueueDone.self, .init(counter: "2"), id: id) == done)
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func nobodyIsANoShowBeforeEnoughCalls() throws {
        var desk = try HallDesk(rules: HallRules(minimumRecalls: 2))
        try desk.open()
        let ticket = try desk.issue()
        _ = try desk.next()
        for _ in 1...2 {
            #expect(refusal { try desk.press(.noShow, on: ticket) } == .ticketState)
            try desk.press(.recall, on: ticket)
        }
        try desk.press(.noShow, on: ticket)
    }

    @Test func manyCountersAreListedInPagesThatFitAFrame() throws {
        var desk = try HallDesk()
        let name = String(repeating: "x", count: 28)
        for number in 100...899 {
            try desk.open(
                "\(name)\(number)",
                as: Principal(user: String(repeating: "t", count: 61) + "\(number)", role: "teller")
            )
        }
        for method in [Messages.Method.queueStatus, .counterList] {
            var (after, seen): (String?, [String]) = (nil, [])
            repeat {
                let body = JSON.encode(PageRequest(after: after))
                let bytes = try desk.bytes(method, body, as: HallDesk.teller, id: desk.nextID())
                #expect(bytes.count < 64 * 1_024)
                if method == .queueStatus {
                    let page = try JSON.decode(QueueStatus.Reply.self, from: bytes)
                    seen += page.counters.map(\.counter)
                    after = page.next
                } else {
                    let page = try JSON.decode(CounterList.Reply.self, from: bytes)
                    seen += page.counters.map(\.counter)
                    after = page.next
                }
            } while after != nil
            #expect(seen == (100...899).map { "\(name)\($0)" }, "\(method)")
        }
    }
}
