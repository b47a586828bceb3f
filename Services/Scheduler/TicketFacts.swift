import BranchDomain
import Journal

/// What a record tells of a ticket: enough to apply it, and to answer its request again after the
/// ticket itself is forgotten.
///
/// Eight words: ordinal; handle (two); issued; service, counter and number; the finished ticket or
/// the parking's end; the counter's lease; calls, priority, state, reason, issuer, and where it is
/// put or who gave it up.
struct TicketFacts: Sendable, Equatable {
    let key: TicketKey
    let handle: HandleBits
    let issued: Timestamp
    let service: ServiceIndex
    /// Whose prefix the number has.
    let issuer: ServiceIndex
    let number: UInt32
    let priority: UInt8
    /// After what happened.
    var state: TicketState
    var counter: CounterIndex?
    var calls: UInt16
    /// Of a parking.
    var until: Timestamp?
    /// The ticket that the counter's call finished; of a new leg, the leg before.
    var finished: TicketKey?
    /// The counter's, renewed by the request.
    var lease: Timestamp?
    /// Why it was called.
    var reason: CallReason?
    /// Where it is put in its line.
    var position: LinePosition?
    /// Who gave it up.
    var leaver: Leaver?

    private static let noCounter: UInt64 = 0xffff

    init(_ ticket: HallTicket) {
        key = ticket.key
        handle = ticket.handle
        issued = ticket.issued
        service = ticket.service
        issuer = ticket.issuer
        number = ticket.number
        priority = ticket.priority
        state = ticket.state
        counter = ticket.counter
        calls = ticket.calls
        leaver = ticket.leaver
    }

    init(_ words: FixedWords) {
        key = TicketKey(ordinal: words.w0)
        handle = HandleBits(high: words.w1, low: words.w2)
        issued = Timestamp(milliseconds: Int64(bitPattern: words.w3))
        service = ServiceIndex(place: UInt16(truncatingIfNeeded: words.w4 >> 48))
        let place = words.w4 >> 32 & 0xffff
        counter = place == TicketFacts.noCounter ? nil : CounterIndex(place: UInt16(place))
        number = UInt32(truncatingIfNeeded: words.w4)
        guard let state = TicketState(rawValue: UInt8(truncatingIfNeeded: words.w7 >> 32)) else {
            preconditionFailure("no state has the number \(words.w7 >> 32 & 0xff)")
        }
        self.state = state
        if state == .parked {
            until = Timestamp(milliseconds: Int64(bitPattern: words.w5))
        } else if words.w5 != 0 {
            finished = TicketKey(ordinal: words.w5)
        }
        lease = words.w6 == 0 ? nil : Timestamp(milliseconds: Int64(bitPattern: words.w6))
        calls = UInt16(truncatingIfNeeded: words.w7 >> 48)
        priority = UInt8(truncatingIfNeeded: words.w7 >> 40)
        let reason = UInt8(truncatingIfNeeded: words.w7 >> 24)
        self.reason = reason == 0 ? nil : CallReason(rawValue: reason - 1)
        let issuer = UInt16(truncatingIfNeeded: words.w7 >> 8)
        self.issuer = issuer == 0 ? service : ServiceIndex(place: issuer - 1)
        let last = UInt8(truncatingIfNeeded: words.w7)
        if state.isOpen {
            position = last == 0 ? nil : LinePosition(rawValue: last - 1)
        } else {
            leaver = Leaver(rawValue: last)
        }
    }

    var words: FixedWords {
        let last = state.isOpen ? position.map { $0.rawValue + 1 } : leaver?.rawValue
        // 0 where it is the service itself, as in records of before there were legs.
        let prefix = issuer == service ? 0 : UInt64(issuer.place) + 1
        let place = counter.map { UInt64($0.place) } ?? TicketFacts.noCounter
        let other =
            state == .parked
            ? UInt64(bitPattern: until?.milliseconds ?? 0) : finished?.ordinal ?? 0
        return FixedWords(
            key.ordinal, handle.high, handle.low, UInt64(bitPattern: issued.milliseconds),
            UInt64(service.place) << 48 | place << 32 | UInt64(number), other,
            UInt64(bitPattern: lease?.milliseconds ?? 0),
            UInt64(calls) << 48 | UInt64(priority) << 40 | UInt64(state.rawValue) << 32
                | (reason.map { UInt64($0.rawValue) + 1 } ?? 0) << 24 | prefix << 8
                | UInt64(last ?? 0))
    }
}
