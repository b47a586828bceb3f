import BranchDomain
import Messages
import Testing

@testable import Scheduler

/// What people do wrong, or twice: one clear "no" each, and nothing has changed.
@Suite struct ClearRefusalTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: RefusalCode
        /// Given the desk and the handle of the ticket it is about.
        let press: @Sendable (inout HallDesk, String) throws -> Void

        init(
            _ name: String, _ code: RefusalCode,
            _ press: @escaping @Sendable (inout HallDesk, String) throws -> Void
        ) {
            (testDescription, self.code, self.press) = (name, code, press)
        }
    }

    static let mistakes: [Mistake] = [
        Mistake("unknown service", .serviceNotFound) { desk, _ in try desk.issue("gold") },
        Mistake("closed service", .serviceClosed) { desk, _ in try desk.issue("loans") },
        Mistake("closed counter", .counterClosed) { desk, _ in _ = try desk.next("9") },
        Mistake("somebody else's counter", .counterTaken) { desk, _ in
            _ = try desk.next("3", as: HallDesk.teller)
        },
        Mistake("somebody else's counter, opened", .counterTaken) { desk, _ in
            try desk.open("3", as: HallDesk.teller)
        },
        Mistake("paused counter", .counterPaused) { desk, _ in
            _ = try desk.next("4", as: HallDesk.teller(of: "4"))
        },
        Mistake("done, pressed once more", .counterEmpty) { desk, _ in
            _ = try desk.call(QueueDone.self, .init(counter: "2"))
        },
        Mistake("no-show, pressed once more", .counterEmpty) { desk, _ in
            _ = try desk.call(QueueNoShow.self, .init(counter: "2"))
        },
        Mistake("left, pressed once more", .ticketState) { desk, ticket in
            _ = try desk.call(QueueLeave.self, .init(ticket: ticket), as: .anonymous)
        },
        Mistake("given up when it is over", .ticketState) { desk, ticket in
            _ = try desk.call(QueueCancel.self, .init(ticket: ticket), as: .anonymous)
        },
        Mistake("a handle that is none", .ticketNotFound) { desk, _ in
            _ = try desk.call(QueueTicket.self, .init(ticket: "nonsense"))
        },
    ]

    /// Counter 2 has just finished its ticket; 3 is another's, 4 is paused, no loans today.
    private func morning() throws -> (HallDesk, ticket: String) {
        var desk = try HallDesk()
        for counter in ["2", "3", "4"] { try desk.open(counter) }
        _ = try desk.call(
            CounterPause.self, .init(counter: "4"), as: HallDesk.teller(of: "4"))
        _ = try desk.call(ServiceClose.self, .init(service: "loans"))
        let ticket = try desk.issue()
        _ = try desk.next()
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        return (desk, ticket.ticket)
    }

    @Test(arguments: mistakes)
    func aMistakeIsRefusedOnceAndForAllAndChangesNothing(_ mistake: Mistake) throws {
        var (desk, ticket) = try morning()
        let (tickets, services) = (desk.hall.tickets, desk.hall.services)
        for _ in 1...2 {
            do {
                try mistake.press(&desk, ticket)
                Issue.record("it was allowed")
            } catch let refusal as Refusal {
                #expect(refusal.code == mistake.code)
                // A sentence for people, without the code.
                #expect(refusal.message.hasSuffix(".") && refusal.message.count > 20)
                #expect(!refusal.message.contains("_"))
            }
        }
        #expect(desk.hall.tickets == tickets && desk.hall.services == services)
        try desk.hall.check()
    }

    @Test func aTicketOfYesterdayIsUnknownToEverything() throws {
        var (desk, _) = try morning()
        let old = try desk.issue()
        desk.wait(.seconds(86_400))
        try desk.open()
        for press in [Press.cancel, .leave, .requeue, .reopen, .resume, .abandon, .call] {
            #expect(refusal { try desk.press(press, on: old) } == .ticketNotFound, "\(press)")
        }
    }

    /// The same press that arrives twice, its answer lost on the way.
    @Test func aPressThatIsSentTwiceHappensOnce() throws {
        var (desk, _) = try morning()
        let id = desk.nextID()
        let tickets = try (1...2).map { _ in
            try desk.call(QueueIssue.self, .init(service: "cash"), as: HallDesk.kiosk, id: id)
        }
        #expect(tickets[0] == tickets[1] && desk.hall.services[0].issuedToday == 2)
        try desk.issue()
        let next = desk.nextID()
        let calls = try (1...2).map { _ in
            try desk.call(QueueNext.self, .init(counter: "2"), id: next).ticket?.number
        }
        #expect(calls == ["A002", "A002"] && desk.hall.services[0].line.count == 1)
    }
}
