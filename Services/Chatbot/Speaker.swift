import Messages

/// Puts what happened into words for one person.
struct Speaker: Sendable {
    let conversation: Conversation
    let update: ChatUpdate
    let language: Language
    let hall: Hall

    private func say(
        _ phrase: Phrase, _ words: [String: String] = [:], buttons: [[Button]] = []
    ) -> Say {
        Say(update.chat, language.text(phrase, words), buttons: buttons)
    }

    // MARK: Taking a number

    func issued(_ reply: Reply, flat: String?, service: String, _ desk: inout Desk) -> Say {
        guard case .ticket(let ticket) = reply else { return refused(reply, service: service) }
        let words = [
            "number": ticket.number, "flat": flat ?? "",
            "service": hall.name(of: ticket.service, in: language),
        ]
        let known = desk.tickets[ticket.ticket]
        if let known, known.user != update.user {
            // A neighbour's: the number is no secret, the right to cancel it is theirs.
            return say(.flatHasTicket, words)
        }
        if known == nil {
            desk.add(
                ChatTicket(
                    handle: ticket.ticket, number: ticket.number, service: ticket.service,
                    user: update.user, chat: update.chat, language: language, flat: flat,
                    issued: ticket.issued, calledAtOnce: ticket.state == "called"))
        }
        desk.update(ticket.ticket) { $0.isOver = false }
        let first = language.text(known == nil ? .ticket : .ticketAgain, words)
        return Say(
            update.chat, first + "\n" + standing(ticket, &desk), buttons: buttons([ticket]))
    }

    private func refused(_ reply: Reply, service: String) -> Say {
        guard case .refused(let code, _) = reply else { return say(.notNow) }
        let words = ["service": hall.name(of: service, in: language)]
        switch code {
        case .serviceClosed: return say(.closed, words)
        case .queueFull: return say(.full, words)
        case .serviceNotFound: return say(.noSuchService)
        case .idExpired, .idFromFuture: return say(.tooOld)
        default: return say(.notNow)
        }
    }

    // MARK: One's own

    /// Where a ticket stands, as the branch sees it now.
    private func standing(_ ticket: Ticket, _ desk: inout Desk) -> String {
        var words = [
            "number": ticket.number, "service": hall.name(of: ticket.service, in: language),
            "counter": ticket.counter ?? "", "position": ticket.position.map(String.init) ?? "–",
        ]
        switch ticket.state {
        case "waiting", "booked":
            var text = language.text(.waiting, words)
            if let estimate = ticket.estimate {
                words["minutes"] = String((estimate.p50 + 59) / 60)
                words["most"] = String((estimate.p90 + 59) / 60)
                text += " " + language.text(.minutes, words)
            }
            return text
        case "called":
            desk.update(ticket.ticket) { $0.saidCalls = max($0.saidCalls, ticket.calls) }
            // Who is let in by occupancy is called to no counter.
            return language.text(ticket.counter == nil ? .mayCome : .goTo, words)
        case "serving": return language.text(.yourCall, words)
        case "parked": return language.text(.parked, words)
        default:
            desk.update(ticket.ticket) { $0.isOver = true }
            return language.text(.over, words)
        }
    }

    func mine(_ reply: Reply, _ desk: inout Desk) -> Say {
        switch reply {
        case .tickets(let tickets) where !tickets.isEmpty:
            let lines = tickets.map { standing($0, &desk) }
            let open = tickets.filter { desk.tickets[$0.ticket]?.isOver == false }
            return Say(update.chat, lines.joined(separator: "\n"), buttons: buttons(open))
        case .away: return say(.notNow)
        default:
            for ticket in desk.open(of: update.user) {
                desk.update(ticket.handle) { $0.isOver = true }
            }
            return noTicket()
        }
    }

    private func noTicket() -> Say {
        say(
            .noTicket,
            buttons: [[Button(text: language.text(.buttonServices), data: "services")]])
    }

    private func buttons(_ tickets: [Ticket]) -> [[Button]] {
        let cancels = tickets.filter { ["waiting", "parked", "booked"].contains($0.state) }.map {
            Button(
                text: language.text(.buttonCancel, ["number": $0.number]),
                data: "drop:\($0.ticket)")
        }
        return [[Button(text: language.text(.buttonMine), data: "mine")]] + cancels.map { [$0] }
    }

    func done(_ reply: Reply, _ desk: inout Desk) -> Say {
        let open = desk.open(of: update.user)
        let own = open.last { $0.service == conversation.service } ?? open.last
        guard let own else {
            guard let last = desk.last(of: update.user, service: conversation.service) else {
                return noTicket()
            }
            return say(.doneAlready, ["number": last.number])
        }
        let words = ["number": own.number]
        switch reply {
        case .ticket:
            desk.update(own.handle) { $0.isOver = true }
            return say(.doneThanks, words)
        case .refused(.ticketState, let state):
            if ["waiting", "parked", "booked"].contains(state) { return say(.doneNotYet, words) }
            desk.update(own.handle) { $0.isOver = true }
            return say(.doneAlready, words)
        case .refused(.ticketNotFound, _):
            desk.update(own.handle) { $0.isOver = true }
            return noTicket()
        case .refused(.idExpired, _), .refused(.idFromFuture, _): return say(.tooOld)
        default: return say(.notNow)
        }
    }

    func cancelled(_ reply: Reply, handle: String?, _ desk: inout Desk) -> Say {
        let open = desk.open(of: update.user)
        let own = open.first { $0.handle == handle } ?? (handle == nil ? open.first : nil)
        guard let own else { return noTicket() }
        if handle == nil, open.count > 1 {
            return say(
                .whichTicket,
                buttons: open.map {
                    [
                        Button(
                            text: language.text(.buttonCancel, ["number": $0.number]),
                            data: "drop:\($0.handle)")
                    ]
                })
        }
        let words = ["number": own.number]
        switch reply {
        case .ticket:
            desk.update(own.handle) { $0.isOver = true }
            return say(.cancelled, words)
        case .refused(.ticketState, let state):
            if ["called", "serving"].contains(state) { return say(.yourCall, words) }
            desk.update(own.handle) { $0.isOver = true }
            return say(.over, words)
        case .refused(.ticketNotFound, _):
            desk.update(own.handle) { $0.isOver = true }
            return noTicket()
        case .refused(.idExpired, _), .refused(.idFromFuture, _): return say(.tooOld)
        default: return say(.notNow)
        }
    }
}
