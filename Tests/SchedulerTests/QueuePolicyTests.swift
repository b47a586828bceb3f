import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

@Suite struct QueuePolicyTests {
    private func desk(_ policy: CallPolicy, _ second: CallPolicy? = nil) throws -> HallDesk {
        var desk = try HallDesk()
        _ = try desk.call(ServiceUpdate.self, .init(service: "cash", terms: .init(policy: policy)))
        if let second {
            _ = try desk.call(
                ServiceUpdate.self, .init(service: "loans", terms: .init(policy: second)))
        }
        return desk
    }

    private func called(_ desk: inout HallDesk) throws -> [String] {
        var numbers: [String] = []
        while let ticket = try desk.next() { numbers.append(ticket.number) }
        return numbers
    }

    @Test func byArrivalAPriorityMakesNoDifference() throws {
        var desk = try desk(.init(rule: "arrival"))
        for priority in [0, 9, 3] { try desk.issue(priority: priority) }
        try desk.open()
        #expect(try called(&desk) == ["A001", "A002", "A003"])
    }

    @Test func waitingIsWorthAsMuchAsAPriority() throws {
        var desk = try desk(.init(rule: "priority", ageing: 300))
        try desk.issue(priority: 0)
        desk.wait(.seconds(599))
        try desk.issue(priority: 2)
        desk.wait(.seconds(2))
        try desk.issue(priority: 2)
        try desk.open()
        #expect(try called(&desk) == ["A002", "A001", "A003"])
    }

