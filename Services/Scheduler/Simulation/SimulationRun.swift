import BranchDomain
import Messages

/// Plays a ``Workload`` against the real rules, event by event, in virtual time.
struct SimulationRun {
    private enum Event {
        case opens(Int)
        case closes(Int)
        case done(Int)
        case tires(TicketKey)
        case renews(Int)
    }

    /// Shorter than a lease.
    private static let renewal: Int64 = 10 * 60_000

    private struct Desk {
        let counter: SimulatedCounter
        /// Places of services; all where it is empty.
        let services: [Int]
        let shift: Workload.Shift
        var isOpen = false
        var isEnding = false
        /// Of the customers.
        var customer: Int?
        var freeSince: Int64 = 0
        var opened: Int64 = 0

        func serves(_ service: Int) -> Bool { services.isEmpty || services.contains(service) }
    }

    private let workload: Workload
    private var hall: VirtualHall
    private var events = EventHeap<Event>()
    private var desks: [Desk] = []
    private var outcome: SimulationOutcome
    /// The customer of each ticket, by ordinal.
    private var customers: [Int] = []
    private let bodies: [[UInt8]]
    /// By customer; nil where nobody asks for them.
    private var promises: [Int: Visit.Promise]?

    /// - Throws: ``PlanError`` where the workload's services or policies cannot be.
    static func play(_ workload: Workload) throws(PlanError) -> SimulationOutcome {
        do throws(Refusal) {
            var run = try SimulationRun(workload)
            try run.toTheEnd()
            return run.outcome
        } catch {
            throw PlanError(error.message)
        }
    }

    /// Plays it and asks how often what people were told came true; for those who had to wait.
    static func promises(
        _ workload: Workload
    ) throws(Refusal) -> (promised: Int, half: Int, ninety: Int) {
        var run = try SimulationRun(workload)
        run.promises = [:]
        try run.toTheEnd()
        var kept = (promised: 0, half: 0, ninety: 0)
        for (index, promise) in run.promises ?? [:] where run.outcome.waits[index] >= 0 {
            let waited = run.outcome.waits[index]
            kept.promised += 1
            kept.half += waited < Int64(promise.p50 + 1) * 1_000 ? 1 : 0
            kept.ninety += waited < Int64(promise.p90 + 1) * 1_000 ? 1 : 0
        }
        return kept
    }

