import BranchDomain

/// A place in the order of coming: since when, and the how manieth of the hall.
struct Arrival: Sendable, Equatable {
    let at: Timestamp
    /// Counted over all services, so that no two are the same.
    let order: UInt64
}

/// Where a ticket is put into a line; the raw value is in the journal.
enum LinePosition: UInt8, CaseIterable, Sendable {
    case arrival, first, last

    /// - Parameter text: As on the wire: `first`, `last` or `arrival`.
    init?(text: String) {
        switch text {
        case "arrival": self = .arrival
        case "first": self = .first
        case "last": self = .last
        default: return nil
        }
    }
}

/// Who gave a ticket up; the raw value is in the journal.
enum Leaver: UInt8, CaseIterable, Sendable {
    case holder = 1
    case staff, device

    var text: String {
        switch self {
        case .holder: "holder"
        case .staff: "staff"
        case .device: "device"
        }
    }
}

/// One leg of a ticket as the hall knows it; who holds it is in ``TicketDetails``, apart.
struct HallTicket: Sendable, Equatable {
    let key: TicketKey
    let handle: HandleBits
    let service: ServiceIndex
    /// The service that gave the number: its prefix stays with the ticket on all legs.
    let issuer: ServiceIndex
    let number: UInt32
    /// 0 … 9, higher is called earlier.
    let priority: UInt8
    /// When the visit began; the same on every leg.
    let issued: Timestamp
    /// The place in the hall's order in which the visit began; the same on every leg.
    let origin: UInt64

    var state = TicketState.waiting
    /// From 1; a transfer makes the next.
    var leg: UInt8 = 1
    /// By what it stands in its line.
    var arrival: Arrival
    /// Sent back or put first: before everybody, whatever their priority, until called.
    var goesFirst = false
    /// The only counter that may call it.
    var desk: CounterIndex?
    /// How many people it is for.
    var party: UInt8 = 1
    /// The time that was booked, where that was and was kept.
    var appointment: Timestamp?
    /// Of a business day that is over: it stays at its counter and never waits again.
    var isOvernight = false
    /// The counter that has it or had it last.
    var counter: CounterIndex?
    /// Calls, recalls and resumptions together: a board announces when it grows.
    var calls: UInt16 = 0
    /// Of the last call.
    var called: Timestamp?
    /// The record of the last call that chose it: it says why.
    var callSequence: UInt64 = 0
    /// When the customer came to the counter.
    var started: Timestamp?
    /// When it was parked, and until when.
    var parked: Timestamp?
    var until: Timestamp?
    /// When the leg ended, one way or another.
    var ended: Timestamp?
    var leaver: Leaver?

    /// - Parameter origin: The ticket's place in the order of coming; its ordinal where nobody
    ///   was ever put last.
    init(
        key: TicketKey, handle: HandleBits, service: ServiceIndex, issuer: ServiceIndex? = nil,
        number: UInt32, priority: UInt8, issued: Timestamp, origin: UInt64? = nil
    ) {
        self.key = key
        self.handle = handle
        self.service = service
        self.issuer = issuer ?? service
        self.number = number
        self.priority = priority
        self.issued = issued
        self.origin = origin ?? key.ordinal
        arrival = Arrival(at: issued, order: self.origin)
    }

    /// As it came into the branch.
    var firstArrival: Arrival { Arrival(at: issued, order: origin) }

    /// The next leg, waiting; the number, the handle and the visit's times are the same.
    func next(_ key: TicketKey, at service: ServiceIndex) -> HallTicket {
        var leg = HallTicket(
            key: key, handle: handle, service: service, issuer: issuer, number: number,
            priority: priority, issued: issued, origin: origin)
        leg.leg = self.leg < .max ? self.leg + 1 : .max
        leg.party = party
        leg.calls = calls
        return leg
    }
}

/// What people said when they took a ticket: never published, only shown to staff and devices.
struct TicketDetails: Codable, Sendable, Equatable {
    var name: String?
    var contact: String?
    var party: Int?
    /// Keys of which each may hold one open ticket, `flat:D702`.
    var unique: [String]?
    /// Places of the services that the visit still has to go to.
    var then: [UInt16]?
    /// The time that was booked, Unix milliseconds.
    var appointment: Int64?

    var isEmpty: Bool { self == TicketDetails() }
}
