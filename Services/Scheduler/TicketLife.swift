/// Where a ticket stands; the text is the one on the wire, the raw value the one in the journal.
enum TicketState: UInt8, CaseIterable, Sendable {
    case waiting, called, serving, parked, served, noShow, cancelled, expired
    /// An appointment whose person has not come yet.
    case booked
    /// The person left without a word.
    case abandoned
    /// This leg is over; the next one has the same number.
    case transferred

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
        case .booked: "booked"
        case .abandoned: "abandoned"
        case .transferred: "transferred"
        }
    }

    /// Whether the leg is still going on.
    var isOpen: Bool {
        switch self {
        case .waiting, .called, .serving, .parked, .booked: true
        case .served, .noShow, .cancelled, .expired, .abandoned, .transferred: false
        }
    }

    /// Whether somebody was called and is not done yet.
    var isAtCounter: Bool { self == .called || self == .serving }
}

/// What can happen to a ticket after it was issued or booked.
enum TicketEvent: UInt8, CaseIterable, Sendable {
    /// The person of an appointment has come.
    case checkIn
    /// It is called: in turn, or by name.
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
    /// It stands elsewhere in its line, first, last or by arrival.
    case requeue
    /// It goes on as a new leg, to a service or a counter.
    case transfer
    /// What was over waits again, within a grace time.
    case reopen
    /// The place is given up.
    case cancel
    /// Staff says that the person has left.
    case abandon
    /// The teller's lease of the counter ran out.
    case lapse
    /// The business day is over.
    case expire
    /// It was called before midnight and would wait again, under a number that is given anew.
    case outlive
}

/// The life of a ticket: the one table of state × event.
///
/// Whoever is at a counter stays there over midnight; whoever waits or is parked then is expired.
enum TicketLife {
    /// - Returns: The state after the event, nil where it cannot happen in that state.
    static func state(after event: TicketEvent, in state: TicketState) -> TicketState? {
        switch (state, event) {
        case (.booked, .checkIn): .waiting
        case (.booked, .cancel): .cancelled
        case (.booked, .expire): .expired

        case (.waiting, .call): .called
        case (.waiting, .requeue): .waiting
        case (.waiting, .cancel): .cancelled
        case (.waiting, .abandon): .abandoned
        case (.waiting, .expire): .expired

        case (.called, .recall): .called
        case (.called, .start): .serving
        case (.called, .finish): .served
        case (.called, .noShow): .noShow
        case (.called, .hold): .parked
        case (.called, .requeue): .waiting
        case (.called, .transfer): .transferred
        case (.called, .lapse): .waiting
        case (.called, .outlive): .expired

        case (.serving, .finish): .served
        case (.serving, .hold): .parked
        case (.serving, .transfer): .transferred
        case (.serving, .lapse): .waiting
        case (.serving, .outlive): .expired

        case (.parked, .unpark): .waiting
        case (.parked, .resume): .called
        case (.parked, .call): .called
        case (.parked, .cancel): .cancelled
        case (.parked, .abandon): .abandoned
        case (.parked, .expire): .expired
        case (.parked, .outlive): .expired

        case (.served, .reopen): .waiting
        case (.noShow, .reopen): .waiting
        case (.cancelled, .reopen): .waiting

        case (.booked, _), (.waiting, _), (.called, _), (.serving, _), (.parked, _): nil
        case (.served, _), (.noShow, _), (.cancelled, _), (.expired, _): nil
        case (.abandoned, _), (.transferred, _): nil
        }
    }
}
