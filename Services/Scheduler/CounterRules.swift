import BranchDomain
import Journal
import Messages

extension QueueHall {
    /// `counter.open`: takes a free counter; on one's own it renews, goes on after a pause, and
    /// changes the services where some are given.
    func openCounter(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(CounterOpen.Request.self, from: command.body)
        try checkCounter(request.counter)
        guard request.services?.count ?? 0 <= QueueHall.mostServices else {
            throw Refusal(.malformed, "More services are given than there can be.")
        }
        var given: Set<ServiceIndex>?
        if let names = request.services {
            given = []
            for name in names { given?.insert(try existing(service: name)) }
        }
        let index = counters.find(request.counter)
        let tenure = index.flatMap { counters[$0].tenure }
        if let tenure, tenure.teller != command.principal.user {
            throw Refusal(.counterTaken, "Counter \(request.counter) is somebody else's.")
        }
        guard index != nil || !counters.isFull else {
            throw Refusal(.counterNotFound, "A branch has at most \(CounterTable.most) counters.")
        }
        let services = given.map { $0.sorted() } ?? tenure?.services ?? []
        let facts = CounterFacts(
            counter: request.counter, teller: command.principal.user,
            services: services.map(\.place), lease: now.adding(HallCounter.lease).milliseconds,
            state: ticketState(of: index) ?? "idle")
        return .write([HallEvent.counterOpened(facts).record])
    }

    /// `counter.pause`: nothing more is called; what is at the counter may be finished.
    func pauseCounter(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(CounterPause.Request.self, from: command.body)
        if let reason = request.reason {
            do {
                _ = try PersonName(reason)
            } catch {
                throw Refusal(.malformed, "A reason has 1 to 120 characters.")
            }
        }
        let counter = try own(request.counter, command.principal, now: now)
        let state = ticketState(of: counter.index) ?? "paused"
        var facts = CounterFacts(counter, lease: counter.lease, state: state)
        facts.isPaused = true
        facts.reason = request.reason
        return .write([HallEvent.counterPaused(facts).record])
    }

    /// `counter.close`: only without a ticket, so that nobody who was called is forgotten.
    func closeCounter(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let counter = try own(try counterName(command), command.principal, now: now)
        if let key = counter.row.ticket {
            let number = text(tickets[key].number, of: tickets[key].service)
            let message = "Counter \(counter.row.name) still has \(number): finish it first."
            return refuse(Refusal(.counterOccupied, message), at: counter)
        }
        let facts = CounterFacts(counter, lease: now, state: "closed")
        return .write([HallEvent.counterClosed(facts).record])
    }

    /// Of the ticket at a counter, where there is one.
    private func ticketState(of counter: CounterIndex?) -> String? {
        counter.flatMap { counters[$0].ticket }.map { tickets[$0].state.text }
    }
}

extension CounterFacts {
    init(_ counter: OwnCounter, lease: Timestamp, state: String) {
        self.init(
            counter: counter.row.name, teller: counter.tenure.teller,
            services: counter.tenure.services.map(\.place), lease: lease.milliseconds,
            state: state)
    }

    var tenure: HallCounter.Tenure {
        HallCounter.Tenure(
            teller: teller, services: services.map(ServiceIndex.init(place:)),
            lease: Timestamp(milliseconds: lease),
            pause: isPaused ? HallCounter.Pause(reason: reason) : nil)
    }
}
