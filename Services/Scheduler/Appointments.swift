import BranchDomain
import Messages

/// What can be booked of a service; checked.
struct BookingTerms: Codable, Sendable, Equatable {
    /// Minutes from one slot to the next.
    let every: Int
    /// People that one slot takes.
    let places: Int
    /// Minutes before the booked time from which on people may check in.
    let early: Int
    /// Minutes behind it for which it holds.
    let late: Int
    /// Days ahead that can be booked.
    let ahead: Int

    /// - Throws: ``Refusal`` `malformed` naming the rule that is broken.
    init(_ rules: BookingRules) throws(Refusal) {
        guard (5...480).contains(rules.every), (1...1_000).contains(rules.places) else {
            throw Refusal(.malformed, "A slot lasts 5 to 480 minutes and takes 1 to 1000 people.")
        }
        guard (0...1_440).contains(rules.early ?? 30), (0...1_440).contains(rules.late ?? 15)
        else { throw Refusal(.malformed, "Early and late are 0 to 1440 minutes.") }
        guard (0...366).contains(rules.ahead ?? 60) else {
            throw Refusal(.malformed, "Appointments are booked 0 to 366 days ahead.")
        }
        every = rules.every
        places = rules.places
        early = rules.early ?? 30
        late = rules.late ?? 15
        ahead = rules.ahead ?? 60
    }

    var wire: BookingRules {
        BookingRules(every: every, places: places, early: early, late: late, ahead: ahead)
    }

    /// When the slots of a day begin.
    func slots(on day: Int64, _ hours: OpeningHours, _ calendar: BusinessCalendar) -> [Timestamp] {
        var slots: [Timestamp] = []
        for span in hours.spans(on: day) {
            for minute in stride(from: span.lowerBound, through: span.upperBound - every, by: every)
            { slots.append(calendar.moment(day: day, minute: minute)) }
        }
        return slots
    }
}

/// Somebody's place in a slot; personal, as ``TicketDetails`` are.
struct Booking: Codable, Sendable, Equatable {
    let high: UInt64
    let low: UInt64
    let service: UInt16
    /// Unix milliseconds, as are all times here.
    let at: Int64
    let made: Int64
    let name: String
    let contact: String?

    var handle: HandleBits { HandleBits(high: high, low: low) }
    var index: ServiceIndex { ServiceIndex(place: service) }

    func sortsBefore(_ other: Booking) -> Bool {
        (at, high, low) < (other.at, other.high, other.low)
    }
}

/// The appointments of today and later.
struct AppointmentDiary: Sendable, Equatable {
    static let most = 100_000

    struct Entry: Sendable, Equatable {
        let booking: Booking
        /// `booked`, `cancelled`, or `waiting` once there is a ticket.
        var state: TicketState
    }

    private struct Slot: Hashable, Sendable {
        let service: ServiceIndex
        let at: Int64
    }

    private(set) var entries: [HandleBits: Entry] = [:]
    private var taken: [Slot: Int] = [:]
    /// Of each service, how many are still to come.
    private(set) var open: [ServiceIndex: Int] = [:]

    subscript(handle: HandleBits) -> Entry? { entries[handle] }

    func taken(_ service: ServiceIndex, at time: Int64) -> Int {
        taken[Slot(service: service, at: time)] ?? 0
    }

    mutating func insert(_ entry: Entry) {
        let booking = entry.booking
        precondition(entries[booking.handle] == nil, "an appointment is booked once")
        entries[booking.handle] = entry
        guard entry.state != .cancelled else { return }
        taken[Slot(service: booking.index, at: booking.at), default: 0] += 1
        if entry.state == .booked { open[booking.index, default: 0] += 1 }
    }

    /// The place stays taken by who checks in, and is free again by a cancelling.
    mutating func move(_ handle: HandleBits, by event: TicketEvent) {
        guard let entry = entries[handle],
            let state = TicketLife.state(after: event, in: entry.state)
        else { preconditionFailure("\(event) cannot happen to the appointment") }
        entries[handle]?.state = state
        open[entry.booking.index, default: 0] -= 1
        if state == .cancelled { free(entry.booking) }
    }

    /// Forgets what is over.
    mutating func clear(before moment: Timestamp) {
        for (handle, entry) in entries where entry.booking.at < moment.milliseconds {
            entries[handle] = nil
            if entry.state == .booked { open[entry.booking.index, default: 0] -= 1 }
            if entry.state != .cancelled { free(entry.booking) }
        }
    }

    private mutating func free(_ booking: Booking) {
        let slot = Slot(service: booking.index, at: booking.at)
        guard let count = taken[slot], count > 0 else {
            preconditionFailure("a slot frees what was taken")
        }
        taken[slot] = count == 1 ? nil : count - 1
    }

    /// Only what is booked counts, not how it came to be.
    static func == (left: AppointmentDiary, right: AppointmentDiary) -> Bool {
        left.entries == right.entries && left.taken == right.taken
    }
}
