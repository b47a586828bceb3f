import BranchDomain
import Foundation
import Messages
import Testing

@testable import Scheduler

@Suite struct TicketLifeTests {
    /// Every state × event that may happen; whatever is not here may not.
    static let allowed: [TicketState: [TicketEvent: TicketState]] = [
        .booked: [.checkIn: .waiting, .cancel: .cancelled, .expire: .expired],
        .waiting: [
            .call: .called, .requeue: .waiting, .cancel: .cancelled, .abandon: .abandoned,
            .expire: .expired,
        ],
        .called: [
            .recall: .called, .start: .serving, .finish: .served, .noShow: .noShow,
            .hold: .parked, .requeue: .waiting, .transfer: .transferred, .lapse: .waiting,
            .outlive: .expired,
        ],
        .serving: [
            .finish: .served, .hold: .parked, .transfer: .transferred, .lapse: .waiting,
            .outlive: .expired,
        ],
        .parked: [
            .unpark: .waiting, .resume: .called, .call: .called, .cancel: .cancelled,
            .abandon: .abandoned, .expire: .expired, .outlive: .expired,
        ],
        .served: [.reopen: .waiting], .noShow: [.reopen: .waiting],
        .cancelled: [.reopen: .waiting],
    ]

    @Test(arguments: TicketState.allCases, TicketEvent.allCases)
    func theTableSaysWhatFollows(state: TicketState, event: TicketEvent) {
        #expect(TicketLife.state(after: event, in: state) == TicketLifeTests.allowed[state]?[event])
    }

    /// The table of the protocol page is the one that is played.
    @Test func theTableIsThatOfTheProtocolPage() throws {
        let order: [TicketState] = [
            .booked, .waiting, .called, .serving, .parked, .served, .noShow, .cancelled,
            .abandoned, .transferred, .expired,
        ]
        #expect(Set(order) == Set(TicketState.allCases))
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        var table = row(["event \\ state"] + order.map(\.text))
        table += "|" + String(repeating: "---|", count: order.count + 1) + "\n"
        for event in TicketEvent.allCases {
            let after = order.map { TicketLife.state(after: event, in: $0)?.text ?? "·" }
            table += row(["`\(event)`"] + after)
        }
        let page = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../deploy/docs/protocol.md").standardized
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(text.contains(table), "deploy/docs/protocol.md has another table than:\n\(table)")
    }

    @Test(arguments: TicketState.allCases)
    func whatIsOverOnlyEverWaitsAgain(state: TicketState) {
        let after = TicketEvent.allCases.compactMap { TicketLife.state(after: $0, in: state) }
        #expect(state.isOpen ? after.count >= 3 : Set(after).isSubset(of: [.waiting]))
    }

    /// What a request may do to a ticket in each state, at the hall itself.
    @Test(
        arguments: TicketState.allCases.filter { ![.expired, .booked].contains($0) },
        Press.allCases)
    func aRequestDoesWhatTheTableSaysOrIsRefused(state: TicketState, press: Press) throws {
        var desk = try HallDesk()
        try desk.open()
        let ticket = try desk.issue()
        try desk.bring(ticket, to: state)
        let before = desk.hall.snapshot()
        let expected = TicketLifeTests.allowed[state]?[press.event]
        // A transferred ticket's handle is that of its next leg, which waits.
        if state == .transferred { return try desk.hall.check() }
        // A teller's button is about the counter's ticket; elsewhere there is none.
        let reaches = state.isAtCounter || !press.isButton
        if let expected, reaches {
            try desk.press(press, on: ticket)
            let after = try desk.call(QueueTicket.self, .init(ticket: ticket.ticket))
            // A transferred leg is over; its ticket waits as the next one.
            #expect(after.state == (press == .transfer ? "waiting" : expected.text))
            #expect(after.number == ticket.number)
            try desk.hall.check()
        } else {
            let code = refusal { try desk.press(press, on: ticket) }
            // Nobody is called to a counter that still has somebody.
            let isOccupied = press == .call && state.isAtCounter
            #expect(
                code == (isOccupied ? .counterOccupied : reaches ? .ticketState : .counterEmpty))
            #expect(desk.hall.snapshot() == before, "a refusal changes nothing")
        }
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }
}

/// The requests that end up in an event of a ticket.
enum Press: CaseIterable {
    case recall, start, done, noShow, hold, resume, cancel, leave
    case transfer, requeue, reopen, abandon, call

    var event: TicketEvent {
        switch self {
        case .recall: .recall
        case .start: .start
        case .done, .leave: .finish
        case .noShow: .noShow
        case .hold: .hold
        case .resume: .resume
        case .cancel: .cancel
        case .transfer: .transfer
        case .requeue: .requeue
        case .reopen: .reopen
        case .abandon: .abandon
        case .call: .call
        }
    }

    var isButton: Bool {
        switch self {
        case .recall, .start, .done, .noShow, .hold, .transfer: true
        case .resume, .cancel, .leave, .requeue, .reopen, .abandon, .call: false
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
        case .transfer:
            _ = try call(
                QueueTransfer.self,
                .init(counter: counter, service: "loans", position: "arrival"))
        case .requeue:
            _ = try call(QueueRequeue.self, .init(ticket: ticket.ticket, position: "last"))
        case .reopen:
            _ = try call(QueueReopen.self, .init(ticket: ticket.ticket, position: "arrival"))
        case .abandon:
            _ = try call(QueueCancel.self, .init(ticket: ticket.ticket, abandoned: true))
        case .call:
            _ = try call(
                QueueCall.self,
                .init(counter: counter, ticket: ticket.ticket, reason: "cannot stand"))
        }
    }

    mutating func bring(_ ticket: Ticket, to state: TicketState) throws {
        if state == .cancelled { return try press(.cancel, on: ticket) }
        if state == .abandoned { return try press(.abandon, on: ticket) }
        guard state != .waiting else { return }
        #expect(try next()?.number == ticket.number)
        switch state {
        case .serving: try press(.start, on: ticket)
        case .parked: try press(.hold, on: ticket)
        case .served: try press(.done, on: ticket)
        case .noShow: try press(.noShow, on: ticket)
        case .transferred: try press(.transfer, on: ticket)
        case .waiting, .called, .cancelled, .expired, .abandoned, .booked: break
        }
    }
}
