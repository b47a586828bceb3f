import BranchDomain
import Journal
import Messages

extension QueueHall {
    /// `counter.open`: takes a free counter; on one's own it renews, goes on after a pause, and
    /// changes the services where some are given.
    func openCounter(_ command: Command, now: Timestamp) throws(Refusal) -> Decision {
        let request = try JSON.decode(CounterOpen.Request.self, from: command.body)
        try checkCounter(request.counter)
        let given = try request.services.map { names throws(Refusal) in
            Set(try indices(of: names)).sorted()
        }
        let prefers = try request.prefer.map { names throws(Refusal) in try indices(of: names) }
        let skills = try request.skills.map { skills throws(Refusal) in
            try CounterFacts.checked(skills: skills)
        }
        let index = counters.find(request.counter)
        let tenure = index.flatMap { counters[$0].tenure }
        if let tenure, tenure.teller != command.principal.user, !isLeft(index) {
            throw Refusal(.counterTaken, "Counter \(request.counter) is somebody else's.")
        }
        guard index != nil || !counters.isFull else {
            throw Refusal(.counterNotFound, "A branch has at most \(CounterTable.most) counters.")
        }
        // What another teller chose for a counter that was left is not the new one's choice.
        let own = tenure.flatMap { $0.teller == command.principal.user ? $0 : nil }
        var facts = CounterFacts(
            counter: request.counter, teller: command.principal.user,
            services: (given ?? own?.services ?? []).map(\.place),
            lease: now.adding(HallCounter.lease).milliseconds,
            state: ticketState(of: index) ?? "idle")
        facts.prefers = (prefers ?? own?.prefers ?? []).map(\.place)
        facts.skills = skills ?? own?.skills ?? []
        facts.isAutomatic =
            request.automatic ?? own?.isAutomatic ?? environment.rules.isAutomatic
        return .write([HallEvent.counterOpened(facts).record])
    }

    private func indices(of names: [String]) throws(Refusal) -> [ServiceIndex] {
        guard names.count <= QueueHall.mostServices else {
            throw Refusal(.malformed, "More services are given than there can be.")
        }
        var indices: [ServiceIndex] = []
        for name in names {
            let index = try existing(service: name)
            if !indices.contains(index) { indices.append(index) }
        }
        return indices
    }

    /// Whether its teller has paused it and left nobody there: another one may take it.
    private func isLeft(_ index: CounterIndex?) -> Bool {
        guard let index else { return true }
        return counters[index].tenure?.pause != nil && counters[index].ticket == nil
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
            let message =
                "Counter \(counter.row.name) still has \(text(tickets[key])): finish it first."
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
        prefers = counter.tenure.prefers.map(\.place)
        skills = counter.tenure.skills
        isAutomatic = counter.tenure.isAutomatic
    }

    static func checked(skills: [String]) throws(Refusal) -> [String] {
        guard skills.count <= 20 else {
            throw Refusal(.malformed, "A counter has at most 20 skills.")
        }
        var checked: Set<String> = []
        for skill in skills { checked.insert(try Skill.checked(skill)) }
        return checked.sorted()
    }

    var tenure: HallCounter.Tenure {
        HallCounter.Tenure(
            teller: teller, services: services.map(ServiceIndex.init(place:)),
            lease: Timestamp(milliseconds: lease),
            pause: isPaused ? HallCounter.Pause(reason: reason) : nil,
            prefers: (prefers ?? []).map(ServiceIndex.init(place:)), skills: skills ?? [],
            isAutomatic: isAutomatic ?? false)
    }
}
