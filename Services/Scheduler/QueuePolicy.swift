import BranchDomain
import Messages

/// Why a ticket was called, as the teller reads it; the raw value is in the journal.
enum CallReason: UInt8, CaseIterable, Sendable {
    /// The longest waiting of the counter's services.
    case arrival
    /// Of a higher priority than those who came earlier.
    case priority
    /// Sent back by a counter whose lease ran out, or put first by hand.
    case sentBack
    /// Nobody waits for what the counter serves.
    case nobody
    /// Enough without a priority were called, or enough with one.
    case turn
    /// Longest in the branch, whatever it waited for before.
    case longestWait
    /// The booked time has come.
    case appointment
    /// Sent to this counter.
    case directed
    /// What this counter calls first.
    case preference
    /// Called by name, with a reason.
    case outOfTurn
    /// A place inside is free.
    case admission

    var text: String { String(describing: self) }
}

/// Which of those who wait for a service is called next; pure, one for each service.
struct QueuePolicy: Codable, Sendable, Equatable {
    /// The raw value is in the journal, the text on the wire.
    enum Rule: UInt8, Codable, CaseIterable, Sendable {
        case arrival, priority, ratio, longestWait, appointments

        var text: String { String(describing: self) }
    }

    /// One step of priority is worth ten minutes of waiting; nobody who waits is overtaken by
    /// somebody who comes more than an hour and a half later.
    static let standard = QueuePolicy(rule: .priority)
    static let standardTarget = 600
    static let longestSeconds = 86_400

    var rule: Rule
    /// Seconds of waiting that one step of priority is worth.
    var ageing = 600
    /// One with a priority in so many calls.
    var every = 3
    /// The longest wait that is aimed for, seconds.
    var target: Int?
    /// What a counter must know.
    var skill: String?

    init(rule: Rule) {
        self.rule = rule
    }

    /// - Throws: ``Refusal`` `malformed` naming the rule that the policy breaks.
    init(_ policy: CallPolicy) throws(Refusal) {
        guard let rule = Rule.allCases.first(where: { $0.text == policy.rule }) else {
            let names = Rule.allCases.map(\.text).joined(separator: ", ")
            throw Refusal(.malformed, "The rule of a policy is one of \(names).")
        }
        self.rule = rule
        let seconds = 0...QueuePolicy.longestSeconds
        guard seconds.contains(policy.ageing ?? 0), seconds.contains(policy.target ?? 0) else {
            throw Refusal(.malformed, "Ageing and target are 0 to 86400 seconds.")
        }
        guard (2...100).contains(policy.every ?? 2) else {
            throw Refusal(.malformed, "A ratio is one in 2 to 100.")
        }
        ageing = policy.ageing ?? ageing
        every = policy.every ?? every
        target = policy.target
        skill = try policy.skill.map { text throws(Refusal) in try Skill.checked(text) }
    }

    var wire: CallPolicy {
        CallPolicy(
            rule: rule.text, ageing: rule == .priority ? ageing : nil,
            every: rule == .ratio ? every : nil, target: target, skill: skill)
    }

    /// Where a ticket stands in the service's line.
    func place(of ticket: HallTicket) -> LinePlace {
        func place(_ rank: UInt8, _ time: Int64, _ order: UInt64) -> LinePlace {
            LinePlace(rank: rank, time: time, arrival: order, key: ticket.key)
        }
        let (since, order) = (ticket.arrival.at.milliseconds, ticket.arrival.order)
        if ticket.goesFirst { return place(0, since, order) }
        switch rule {
        case .arrival: return place(1, since, order)
        case .priority:
            let headStart = Int64(ticket.priority) * Int64(ageing) * 1_000
            return place(1, since - headStart, order)
        case .ratio: return place(ticket.priority > 0 ? 1 : 2, since, order)
        case .longestWait: return place(1, ticket.issued.milliseconds, ticket.origin)
        case .appointments:
            guard let booked = ticket.appointment else { return place(2, since, order) }
            return place(1, booked.milliseconds, order)
        }
    }

    /// Who is called next in a line, and why; O(log n).
    ///
    /// - Parameter sincePriority: Calls in a row without a priority.
    func choose(
        in line: WaitingLine, sincePriority: Int, now: Timestamp
    ) -> (place: LinePlace, why: CallReason)? {
        guard let first = line.first else { return nil }
        if first.rank == 0 { return (first, .sentBack) }
        switch rule {
        case .arrival: return (first, .arrival)
        case .priority: return (first, .priority)
        case .longestWait: return (first, .longestWait)
        case .ratio:
            guard first.rank == 1 else { return (first, .arrival) }
            guard let other = line.first(fromRank: 2) else { return (first, .priority) }
            return sincePriority >= every - 1 ? (first, .turn) : (other, .turn)
        case .appointments:
            guard first.rank == 1 else { return (first, .arrival) }
            let isDue = first.time <= now.milliseconds
            guard !isDue, let other = line.first(fromRank: 2) else { return (first, .appointment) }
            return (other, .arrival)
        }
    }

    /// What compares the heads of several lines: the moment by which this one should be called.
    func due(_ place: LinePlace) -> Int64 {
        place.rank == 0 ? .min : place.time + Int64(target ?? QueuePolicy.standardTarget) * 1_000
    }
}

/// What a counter knows and a service needs: 1 … 32 small letters, digits or hyphens.
enum Skill {
    static func checked(_ text: String) throws(Refusal) -> String {
        let isSlug = text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
        }
        guard (1...32).contains(text.utf8.count), isSlug else {
            throw Refusal(.malformed, "A skill has 1 to 32 small letters, digits or hyphens.")
        }
        return text
    }
}
