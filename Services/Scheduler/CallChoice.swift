import BranchDomain
import Journal
import Messages

/// Who is called to a counter, and why.
struct CallChoice: Sendable {
    let ticket: HallTicket
    let why: CallReason
    let note: CallNote
}

/// The first of a line, as it stands against the first of the others.
private struct Candidate: Comparable {
    let place: LinePlace
    let service: ServiceIndex
    let why: CallReason
    /// Lower is earlier: who goes first, then what the counter prefers, then the rest.
    let preference: Int
    /// The moment by which it should be called.
    let due: Int64

    static func < (left: Candidate, right: Candidate) -> Bool {
        (left.preference, left.due, left.place.arrival)
            < (right.preference, right.due, right.place.arrival)
    }
}

extension QueueHall {
    /// The next one for a counter: each service's policy names its first, and of those the one
    /// comes that goes first, that the counter prefers, or that is due the earliest.
    ///
    /// - Returns: nil where nobody waits for what the counter serves.
    func choose(for counter: CounterIndex, now: Timestamp) -> CallChoice? {
        guard let tenure = counters[counter].tenure else { return nil }
        var best: Candidate?
        var others: [Candidate] = []
        func consider(_ candidate: Candidate) {
            if let present = best {
                others.append(max(present, candidate))
                best = min(present, candidate)
            } else {
                best = candidate
            }
        }
        if tenure.services.isEmpty {
            for place in services.indices {
                head(of: ServiceIndex(place: UInt16(place)), for: tenure, now).map(consider)
            }
        } else {
            for index in tenure.services { head(of: index, for: tenure, now).map(consider) }
        }
        if let place = counters[counter].line.first {
            let service = tickets[place.key].service
            consider(candidate(place, service, .directed, tenure))
        }
        guard let best else { return nil }
        others += followers(of: best, for: tenure, counter)
        others.sort()
        var note = CallNote()
        note.rule = self[best.service].definition.policy.rule
        note.runnersUp = others.prefix(CallNote.mostRunnersUp).map { runnerUp($0, now) }
        return CallChoice(
            ticket: tickets[best.place.key], why: reason(best, among: others, tenure), note: note)
    }

    private func head(
        of index: ServiceIndex, for tenure: HallCounter.Tenure, _ now: Timestamp
    ) -> Candidate? {
        // Straight from the array: a counter may look at hundreds of services for each call.
        let place = Int(index.place)
        guard services[place].line.count > 0, !services[place].admits else { return nil }
        let policy = services[place].definition.policy
        if let skill = policy.skill, !tenure.skills.contains(skill) { return nil }
        guard
            let (first, why) = policy.choose(
                in: services[place].line, sincePriority: services[place].sincePriority,
                now: now)
        else { return nil }
        return candidate(first, index, why, tenure)
    }

    private func candidate(
        _ place: LinePlace, _ service: ServiceIndex, _ why: CallReason,
        _ tenure: HallCounter.Tenure
    ) -> Candidate {
        let preference =
            place.rank == 0
            ? -1 : tenure.prefers.firstIndex(of: service) ?? tenure.prefers.count
        return Candidate(
            place: place, service: service, why: why, preference: preference,
            due: self[service].definition.policy.due(place))
    }

    /// Those who stand behind the chosen one in the same line.
    private func followers(
        of best: Candidate, for tenure: HallCounter.Tenure, _ counter: CounterIndex
    ) -> [Candidate] {
        let line = best.why == .directed ? counters[counter].line : self[best.service].line
        return line.prefix(CallNote.mostRunnersUp + 1).filter { $0 != best.place }.map {
            candidate($0, tickets[$0.key].service, best.why, tenure)
        }
    }

    private func runnerUp(_ candidate: Candidate, _ now: Timestamp) -> CallNote.RunnerUp {
        let ticket = tickets[candidate.place.key]
        let waited = max(0, now.milliseconds - ticket.issued.milliseconds) / 1_000
        return CallNote.RunnerUp(
            service: ticket.service, issuer: ticket.issuer, number: ticket.number,
            waited: UInt32(clamping: waited))
    }

    private func reason(
        _ best: Candidate, among others: [Candidate], _ tenure: HallCounter.Tenure
    ) -> CallReason {
        if best.preference == -1 { return .sentBack }
        if best.preference < tenure.prefers.count, others.contains(where: { $0.due < best.due }) {
            return .preference
        }
        // Somebody without a priority was called by having waited, whatever the rule.
        let isPlain = best.why == .priority && tickets[best.place.key].priority == 0
        return isPlain ? .arrival : best.why
    }
}

/// What the verdict on a `queue.done` keeps of the call that came with it.
struct Relief: Sendable, Equatable {
    let next: TicketFacts
    /// Of the one who was served.
    let name: String?
    let nextName: String?

    init(next: TicketFacts, name: String?, nextName: String?) {
        self.next = next
        self.name = name
        self.nextName = nextName
    }

    init(_ bytes: [UInt8]) {
        do {
            var reader = SnapshotReader(bytes)
            next = TicketFacts(
                FixedWords(
                    try reader.integer(), try reader.integer(), try reader.integer(),
                    try reader.integer(), try reader.integer(), try reader.integer(),
                    try reader.integer(), try reader.integer()))
            name = try reader.optional { reader throws(SnapshotError) in try reader.text() }
            nextName = try reader.optional { reader throws(SnapshotError) in try reader.text() }
        } catch {
            preconditionFailure("the hall wrote a relief that it cannot read")
        }
    }

    var bytes: [UInt8] {
        var writer = SnapshotWriter()
        let words = next.words
        for word in [
            words.w0, words.w1, words.w2, words.w3, words.w4, words.w5, words.w6, words.w7,
        ] { writer.integer(word) }
        writer.optional(name) { $0.text($1) }
        writer.optional(nextName) { $0.text($1) }
        return writer.bytes
    }
}
