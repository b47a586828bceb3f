/// Where a ticket stands; the text is the one on the wire, the raw value the one in the journal.
enum TicketState: UInt8, CaseIterable, Sendable {
    case waiting, called, serving, parked, served, noShow, cancelled, expired

    var text: String {
        switch self {
        case .waiting: "waiting"
        case .called: "called"
        case .serving: "serving"
        case .parked: "parked"
        case .served: "served"
        case .noShow: "noShow"
        case .cancelled: "cancelled"
        case .expired: "expired"
        }
    }

    /// Whether the visit is still going on.
    var isOpen: Bool {
        switch self {
        case .waiting, .called, .serving, .parked: true
        case .served, .noShow, .cancelled, .expired: false
        }
    }

    /// Whether a counter has the ticket.
    var isAtCounter: Bool { self == .called || self == .serving }
}

/// What can happen to a ticket after it was issued.
enum TicketEvent: UInt8, CaseIterable, Sendable {
    /// A counter calls it, in turn.
    case call
    /// The counter calls it once more.
    case recall
    /// The customer is at the counter.
    case start
    /// Done: said by the teller, by the holder, or by the teller's next call.
    case finish
    /// The customer did not come.
    case noShow
    /// The counter parks it until a deadline.
    case hold
    /// The deadline of its parking has come.
    case unpark
    /// A counter calls it out of its parking.
    case resume
    /// The holder gives the place up.
    case cancel
    /// The teller's lease of the counter ran out.
    case lapse
    /// The business day is over.
    case expire
    /// It was at a counter over midnight and would wait again, under a number that is given anew.
    case outlive
}

/// The life of a ticket: the one table of state × event.
///
/// Whoever is at a counter stays there over midnight; whoever waits or is parked then is expired.
enum TicketLife {
    /// - Returns: The state after the event, nil where it cannot happen in that state.
    static func state(after event: TicketEvent, in state: TicketState) -> TicketState? {
        switch (state, event) {
        case (.waiting, .call): .called
        case (.waiting, .cancel): .cancelled
        case (.waiting, .expire): .expired

        case (.called, .recall): .called
        case (.called, .start): .serving
        case (.called, .finish): .served
        case (.called, .noShow): .noShow
        case (.called, .hold): .parked
        case (.called, .lapse): .waiting
        case (.called, .outlive): .expired

        case (.serving, .finish): .served
        case (.serving, .hold): .parked
        case (.serving, .lapse): .waiting
        case (.serving, .outlive): .expired

        case (.parked, .unpark): .waiting
        case (.parked, .resume): .called
        case (.parked, .cancel): .cancelled
        case (.parked, .expire): .expired
        case (.parked, .outlive): .expired

        case (.waiting, _), (.called, _), (.serving, _), (.parked, _): nil
        case (.served, _), (.noShow, _), (.cancelled, _), (.expired, _): nil
        }
    }
}
