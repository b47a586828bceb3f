import BranchDomain
import Journal
import Messages

extension QueueHall {
    /// Counters on a page; with all services they stay below the limit of a frame.
    private static let countersAPage = 200
    private static let mostBytes = 48 * 1_024

    /// `queue.status`: numbers; who sits where only for staff and devices.
    func status(_ command: Command) throws(Refusal) -> Decision {
        let page = try JSON.decode(PageRequest.self, from: command.body)
        let isStaff = command.principal.isStaffOrDevice
        let (desks, next) = try openCounters(page)
        let lines = desks.map { counter, tenure in
            QueueStatus.CounterLine(
                counter: counter.name, teller: isStaff ? tenure.teller : nil,
                state: state(of: counter, tenure),
                ticket: counter.ticket.map { text(tickets[$0]).description })
        }
        let services = page.after == nil ? serviceIndices.map(line) : []
        return .read(
            JSON.encode(QueueStatus.Reply(services: services, counters: lines, next: next)))
    }

    private func line(_ index: ServiceIndex) -> QueueStatus.ServiceLine {
        let service = self[index]
        return QueueStatus.ServiceLine(
            service: service.definition.service, waiting: service.waiting,
            called: service.tally.called, serving: service.tally.serving,
            parked: service.tally.parked, served: service.tally.served,
            noShow: service.tally.noShow)
    }

    /// `counter.list`: the open ones.
    func counterList(_ command: Command) throws(Refusal) -> Decision {
        let page = try JSON.decode(PageRequest.self, from: command.body)
        let (desks, end) = try openCounters(page)
        var next = end
        var bytes = 0
        var rows: [Counter] = []
        for (counter, tenure) in desks {
            let row = wire(counter.name, tenure, state: state(of: counter, tenure))
            bytes += JSON.encode(row).count + 1
            if let last = rows.last, bytes > QueueHall.mostBytes {
                next = last.counter
                break
            }
            rows.append(row)
        }
        return .read(JSON.encode(CounterList.Reply(counters: rows, next: next)))
    }

    /// A counter as its teller and the staff see it.
    func wire(_ counter: String, _ tenure: HallCounter.Tenure, state: String) -> Counter {
        Counter(
            counter: counter, services: names(tenure.services) ?? [],
            lease: tenure.lease.milliseconds, teller: tenure.teller, state: state,
            prefer: names(tenure.prefers), skills: tenure.skills.isEmpty ? nil : tenure.skills,
            automatic: tenure.isAutomatic ? true : nil, reason: tenure.pause?.reason)
    }

    /// nil where there are none.
    private func names(_ services: [ServiceIndex]) -> [String]? {
        services.isEmpty ? nil : services.map { self[$0].definition.service }
    }

    /// The open counters in order of their names, behind the last one of the page before.
    private func openCounters(
        _ page: PageRequest
    ) throws(Refusal) -> ([(counter: HallCounter, tenure: HallCounter.Tenure)], next: String?) {
        let limit = page.limit ?? QueueHall.countersAPage
        guard (1...QueueHall.countersAPage).contains(limit) else {
            throw Refusal(.malformed, "A page has 1 to \(QueueHall.countersAPage) counters.")
        }
        var open = counters.open.map { (counter: $0.counter, tenure: $0.tenure) }
        if let after = page.after {
            open.removeAll { desk in
                let name = desk.counter.name
                return (name.utf8.count, name) <= (after.utf8.count, after)
            }
        }
        let rest = open.count > limit
        return (Array(open.prefix(limit)), rest ? open[limit - 1].counter.name : nil)
    }

    /// `queue.why`: out of the record of the ticket's last call.
    func why(_ command: Command, _ reader: any JournalReader) throws(Refusal) -> Decision {
        let ticket = try existing(ticket: try handleText(command))
        let number = text(ticket).description
        guard ticket.callSequence > 0 else {
            throw Refusal(.ticketState, "\(number) was not called yet.")
        }
        guard let found = try? reader.record(at: ticket.callSequence),
            case .ticket(let kind, let facts, let text) = HallEvent(found.record)
        else {
            throw Refusal(
                .storageUnavailable, "The journal does not give the call of \(number) now.")
        }
        // Calls of before there were notes have the holder's name there.
        let note = kind == .chosen || kind == .outOfTurn ? CallNote(text) : CallNote()
        let reply = QueueWhy.Reply(
            number: number, why: (facts.reason ?? .arrival).text, rule: note.rule?.text,
            reason: note.reason, by: note.by, counter: facts.counter.map { counters[$0].name },
            at: found.position.at.milliseconds,
            runnersUp: note.runnersUp.map { runner in
                RunnerUp(
                    number: TicketNumber(
                        prefix: self[runner.issuer].definition.prefix,
                        number: Int(runner.number)
                    ).description,
                    service: self[runner.service].definition.service, waited: Int(runner.waited))
            })
        return .read(JSON.encode(reply))
    }
}
