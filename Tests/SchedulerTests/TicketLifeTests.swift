import BranchDomain
import Messages
import Testing

@testable import Scheduler

@Suite struct TicketLifeTests {
    /// Every state × event that may happen; whatever is not here may not.
    static let allowed: [TicketState: [TicketEvent: TicketState]] = [
        .waiting: [.call: .called, .cancel: .cancelled, .expire: .expired],
        .called: [
            .recall: .called, .start: .serving, .finish: .served, .noShow: .noShow,
            .hold: .parked, .lapse: .waiting, .outlive: .expired,
        ],
        .serving: [
            .finish: .served, .hold: .parked, .lapse: .waiting, .outlive: .expired,
        ],
        .parked: [
            .unpark: .waiting, .resume: .called, .cancel: .cancelled, .expire: .expired,
            .outlive: .expired,
        ],
    ]

    @Test(arguments: TicketState.allCases, TicketEvent.allCases)
    func theTableSaysWhatFollows(state: TicketState, event: TicketEvent) {
        #expect(TicketLife.state(after: event, in: state) == TicketLifeTests.allowed[state]?[event])
    }

    @Test(arguments: TicketState.allCases)
    func onlyWhatIsOpenCanChange(state: TicketState) {
        let canChange = TicketEvent.allCases.contains {
            TicketLife.state(after: $0, in: state) != nil
        }
        #expect(canChange == state.isOpen)
    }

    /// What a request may do to a ticket in each state, at the hall itself.
    @Test(arguments: TicketState.allCases.filter { $0 != .expired }, Press.allCases)
    func aRequestDoesWhatTheTableSaysOrIsRefused(state: TicketState, press: Press) throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        try desk.bring(ticket, to: state)
        let before = desk.hall.snapshot()
        let expected = TicketLifeTests.allowed[state]?[press.event]
        // A teller's button is about the counter's ticket; elsewhere there is none.
        let reaches = state.isAtCounter || !press.isButton
        if let expected, reaches {
            try desk.press(press, on: ticket)
            let after = try desk.call(QueueTicket.self, .init(ticket: ticket.ticket))
            #expect(after.state == expected.text)
        } else {
            let code = refusal { try desk.press(press, on: ticket) }
            #expect(code == (reaches ? .ticketState : .counterEmpty))
            #expect(desk.hall.snapshot() == before, "a refusal changes nothing")
        }
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }
}

/// The requests that end up in an event of a ticket.
enum Press: CaseIterable {
    case recall, start, done, noShow, hold, resume, cancel, leave

    var event: TicketEvent {
        switch self {
        case .recall: .recall
        case .start: .start
        case .done, .leave: .finish
        case .noShow: .noShow
        case .hold: .hold
        case .resume: .resume
        case .cancel: .cancel
        }
    }

    var isButton: Bool {
        switch self {
        case .recall, .start, .done, .noShow, .hold: true
        case .resume, .cancel, .leave: false
        }
    }
}

extension HallDesk {
    mutating func press(_ press: Press, on ticket: Ticket, counter: String = "2") throws {
        let desk = CounterRequest(counter: counter)
        switch press {
        case .recall: _ = try call(QueueRecall.self, desk)
        case .start: _ = try call(QueueStart.self, desk)
        case .done: _ = try call(QueueDone.self, desk)
        case .noShow: _ = try call(QueueNoShow.self, desk)
        case .hold: _ = try call(QueueHold.self, .init(counter: counter))
        case .resume:
            _ = try call(QueueResume.self, .init(counter: counter, ticket: ticket.ticket))
        case .cancel: _ = try call(QueueCancel.self, .init(ticket: ticket.ticket))
        case .leave: _ = try call(QueueLeave.self, .init(ticket: ticket.ticket))
        }
    }

    mutating func bring(_ ticket: Ticket, to state: TicketState) throws {
        if state == .cancelled { return try press(.cancel, on: ticket) }
        guard state != .waiting else { return }
        #expect(try next()?.number == ticket.number)
        switch state {
        case .serving: try press(.start, on: ticket)
        case .parked: try press(.hold, on: ticket)
        case .served: try press(.done, on: ticket)
        case .noShow: try press(.noShow, on: ticket)
        case .waiting, .called, .cancelled, .expired: break
        }
    }
}