    private init(_ workload: Workload) throws(Refusal) {
        self.workload = workload
        let begin =
            [workload.customers.first?.arrives, workload.shifts.map(\.opens).min()]
            .compactMap(\.self).min() ?? Timestamp(milliseconds: 0)
        hall = try VirtualHall(
            services: workload.services, calendar: workload.calendar, at: begin)
        outcome = SimulationOutcome(customers: workload.customers.count)
        customers.reserveCapacity(workload.customers.count)
        bodies = workload.services.map { Array(#"{"service":"\#($0.service)"}"#.utf8) }
        for (index, shift) in workload.shifts.enumerated() {
            let places = shift.services.compactMap { name in
                workload.services.firstIndex { $0.service == name }
            }
            desks.append(
                Desk(
                    counter: SimulatedCounter(shift.counter, services: shift.services),
                    services: places, shift: shift))
            events.insert(.opens(index), at: shift.opens.milliseconds)
        }
    }

    private mutating func toTheEnd() throws(Refusal) {
        var next = 0
        while true {
            let event = events.nextTime
            if next < workload.customers.count {
                let arrives = workload.customers[next].arrives.milliseconds
                // Whoever is done at the same moment is done before.
                if event.map({ arrives < $0 }) ?? true {
                    try arrive(next)
                    next += 1
                    continue
                }
            }
            guard let event, let what = events.removeFirst() else { return }
            hall.advance(to: Timestamp(milliseconds: event))
            try happen(what, at: event)
        }
    }

    private mutating func happen(_ event: Event, at now: Int64) throws(Refusal) {
        switch event {
        case .opens(let desk):
            try hall.tell(.counterOpen, desks[desk].counter, body: desks[desk].counter.opening)
            (desks[desk].isOpen, desks[desk].opened) = (true, now)
            desks[desk].freeSince = now
            events.insert(.closes(desk), at: max(now, desks[desk].shift.closes.milliseconds))
            events.insert(.renews(desk), at: now + SimulationRun.renewal)
            try call(desk, at: now)
        case .closes(let desk):
            desks[desk].isEnding = true
            if desks[desk].customer == nil { try close(desk, at: now) }
        case .done(let desk):
            guard let customer = desks[desk].customer else {
                preconditionFailure("who is done was at a counter")
            }
            if workload.customers[customer].isNoShow {
                try hall.tell(.queueNoShow, desks[desk].counter)
                outcome.noShows += 1
            } else {
                outcome.served += 1
            }
            try call(desk, at: now)
        case .tires(let ticket):
            guard hall.hall.tickets.find(ticket)?.state == .waiting else { return }
            try hall.abandon(ticket)
            outcome.note(leaving: customers[Int(ticket.ordinal) - 1])
        case .renews(let desk):
            guard desks[desk].isOpen else { return }
            try hall.tell(.counterOpen, desks[desk].counter)
            events.insert(.renews(desk), at: now + SimulationRun.renewal)
        }
    }

    private mutating func arrive(_ index: Int) throws(Refusal) {
        let customer = workload.customers[index]
        hall.advance(to: customer.arrives)
        let name = workload.services[customer.service].service
        let body =
            customer.priority == 0
            ? bodies[customer.service]
            : Array(#"{"service":"\#(name)","priority":\#(customer.priority)}"#.utf8)
        let ticket = try hall.issue(body)
        assert(Int(ticket.ordinal) == customers.count + 1, "tickets are counted from 1")
        customers.append(index)
        if let patience = customer.patience {
            let time = customer.arrives.adding(patience).milliseconds
            events.insert(.tires(ticket), at: time)
        }
        // Whoever is free the longest calls.
        var free: Int?
        // By place: a copy of each desk would cost more than all else that an arrival does.
        for place in desks.indices where desks[place].isOpen && desks[place].customer == nil {
            guard desks[place].serves(customer.service) else { continue }
            if let best = free, desks[best].freeSince <= desks[place].freeSince { continue }
            free = place
        }
        if let free { return try call(free, at: customer.arrives.milliseconds) }
        if promises != nil, let estimate = hall.hall.estimate(of: hall.hall.tickets[ticket]) {
            promises?[index] = Visit.Promise(p50: estimate.p50, p90: estimate.p90)
        }
    }

    /// The counter calls the next one, or closes where its time is over.
    private mutating func call(_ desk: Int, at now: Int64) throws(Refusal) {
        if desks[desk].isEnding, !desks[desk].shift.servesTheRest {
            if desks[desk].customer != nil, !isGone(desk) {
                try hall.tell(.queueDone, desks[desk].counter)
            }
            return try close(desk, at: now)
        }
        let ticket = try hall.next(desks[desk].counter)
        guard let ticket else {
            desks[desk].customer = nil
            desks[desk].freeSince = now
            if desks[desk].isEnding { try close(desk, at: now) }
            return
        }
        let index = customers[Int(ticket.ordinal) - 1]
        let customer = workload.customers[index]
        desks[desk].customer = index
        let serving = max(1, customer.serving.wholeMilliseconds)
        outcome.note(
            call: index, waited: now - customer.arrives.milliseconds, serving: serving)
        events.insert(.done(desk), at: now + serving)
    }

    /// Whether the customer at the counter was a no-show, so that nobody is there to finish.
    private func isGone(_ desk: Int) -> Bool {
        desks[desk].customer.map { workload.customers[$0].isNoShow } ?? true
    }

    private mutating func close(_ desk: Int, at now: Int64) throws(Refusal) {
        guard desks[desk].isOpen else { return }
        desks[desk].customer = nil
        if desks[desk].shift.servesTheRest, let ticket = try hall.next(desks[desk].counter) {
            preconditionFailure("ticket \(ticket.ordinal) waited for a counter that was free")
        }
        try hall.tell(.counterClose, desks[desk].counter)
        desks[desk].isOpen = false
        outcome.openMilliseconds += now - desks[desk].opened
    }
}

extension Duration {
    /// Cut off below.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
