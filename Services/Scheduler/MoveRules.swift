import BranchDomain
import Journal
import Messages

extension QueueHall {
    /// `queue.call`: one ticket to a free counter, whoever else waits.
    func callOutOfTurn(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(QueueCall.Request.self, from: command.body)
        let reason = try checked(reason: request.reason)
        let counter =
            command.principal.role == "supervisor"
            ? try anyones(request.counter)
            : try own(request.counter, command.principal, now: now)
        do throws(Refusal) {
            let ticket = try existing(ticket: request.ticket)
            guard counter.tenure.pause == nil else { throw paused(counter) }
            if let present = counter.row.ticket {
                throw Refusal(
                    .counterOccupied,
                    "Counter \(counter.row.name) still has \(text(tickets[present])).")
            }
            if let refusal = elsewhere(counter) { throw refusal }
            guard !self[ticket.service].admits else {
                throw state(ticket, "is let in when a place inside is free.")
            }
            var facts = try facts(of: ticket, .outOfTurn)
            facts.bring(to: counter)
            facts.reason = .outOfTurn
            var note = CallNote()
            (note.reason, note.by) = (reason, command.principal.user)
            note.name = details[ticket.key]?.name
            return .write([HallEvent.ticket(.outOfTurn, facts, text: note.bytes).record])
        } catch {
            return refuse(error, at: counter)
        }
    }

    /// `queue.transfer`: the counter's ticket goes on to a service or to another counter.
    func transfer(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(QueueTransfer.Request.self, from: command.body)
        let position = try checked(position: request.position)
        let counter = try own(request.counter, command.principal, now: now)
        do throws(Refusal) {
            guard let key = counter.row.ticket else {
                throw Refusal(.counterEmpty, "Counter \(counter.row.name) has no ticket.")
            }
            let leg = tickets[key]
            let service = try request.service.map { name throws(Refusal) in
                try existing(service: name)
            }
            let desk = try request.toCounter.map { name throws(Refusal) in
                try anyones(name).index
            }
            _ = try facts(of: leg, .transferred)
            guard !leg.isOvernight else {
                throw state(leg, "is of an earlier day and is only finished.")
            }
            let target = service ?? leg.service
            try checkParty(Int(leg.party), in: target)
            guard desk == nil || !self[target].admits else {
                throw Refusal(
                    .malformed, "Nobody is called to a counter of a service with a capacity.")
            }
            var facts = TicketFacts(leg.next(tickets.next, at: target))
            facts.finished = key
            facts.position = position
            facts.counter = counter.index
            facts.lease = counter.lease
            let note = TransferNote(desk: desk, name: details[key]?.name)
            return .write([HallEvent.ticket(.transferred, facts, text: note.bytes).record])
        } catch {
            return refuse(error, at: counter)
        }
    }

    /// `queue.requeue`: a ticket that waits or was called stands elsewhere in its line.
    func requeue(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(QueueRequeue.Request.self, from: command.body)
        let position = try checked(position: request.position)
        let ticket = try existing(ticket: request.ticket)
        var facts = try facts(of: ticket, .requeued)
        if let counter = ticket.counter, ticket.state.isAtCounter {
            let isOwn = counters[counter].tenure?.teller == command.principal.user
            guard isOwn || command.principal.role != "teller" else {
                throw Refusal(
                    .counterTaken,
                    "\(text(ticket)) is at counter \(counters[counter].name), somebody else's.")
            }
        }
        guard !ticket.isOvernight else {
            throw state(ticket, "is of an earlier day and is only finished.")
        }
        facts.position = position
        return .write([HallEvent.ticket(.requeued, facts, text: nameBytes(ticket.key)).record])
    }

    /// `queue.reopen`: what was over by mistake waits again.
    func reopen(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(QueueReopen.Request.self, from: command.body)
        let position = try checked(position: request.position)
        let ticket = try existing(ticket: request.ticket)
        var facts = try facts(of: ticket, .reopened)
        let grace = environment.rules.reopenGrace
        guard !ticket.isOvernight, let ended = ticket.ended, ended.adding(grace) >= now else {
            throw state(
                ticket, "was over too long ago; within \(grace.components.seconds / 60) minutes.")
        }
        guard details.isFree(ticket.key) else {
            throw state(ticket, "cannot wait again: its holder has another ticket by now.")
        }
        guard !self[ticket.service].isRemoved, tickets.open < TicketBook.mostOpen else {
            throw state(ticket, "cannot wait again: its service is gone or the hall is full.")
        }
        try checkParty(Int(ticket.party), in: ticket.service)
        facts.leaver = nil
        facts.position = position
        return .write([HallEvent.ticket(.reopened, facts, text: nameBytes(ticket.key)).record])
    }

    /// A counter that is open, whoever has it.
    private func anyones(_ name: String) throws(Refusal) -> OwnCounter {
        guard let index = counters.find(name), let tenure = counters[index].tenure else {
            try checkCounter(name)
            throw Refusal(.counterClosed, "Counter \(name) is closed; counter.open takes it.")
        }
        return OwnCounter(
            index: index, row: counters[index], tenure: tenure, lease: tenure.lease)
    }

    func checkParty(_ party: Int, in service: ServiceIndex) throws(Refusal) {
        guard let capacity = self[service].definition.capacity, party > capacity else { return }
        throw Refusal(
            .malformed, "A party of \(party) is more than the \(capacity) that fit inside.")
    }

    private func state(_ ticket: HallTicket, _ what: String) -> Refusal {
        let number = text(ticket).description
        return Refusal(
            .ticketState, "\(number) \(what)",
            details: ["number": number, "state": ticket.state.text])
    }

    private func checked(position text: String) throws(Refusal) -> LinePosition {
        guard let position = LinePosition(text: text) else {
            throw Refusal(.malformed, "A position is first, last or arrival.")
        }
        return position
    }

    private func checked(reason: String) throws(Refusal) -> String {
        do {
            return try PersonName(reason).description
        } catch {
            throw Refusal(.malformed, "A reason has 1 to 120 characters.")
        }
    }
}
