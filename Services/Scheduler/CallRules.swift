import BranchDomain
import Journal
import Messages

/// A counter as a request finds it: open, and the asking teller's own.
struct OwnCounter {
    let index: CounterIndex
    let row: HallCounter
    let tenure: HallCounter.Tenure
    /// Until when it is the teller's, now that the teller was heard of.
    let lease: Timestamp
}

extension QueueHall {
    /// `queue.next`: finishes what is at the counter and calls who is next, in one event.
    func callNext(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let counter = try own(try counterName(command), command.principal, now: now)
        guard counter.tenure.pause == nil else { return refuse(paused(counter), at: counter) }
        if let refusal = elsewhere(counter) { return refuse(refusal, at: counter) }
        let finished = counter.row.ticket
        guard let choice = choose(for: counter.index, now: now) else {
            let event = HallEvent.calledNobody(
                counter.index, finished: finished, lease: counter.lease)
            return .write([event.record])
        }
        let facts = try called(choice, to: counter)
        return .write([HallEvent.ticket(.chosen, facts, text: note(choice).bytes).record])
    }

    /// `queue.done`; where the counter calls by itself, the next one is called as well.
    func done(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let counter = try own(try counterName(command), command.principal, now: now)
        guard counter.tenure.isAutomatic, counter.tenure.pause == nil,
            let key = counter.row.ticket, let choice = choose(for: counter.index, now: now)
        else { return try atCounter(command, now: now, .served) }
        let called = try called(choice, to: counter)
        let note = note(choice)
        let relief = Relief(next: called, name: details[key]?.name, nextName: note.name)
        let facts = try facts(of: tickets[key], .served)
        return .write([
            HallEvent.ticket(.chosen, called, text: note.bytes).record,
            HallEvent.ticket(.relieved, facts, text: relief.bytes).record,
        ])
    }

    private func called(_ choice: CallChoice, to counter: OwnCounter) throws(Refusal) -> TicketFacts
    {
        var facts = try facts(of: choice.ticket, .chosen)
        facts.bring(to: counter)
        facts.finished = counter.row.ticket
        facts.reason = choice.why
        return facts
    }

    private func note(_ choice: CallChoice) -> CallNote {
        var note = choice.note
        note.name = details[choice.ticket.key]?.name
        return note
    }

    /// `queue.recall`, `queue.start`, `queue.done`, `queue.noShow`: on the counter's ticket.
    func atCounter(
        _ command: Command, now: Timestamp, _ kind: TicketRecordKind
    ) throws(Refusal) -> Decision {
        let counter = try own(try counterName(command), command.principal, now: now)
        if kind == .noShow, let refusal = tooSoon(counter) { return refuse(refusal, at: counter) }
        return onTicket(of: counter, kind) { facts in
            if kind == .recalled { facts.bring(to: counter) }
        }
    }

    /// `queue.hold`: parks the counter's ticket.
    func hold(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(QueueHold.Request.self, from: command.body)
        let minutes = request.minutes ?? 10
        guard (1...240).contains(minutes) else {
            throw Refusal(.malformed, "A ticket is parked for 1 to 240 minutes.")
        }
        let counter = try own(request.counter, command.principal, now: now)
        return onTicket(of: counter, .held) { facts in
            facts.until = now.adding(.seconds(60 * minutes))
        }
    }

    /// `queue.resume`: calls a parked ticket to the counter, whichever counter parked it.
    func resume(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(QueueResume.Request.self, from: command.body)
        let counter = try own(request.counter, command.principal, now: now)
        var facts: TicketFacts
        do throws(Refusal) {
            facts = try self.facts(of: try existing(ticket: request.ticket), .resumed)
        } catch {
            return refuse(error, at: counter)
        }
        guard counter.tenure.pause == nil else { return refuse(paused(counter), at: counter) }
        if let present = counter.row.ticket {
            let message = "Counter \(counter.row.name) still has \(text(tickets[present]))."
            return refuse(Refusal(.counterOccupied, message), at: counter)
        }
        if let refusal = elsewhere(counter) { return refuse(refusal, at: counter) }
        facts.bring(to: counter)
        return .write([HallEvent.ticket(.resumed, facts, text: nameBytes(facts.key)).record])
    }

    /// The counter, where it is open and the asking teller's.
    func own(
        _ name: String, _ principal: Principal, now: Timestamp
    ) throws(Refusal) -> OwnCounter {
        guard let index = counters.find(name), let tenure = counters[index].tenure else {
            try checkCounter(name)
            throw Refusal(.counterClosed, "Counter \(name) is closed; counter.open takes it.")
        }
        guard tenure.teller == principal.user else {
            throw Refusal(.counterTaken, "Counter \(name) is somebody else's.")
        }
        return OwnCounter(
            index: index, row: counters[index], tenure: tenure,
            lease: now.adding(HallCounter.lease))
    }

    func counterName(_ command: Command) throws(Refusal) -> String {
        try PlainBody.text("counter", in: command.body, else: \CounterRequest.counter)
    }

    func checkCounter(_ name: String) throws(Refusal) {
        do {
            _ = try CounterID(name)
        } catch {
            throw Refusal(error)
        }
    }

    /// A "no" to somebody who is at the counter all the same, so that the lease goes on.
    func refuse(_ refusal: Refusal, at counter: OwnCounter) -> Decision {
        .refuse(refusal, [HallEvent.leaseRenewed(counter.index, until: counter.lease).record])
    }

    func onTicket(
        of counter: OwnCounter, _ kind: TicketRecordKind, _ change: (inout TicketFacts) -> Void
    ) -> Decision {
        guard let key = counter.row.ticket else {
            return refuse(
                Refusal(.counterEmpty, "Counter \(counter.row.name) has no ticket."), at: counter)
        }
        do throws(Refusal) {
            var facts = try facts(of: tickets[key], kind)
            facts.lease = counter.lease
            change(&facts)
            return .write([HallEvent.ticket(kind, facts, text: nameBytes(key)).record])
        } catch {
            return refuse(error, at: counter)
        }
    }

    func paused(_ counter: OwnCounter) -> Refusal {
        Refusal(
            .counterPaused, "Counter \(counter.row.name) is paused; counter.open goes on with it.")
    }

    /// A teller has one ticket, however many counters are theirs.
    func elsewhere(_ counter: OwnCounter) -> Refusal? {
        guard let other = busy[counter.tenure.teller], other != counter.index,
            let key = counters[other].ticket
        else { return nil }
        let message =
            "\(text(tickets[key])) is still at counter \(counters[other].name): finish it first."
        return Refusal(.counterOccupied, message)
    }

    /// Whoever was not called often enough is no no-show yet.
    private func tooSoon(_ counter: OwnCounter) -> Refusal? {
        guard let key = counter.row.ticket, tickets[key].state == .called else { return nil }
        let missing = environment.rules.minimumRecalls + 1 - Int(tickets[key].calls)
        guard missing > 0 else { return nil }
        let message = "\(text(tickets[key])) must be called \(missing) times more: queue.recall."
        return Refusal(.ticketState, message, details: ["recalls": "\(missing)"])
    }
}

extension TicketFacts {
    /// One call more, at this counter.
    mutating func bring(to counter: OwnCounter) {
        self.counter = counter.index
        lease = counter.lease
        if calls < .max { calls += 1 }
    }
}
