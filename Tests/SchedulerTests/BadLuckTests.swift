import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// What happens at the worst moment, at the rules and their journal.
@Suite struct BadLuckTests {
    /// Three counters press at once, again and again, and now and then one asks twice because
    /// its answer was lost.
    @Test func countersThatPressNextAtOnceNeverGetTheSameTicket() throws {
        let (tickets, together, seed) = (4_000, 12, UInt64(7))
        var random = SeededRandom(seed: seed)
        let hall = try JournaledHall()
        let counters = ["1", "2", "3"]
        for counter in counters {
            _ = try hall.ask(
                CounterOpen.self, .init(counter: counter), as: HallDesk.teller(of: counter))
        }
        var issued: Set<String> = []
        for _ in 1...8 {
            for _ in 1...tickets / 8 {
                hall.submit(QueueIssue.self, .init(service: "cash"), as: HallDesk.kiosk)
            }
            for answer in try hall.commit() {
                issued.insert(try answer.reply(to: QueueIssue.self).ticket)
            }
        }
        #expect(issued.count == tickets)
        var called: [String: RequestID] = [:]
        while called.count < tickets {
            var presses: [(counter: String, id: RequestID)] = []
            for _ in 1...together {
                let again = presses.randomElement(using: &random)
                if let again, random.below(4) == 0 {
                    presses.append(again)
                } else {
                    presses.append((counters[Int(random.below(3))], hall.nextID()))
                }
            }
            for press in presses {
                hall.submit(
                    QueueNext.self, .init(counter: press.counter),
                    as: HallDesk.teller(of: press.counter), id: press.id)
            }
            for (press, answer) in zip(presses, try hall.commit()) {
                guard let ticket = try answer.reply(to: QueueNext.self).ticket else { continue }
                let other = called.updateValue(press.id, forKey: ticket.ticket)
                if let other, other != press.id {
                    Issue.record("\(ticket.number) was called twice, seed \(seed)")
                }
            }
        }
        #expect(Set(called.keys) == issued)
        try hall.journal.machine.check()
    }

