/// What a ticket's record is about; the raw value is the record's kind.
enum TicketRecordKind: UInt16, CaseIterable, Sendable {
    case issued = 0x20
    /// A key that was given holds an open ticket: nothing changes.
    case found = 0x21
    case called = 0x22
    case recalled = 0x23
    case started = 0x24
    case served = 0x25
    case noShow = 0x26
    case held = 0x27
    case resumed = 0x28
    case cancelled = 0x29
    case left = 0x2a
    case unparked = 0x2b
    /// Called in turn, with the rule and the runners-up; what `called` was before.
    case chosen = 0x2c
    /// Called by name, with a reason.
    case outOfTurn = 0x2d
    /// Let in by occupancy.
    case admitted = 0x2e
    case requeued = 0x2f
    /// The facts are of the new leg.
    case transferred = 0x30
    case reopened = 0x31
    case abandoned = 0x32
    /// An appointment becomes a ticket.
    case checkedIn = 0x33
    /// Served, and the next one was called in the record before: nothing changes any more.
    case relieved = 0x34

    /// What it means for the ticket's life; nil for its beginning, and where nothing changes.
    var event: TicketEvent? {
        switch self {
        case .issued, .found, .checkedIn, .relieved: nil
        case .called, .chosen, .outOfTurn, .admitted: .call
        case .recalled: .recall
        case .started: .start
        case .served, .left: .finish
        case .noShow: .noShow
        case .held: .hold
        case .resumed: .resume
        case .cancelled: .cancel
        case .unparked: .unpark
        case .requeued: .requeue
        case .transferred: .transfer
        case .reopened: .reopen
        case .abandoned: .abandon
        }
    }
}
