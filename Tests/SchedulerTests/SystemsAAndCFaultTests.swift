import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// What went wrong in the programs that the queue replaces, and may not go wrong here.
@Suite struct SystemsAAndCFaultTests {
    @Test func numbersDoNotRepeatAfterARestart() throws {
        var desk = try HallDesk()
        var numbers = try (1...3).map { _ in try desk.issue().number }
        try desk.restart()
        numbers += try (1...3).map { _ in try desk.issue().number }
        #expect(numbers == (1...6).map { TicketNumber(prefix: "A", number: $0).description })
    }

    @Test func aRestartForgetsNobodyWhoWaitsOrIsCalled() throws {
        var desk = try HallDesk()
        try desk.open()
        let tickets = try (1...3).map { _ in try desk.issue() }
        _ = try desk.next()
        let before = desk.hall.snapshot()
        try desk.restart()
        #expect(desk.hall.snapshot() == before)
        #expect(try desk.call(QueueDone.self, .init(counter: "2")).ticket.number == "A001")
        #expect(try desk.next()?.number == tickets[1].number)
    }

    @Test func theBoardSaysWhichCounterCalls() throws {
        var desk = try HallDesk()
        for counter in ["1", "2"] {
            try desk.open(counter)
            _ = try desk.issue()
            _ = try desk.next(counter)
        }
        let board = try #require(desk.publish()["queue.main.cash."])
        #expect(Set(board.serving.map(\.counter)) == ["1", "2"])
        #expect(
            board.recent.map(\.number) == ["A002", "A001"], "near-simultaneous calls are both there"
        )
    }

    @Test func holdDoesNotThrowTheTicketToTheTail() throws {
        var desk = try HallDesk()
        try desk.open()
        let held = try desk.issue()
        let others = try (1...3).map { _ in try desk.issue() }
        _ = try desk.next()
        let parked = try desk.call(QueueHold.self, .init(counter: "2", minutes: 5)).ticket
        #expect(parked.state == "parked" && parked.number == held.number)
        #expect(try desk.next()?.number == others[0].number)
        desk.wait(.seconds(5 * 60 - 1))
        #expect(try desk.call(QueueTicket.self, .init(ticket: held.ticket)).state == "parked")
        desk.wait(.seconds(1))
        #expect(try desk.call(QueueTicket.self, .init(ticket: held.ticket)).position == 1)
        #expect(try desk.next()?.number == held.number)
        #expect(try desk.next()?.number == others[1].number)
    }

    /// Two counters press at once: requests, lost replies and repeats in every order.
    @Test func twoCountersNeverGetOneTicket() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            var desk = try HallDesk()
            try desk.open("1", as: HallDesk.teller)
            try desk.open("2", as: HallDesk.other)
            for _ in 1...20 { _ = try desk.issue() }
            var got: [String: [String]] = [:]
            var sent: [(counter: String, teller: Principal, id: RequestID)] = []
            for _ in 1...40 {
                if random.below(3) > 0 || sent.isEmpty {
                    let isFirst = random.below(2) == 0
                    sent.append(
                        (
                            isFirst ? "1" : "2", isFirst ? HallDesk.teller : HallDesk.other,
                            desk.nextID()
                        ))
                }
                let press = sent[Int(random.below(UInt64(sent.count)))]
                let reply = try desk.call(
                    QueueNext.self, .init(counter: press.counter), as: press.teller, id: press.id)
                if let number = reply.ticket?.number {
                    got[number, default: []].append(press.counter)
                }
            }
            for (number, counters) in got {
                #expect(Set(counters).count == 1, "\(number) at \(counters), seed \(seed)")
            }
        }
    }

    @Test func aDoublePressWithOneIdIsOnePress() throws {
        var desk = try HallDesk()
        try desk.open()
        let id = desk.nextID()
        let request = QueueIssue.Request(service: "cash")
        let first = try desk.call(QueueIssue.self, request, as: HallDesk.kiosk, id: id)
        #expect(try desk.call(QueueIssue.self, request, as: HallDesk.kiosk, id: id) == first)
        _ = try desk.issue()
        let press = desk.nextID()
        let called = try desk.call(QueueNext.self, .init(counter: "2"), id: press)
        #expect(try desk.call(QueueNext.self, .init(counter: "2"), id: press) == called)
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        desk.wait(.seconds(3_600))
        try desk.restart()
        #expect(try desk.call(QueueNext.self, .init(counter: "2"), id: press) == called)
        let again = try desk.call(QueueIssue.self, request, as: HallDesk.kiosk, id: id)
        #expect(again.number == first.number && again.ticket == first.ticket)
        #expect(again.state == "waiting" && again.position == nil)
    }

    @Test func aRefusalIsFinalForItsId() throws {
        var desk = try HallDesk()
        try desk.open()
        let id = desk.nextID()
        let press = { try desk.call(QueueDone.self, .init(counter: "2"), id: id) }
        #expect(refusal { _ = try press() } == .counterEmpty)
        _ = try desk.issue()
        _ = try desk.next()
        #expect(refusal { _ = try press() } == .counterEmpty)
        #expect(try desk.call(QueueDone.self, .init(counter: "2")).ticket.state == "served")
    }

    @Test func somebodyElsesCounterIsLeftAlone() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        _ = try desk.next()
        let before = desk.hall.snapshot()
        let desk2 = CounterRequest(counter: "2")
        let other = HallDesk.other
        #expect(refusal { _ = try desk.call(QueueNext.self, desk2, as: other) } == .counterTaken)
        #expect(refusal { _ = try desk.call(QueueDone.self, desk2, as: other) } == .counterTaken)
        #expect(
            refusal { _ = try desk.call(QueueHold.self, .init(counter: "2"), as: other) }
                == .counterTaken)
        #expect(
            refusal { _ = try desk.call(CounterPause.self, .init(counter: "2"), as: other) }
                == .counterTaken)
        #expect(refusal { _ = try desk.call(CounterClose.self, desk2, as: other) } == .counterTaken)
        #expect(desk.hall.snapshot() == before)
        #expect(try desk.call(QueueTicket.self, .init(ticket: ticket.ticket)).state == "called")
    }

    @Test func yesterdaysTicketIsNotTodays() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.call(
            QueueIssue.self, .init(service: "cash", unique: ["flat:D702"]), as: HallDesk.kiosk)
        desk.wait(.seconds(86_400))
        for press in [Press.cancel, .leave] {
            #expect(refusal { try desk.press(press, on: ticket) } == .ticketNotFound)
        }
        let today = try desk.call(
            QueueIssue.self, .init(service: "cash", unique: ["flat:D702"]), as: HallDesk.kiosk)
        #expect(today.number == ticket.number && today.ticket != ticket.ticket)
        try desk.open()
        #expect(try desk.next()?.ticket == today.ticket)
    }

    /// The journal's time never goes back; the hall does not need it to.
    @Test(arguments: [-3_600, 86_400, -86_400] as [Int64])
    func aClockThatJumpsAndComesBackGivesNoNumberTwice(seconds: Int64) throws {
        let midnight = Timestamp(
            milliseconds: HallDesk.begin.milliseconds / 86_400_000 * 86_400_000)
        var desk = try HallDesk(now: midnight.adding(.seconds(600)))
        var given: [Int64: [String]] = [:]
        for jump in [0, seconds, -seconds, 60] {
            desk.wait(.seconds(jump))
            let day = try #require(desk.hall.day).number
            for _ in 1...5 { given[day, default: []].append(try desk.issue().number) }
        }
        for (day, numbers) in given {
            #expect(Set(numbers).count == numbers.count, "day \(day): \(numbers)")
        }
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    @Test func garbageIsRefusedAndTheHallGoesOn() throws {
        var desk = try HallDesk()
        try desk.open()
        var random = SeededRandom(seed: 7)
        let before = desk.hall.snapshot()
        for method in Messages.Method.allCases where method.destination == .scheduler {
            for length in 0..<24 {
                let body = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                _ = refusal {
                    _ = try desk.bytes(method, body, as: HallDesk.teller, id: desk.nextID())
                }
            }
        }
        #expect(desk.hall.snapshot() == before)
        #expect(try desk.issue().number == "A001")
    }

    @Test func doneTwiceOrByNobodySaysSoAndChangesNothing() throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        _ = try desk.next()
        try desk.press(.leave, on: ticket)
        let before = desk.hall.snapshot()
        #expect(refusal { try desk.press(.leave, on: ticket) } == .ticketState)
        let unknown = QueueTicket.Request(ticket: "AAAAAAAAAAAAAAAAAAAAAA")
        #expect(
            refusal { _ = try desk.call(QueueLeave.self, unknown, as: .anonymous) }
                == .ticketNotFound)
        #expect(desk.hall.snapshot() == before)
    }

    @Test func namesAndContactsAreNeverPublished() throws {
        var desk = try HallDesk()
        try desk.open()
        _ = try desk.call(
            QueueIssue.self, .init(service: "cash", name: "Zaphod", contact: "+34999888777"))
        _ = try desk.call(QueueNext.self, .init(counter: "2"))
        for publication in desk.hall.initialPublications() {
            let text = String(decoding: publication.state, as: UTF8.self)
            #expect(!text.contains("Zaphod") && !text.contains("34999888777"))
        }
    }
}
