import BranchDomain

/// A ticket as the hall knows it; who holds it is in ``TicketDetails``, apart.
struct HallTicket: Sendable, Equatable {
    let key: TicketKey
    let handle: HandleBits
    let service: ServiceIndex
    let number: UInt32
    /// 0 … 9, higher is called earlier.
    let priority: UInt8
    let issued: Timestamp

    var state = TicketState.waiting
    /// Sent back by a lapsed lease: before everybody, whatever their priority, until called.
    var goesFirst = false
    /// Of a business day that is over: it stays at its counter and never waits again.
    var isOvernight = false
    /// The counter that has it or had it last.
    var counter: CounterIndex?
    /// Calls, recalls and resumptions together: a board announces when it grows.
    var calls: UInt16 = 0
    /// Of the last call.
    var called: Timestamp?
    /// When the customer came to the counter.
    var started: Timestamp?
    /// When it was parked, and until when.
    var parked: Timestamp?
    var until: Timestamp?
    /// When the visit ended, one way or another.
    var ended: Timestamp?

    /// Where the ticket stands in its line while it waits.
    var place: LinePlace { LinePlace(key: key, priority: priority, goesFirst: goesFirst) }
}

/// What people said when they took a ticket: never published, only shown to staff and devices.
struct TicketDetails: Codable, Sendable, Equatable {
    var name: String?
    var contact: String?
    var party: Int?
    /// Keys of which each may hold one open ticket, `flat:D702`.
    var unique: [String]?

    var isEmpty: Bool { name == nil && contact == nil && party == nil && unique == nil }
}