    /// However many come with whatever priority, nobody is overtaken by somebody who came later
    /// than nine steps of ageing.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func nobodyStarvesUnderPriorities(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var policy = QueuePolicy(rule: .priority)
        policy.ageing = Int(1 + random.below(900))
        let bound = Int64(9 * policy.ageing) * 1_000
        var line = WaitingLine()
        var now: Int64 = 0
        var since: [TicketKey: Int64] = [:]
        for ordinal in 1...800 as ClosedRange<UInt64> {
            now += Int64(random.below(120_000))
            let ticket = HallTicket(
                key: TicketKey(ordinal: ordinal), handle: HandleBits(high: 0, low: ordinal),
                service: ServiceIndex(place: 0), number: 1, priority: UInt8(random.below(10)),
                issued: Timestamp(milliseconds: now))
            since[ticket.key] = now
            line.insert(policy.place(of: ticket))
            guard random.below(2) == 0, let first = line.first else { continue }
            line.remove(first)
            let called = since.removeValue(forKey: first.key) ?? now
            let earliest = since.values.min() ?? called
            #expect(called - earliest <= bound, "seed \(seed), ticket \(ordinal)")
        }
    }

    @Test func oneInThreeHasAPriorityWhereBothWait() throws {
        var desk = try desk(.init(rule: "ratio", every: 3))
        for priority in [0, 0, 0, 0, 5, 5, 5, 0] { try desk.issue(priority: priority) }
        let waiting = try desk.call(QueueList.self, .init(state: "waiting")).tickets
        try desk.open()
        let order = try called(&desk)
        #expect(order == ["A001", "A002", "A005", "A003", "A004", "A006", "A008", "A007"])
        for ticket in waiting {
            #expect(order[(ticket.position ?? 0) - 1] == ticket.number, "the position was right")
        }
    }

    @Test func theLongestInTheBranchComesFirstWhateverItWaitedFor() throws {
        let rule = CallPolicy(rule: "longestWait")
        var desk = try desk(rule, rule)
        let early = try desk.issue("loans")
        try desk.open()
        _ = try desk.next()
        desk.wait(.seconds(60))
        try desk.issue("cash")
        _ = try desk.call(
            QueueTransfer.self, .init(counter: "2", service: "cash", position: "last"))
        let next = try desk.call(QueueNext.self, .init(counter: "2"))
        #expect(next.ticket?.number == early.number && next.why == "longestWait")
    }

    @Test func whoIsNearerToTheLongestWaitAimedForComesFirst() throws {
        var desk = try desk(
            .init(rule: "arrival", target: 1_200), .init(rule: "arrival", target: 300))
        try desk.issue("cash")
        desk.wait(.seconds(600))
        try desk.issue("loans")
        try desk.open()
        #expect(try called(&desk) == ["C001", "A001"])
    }

    @Test func aCounterCallsWhatItPrefersAndSaysSo() throws {
        var desk = try HallDesk()
        try desk.issue("cash")
        desk.wait(.seconds(10))
        try desk.issue("loans")
        _ = try desk.call(CounterOpen.self, .init(counter: "2", prefer: ["loans"]))
        let next = try desk.call(QueueNext.self, .init(counter: "2"))
        #expect(next.ticket?.number == "C001" && next.why == "preference")
        #expect(next.runnersUp == [RunnerUp(number: "A001", service: "cash", waited: 10)])
        #expect(try desk.next()?.number == "A001")
    }

    @Test func aServiceThatNeedsASkillIsCalledByWhoHasIt() throws {
        var desk = try desk(.init(rule: "arrival", skill: "mortgage"))
        try desk.issue()
        try desk.open()
        #expect(try desk.next() == nil)
        _ = try desk.call(CounterOpen.self, .init(counter: "2", skills: ["mortgage"]))
        #expect(try desk.next()?.number == "A001")
    }

    @Test func everyCallKeepsItsRuleAndWhoWasNotCalled() throws {
        var desk = try HallDesk()
        let first = try desk.issue()
        desk.wait(.seconds(40))
        for _ in 1...2 { try desk.issue("loans") }
        let urgent = try desk.issue(priority: 4)
        try desk.open()
        #expect(refusal { _ = try self.why(&desk, first) } == .ticketState)
        #expect(try desk.next()?.number == urgent.number)
        try desk.restart()
        let why = try self.why(&desk, urgent)
        #expect(why.number == "A002" && why.why == "priority" && why.rule == "priority")
        #expect(why.counter == "2" && why.at == desk.now.milliseconds)
        #expect(why.runnersUp.map(\.number) == ["A001", "C001"])
        #expect(why.runnersUp.map(\.waited) == [40, 0])
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    private func why(_ desk: inout HallDesk, _ ticket: Ticket) throws -> QueueWhy.Reply {
        try desk.call(QueueWhy.self, .init(ticket: ticket.ticket))
    }

    @Test func aCallOutOfTurnKeepsWhoAskedAndForWhat() throws {
        var desk = try HallDesk()
        try desk.issue()
        let ticket = try desk.issue()
        try desk.open()
        let request = QueueCall.Request(
            counter: "2", ticket: ticket.ticket, reason: "cannot stand for long")
        let reply = try desk.call(QueueCall.self, request, as: HallDesk.supervisor)
        #expect(reply.ticket.number == "A002" && reply.ticket.state == "called")
        let why = try self.why(&desk, ticket)
        #expect(why.why == "outOfTurn" && why.by == "sue" && why.reason == request.reason)
        let again = QueueCall.Request(counter: "2", ticket: ticket.ticket, reason: "")
        #expect(refusal { _ = try desk.call(QueueCall.self, again) } == .malformed)
    }

    @Test func aChangedPolicyOrdersWhoWaitsAnew() throws {
        var desk = try desk(.init(rule: "arrival"))
        for priority in [0, 3, 9] { try desk.issue(priority: priority) }
        _ = try desk.call(
            ServiceUpdate.self,
            .init(service: "cash", terms: .init(policy: .init(rule: "priority"))))
        try desk.open()
        #expect(try called(&desk) == ["A003", "A002", "A001"])
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
        for rule in ["", "chance", "Arrival"] {
            let request = ServiceUpdate.Request(
                service: "cash", terms: .init(policy: .init(rule: rule)))
            #expect(refusal { _ = try desk.call(ServiceUpdate.self, request) } == .malformed)
        }
    }
}