    /// Whoever was answered finds the ticket as the answer said, and what nobody was told of
    /// never happened: after every request of a life that goes through every state.
    @Test func killedBetweenAnyTwoStepsATicketIsWhereItWasSaidToBe() throws {
        let hall = try JournaledHall(services: HallDesk.two + [BadLuckTests.shop])
        var handles: [String] = []
        for (name, press) in BadLuckTests.life {
            let before = try hall.journal.seen(handles)
            try press(hall, handles)
            // Decided, in memory, not on disk: killed here, it is all as before.
            #expect(try hall.afterKill().seen(handles) == before, "\(name)")
            let answer = try #require(try hall.commit().last)
            guard case .ok(let body) = answer else {
                Issue.record("\(name): \(answer)")
                return
            }
            if name == "issue" { handles.append(try JSON.decode(Ticket.self, from: body).ticket) }
            let again = try hall.afterKill()
            #expect(try again.seen(handles) == hall.journal.seen(handles), "\(name)")
            #expect(again.machine.snapshot() == hall.journal.machine.snapshot(), "\(name)")
            try again.machine.check()
        }
        let states = Set(hall.journal.machine.tickets.rows.map(\.state))
        #expect(
            states == [
                .waiting, .called, .served, .noShow, .cancelled, .abandoned, .transferred,
            ])
    }

    private typealias Step = (
        name: String, press: @Sendable (JournaledHall, [String]) throws -> Void
    )

    private static let desk = CounterRequest(counter: "2")

    private static let life: [Step] = [
        ("open", { hall, _ in hall.submit(CounterOpen.self, .init(counter: "2")) }),
        issue, issue, issue, issue, issue, next,
        ("recall", { hall, _ in hall.submit(QueueRecall.self, desk) }),
        ("start", { hall, _ in hall.submit(QueueStart.self, desk) }),
        ("hold", { hall, _ in hall.submit(QueueHold.self, .init(counter: "2", minutes: 5)) }),
        next,
        (
            "back in line",
            { hall, _ in
                hall.now = hall.now.adding(.seconds(301))
                hall.submit(QueueStatus.self, .init())
            }
        ),
        ("done", { hall, _ in hall.submit(QueueDone.self, desk) }),
        ("next again", { hall, _ in hall.submit(QueueNext.self, desk) }),
        ("hold again", { hall, _ in hall.submit(QueueHold.self, .init(counter: "2")) }),
        (
            "resume",
            { hall, tickets in
                hall.submit(QueueResume.self, .init(counter: "2", ticket: tickets[0]))
            }
        ),
        (
            "transfer",
            { hall, _ in
                hall.submit(
                    QueueTransfer.self,
                    .init(counter: "2", service: "loans", position: "first"))
            }
        ),
        ("cancel", { hall, tickets in hall.submit(QueueCancel.self, .init(ticket: tickets[3])) }),
        (
            "abandon",
            { hall, tickets in
                hall.submit(QueueCancel.self, .init(ticket: tickets[4], abandoned: true))
            }
        ),
        (
            "reopen",
            { hall, tickets in
                hall.submit(QueueReopen.self, .init(ticket: tickets[1], position: "last"))
            }
        ),
        ("first", { hall, _ in hall.submit(QueueNext.self, desk) }),
        ("no-show", { hall, _ in hall.submit(QueueNoShow.self, desk) }),
        (
            "requeue",
            { hall, tickets in
                hall.submit(QueueRequeue.self, .init(ticket: tickets[1], position: "first"))
            }
        ),
        next,
        (
            "lapse",
            { hall, _ in
                hall.now = hall.now.adding(HallCounter.lease)
                hall.submit(QueueStatus.self, .init())
            }
        ),
        ("into the shop", { hall, _ in hall.submit(QueueIssue.self, .init(service: "shop")) }),
        ("let in", { hall, _ in hall.submit(QueueStatus.self, .init()) }),
        ("open once more", { hall, _ in hall.submit(CounterOpen.self, .init(counter: "2")) }),
        next,
        ("finish", { hall, _ in hall.submit(QueueDone.self, desk) }),
    ]

    private static let issue: Step = (
        "issue",
        { hall, _ in
            hall.submit(
                QueueIssue.self, .init(service: "cash", name: "Ana"), as: HallDesk.kiosk)
        }
    )

    private static let next: Step = (
        "next", { hall, _ in hall.submit(QueueNext.self, desk) }
    )

    private static let shop = ServiceAdd.Request(
        service: "shop", prefix: "S", names: ["en": "Shop"],
        terms: ServiceTerms(capacity: 1))

    /// The wall clock an hour back, a day forward, and both again with somebody's word: no number
    /// comes twice in a business day, and nobody who has a ticket loses it.
    @Test func aClockThatStepsGivesNoNumberTwiceAndLosesNobody() throws {
        let hall = try JournaledHall()
        let begin = hall.now
        var boot = Duration.seconds(1_000)
        var clock = JournalClock(last: begin, wall: begin, boot: boot)
        var given: Set<String> = []
        func issue(_ wall: Timestamp) throws -> Ticket {
            boot += .seconds(1)
            hall.now = clock.now(wall: wall, boot: boot)
            let ticket = try hall.ask(QueueIssue.self, .init(service: "cash"), as: HallDesk.kiosk)
            let day = try #require(hall.journal.machine.day?.number)
            #expect(given.insert("\(day) \(ticket.number)").inserted, "a number came twice")
            return ticket
        }
        func state(_ ticket: Ticket) throws -> String {
            try hall.ask(QueueTicket.self, .init(ticket: ticket.ticket)).state
        }
        _ = try hall.ask(CounterOpen.self, .init(counter: "2"))
        _ = try issue(begin.adding(.seconds(1)))
        _ = try hall.ask(QueueNext.self, .init(counter: "2"))
        let day = hall.journal.machine.day
        var waiting: [Ticket] = []
        for step in [-3_600, 86_400] as [Int64] {
            for _ in 1...3 { waiting.append(try issue(begin.adding(.seconds(step)))) }
            #expect(clock.unconfirmedStep != nil && hall.journal.machine.day == day)
        }
        #expect(try waiting.map(state) == [String](repeating: "waiting", count: 6))
        // An hour back, and believed: time stands still until it is caught up with.
        clock.confirm(wall: begin.adding(.seconds(-3_600)), boot: boot)
        waiting.append(try issue(begin.adding(.seconds(-3_599))))
        #expect(try waiting.map(state) == [String](repeating: "waiting", count: 7))
        // A day forward, and believed: the day is over, as it would be at midnight.
        clock.confirm(wall: begin.adding(.seconds(86_400)), boot: boot)
        #expect(try issue(begin.adding(.seconds(86_401))).number == "A001")
        // Back to where it was: still the later day, whose numbers go on.
        clock.confirm(wall: begin, boot: boot)
        #expect(try issue(begin.adding(.seconds(1))).number == "A002")
        #expect(try hall.afterKill().machine.snapshot() == hall.journal.machine.snapshot())
        try hall.journal.machine.check()
    }
}

extension GroupCommit where Machine == QueueHall {
    /// The tickets as their holders see them, and how many there are at all.
    fileprivate func seen(_ tickets: [String]) throws -> [String] {
        try tickets.map { handle in
            let command = Command(
                method: .queueTicket, id: RequestID(at: time, random: (1, 1)),
                principal: HallDesk.teller,
                body: JSON.encode(QueueTicket.Request(ticket: handle)))
            let decision = try asking { hall in
                try hall.decide(command, now: time, next: head + 1, reader: history)
            }
            guard case .read(let body) = decision else { return "no answer" }
            return String(decoding: body, as: UTF8.self)
        } + ["\(machine.tickets.rows.count)"]
    }
}
