import BranchDomain
import Messages

/// How many tickets of a service stand where; the last two count the business day.
struct ServiceTally: Sendable, Equatable {
    var called = 0
    var serving = 0
    var parked = 0
    /// Waiting for one counter alone, so in that counter's line.
    var directed = 0
    var served = 0
    var noShow = 0

    var open: Int { called + serving + parked + directed }
}

/// A call as a board shows it.
struct RecentCall: Sendable, Equatable {
    let ticket: TicketKey
    let issuer: ServiceIndex
    let number: UInt32
    /// nil: let in by occupancy.
    let counter: CounterIndex?
    let called: Timestamp
    let calls: UInt16
}

extension RecentCall {
    /// The last call of a ticket.
    init(_ ticket: HallTicket) {
        guard let called = ticket.called else {
            preconditionFailure("a ticket that is \(ticket.state) was never called")
        }
        self.init(
            ticket: ticket.key, issuer: ticket.issuer, number: ticket.number,
            counter: ticket.counter, called: called, calls: ticket.calls)
    }
}

/// A service with its line.
struct HallService: Sendable, Equatable {
    static let mostRecent = 10

    var definition: ServiceDefinition
    var isOpen = true
    var isRemoved = false
    /// When its hours open or close it next; nil without hours.
    var turn: Timestamp?
    /// Tickets of the business day so far; the numbering continues from it.
    var issuedToday: UInt32 = 0
    /// The highest number of the business day.
    var highest: UInt32 = 0
    var line = WaitingLine()
    var tally = ServiceTally()
    /// Called or being served now, in order of their last calls, then of arrival.
    var atCounters: [RecentCall] = []
    /// Newest first, each ticket once.
    var recent: [RecentCall] = []
    var pace = ServicePace()
    /// Calls in a row without a priority.
    var sincePriority = 0
    var occupancy = Occupancy()
    /// Open counters, not paused, that serve it.
    var activeCounters = 0

    init(definition: ServiceDefinition) {
        self.definition = definition
        if definition.hours != nil { turn = Timestamp(milliseconds: 0) }
    }

    /// Everybody who waits for it.
    var waiting: Int { line.count + tally.directed }

    /// Whether the hall lets people in by itself, as places inside get free.
    var admits: Bool { definition.capacity != nil }

    /// How many are called before somebody in the line, as far as that is known now.
    func ahead(of place: LinePlace) -> Int {
        guard definition.policy.rule == .ratio, place.rank > 0 else {
            return line.ahead(of: place)
        }
        let first = line.count(before: .start(ofRank: 1))
        let preferred = line.count(before: .start(ofRank: 2)) - first
        let every = definition.policy.every
        if place.rank == 1 {
            let before = line.ahead(of: place) - first
            let plain = line.count - first - preferred
            // Those without a priority that come before it.
            let due = (before + 1) * (every - 1) - min(sincePriority, every - 1)
            return first + before + min(plain, due)
        }
        let before = line.ahead(of: place) - first - preferred
        let turns = (before + min(sincePriority, every - 1)) / (every - 1)
        return first + before + min(preferred, turns)
    }

    /// The ticket is called, and shown as such.
    mutating func putUp(_ call: RecentCall) {
        let place = atCounters.lastIndex { ($0.called, $0.ticket) < (call.called, call.ticket) }
        atCounters.insert(call, at: place.map { $0 + 1 } ?? 0)
        assert(atCounters.count == tally.called + tally.serving, "the board shows who is called")
    }

    /// The ticket was called: it comes before the recent calls, and once among them.
    mutating func announce(_ call: RecentCall) {
        recent.removeAll { $0.ticket == call.ticket }
        recent.insert(call, at: 0)
        if recent.count > HallService.mostRecent { recent.removeLast() }
    }

    /// The ticket is at no counter any longer; that it was called stays known.
    mutating func takeDown(_ ticket: TicketKey) {
        atCounters.removeAll { $0.ticket == ticket }
    }

    /// A changed definition, whose numbers may not be those of the day again.
    mutating func redefine(_ definition: ServiceDefinition) {
        if definition.numbering != self.definition.numbering, issuedToday > 0 {
            issuedToday = definition.numbering.issued(past: highest)
        }
        if definition.hours != self.definition.hours {
            turn = definition.hours == nil ? nil : Timestamp(milliseconds: 0)
        }
        self.definition = definition
        occupancy.resize(to: definition.capacity)
    }

    /// Nobody waits and nothing has happened; who is at a counter stays there.
    mutating func beginDay() {
        line.removeAll()
        issuedToday = 0
        highest = 0
        recent = []
        sincePriority = 0
        pace.beginDay()
        tally = ServiceTally(called: tally.called, serving: tally.serving)
    }
}
