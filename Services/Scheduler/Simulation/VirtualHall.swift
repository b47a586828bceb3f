import BranchDomain
import Journal
import Messages

/// The real rules of the queue in virtual time: what the service's loop does with a request, but
/// without its journal, its sockets and its clock.
struct VirtualHall {
    private(set) var hall = QueueHall()
    private var sequence: UInt64 = 0
    private(set) var now: Timestamp
    private var requests: UInt64 = 0
    private var deadline = Timestamp(milliseconds: 0)
    private let kiosk = Principal(user: "simulated", role: "device", kind: "kiosk")

    /// - Throws: ``Refusal`` where the services cannot be.
    init(
        services: [ServiceAdd.Request], calendar: BusinessCalendar, at begin: Timestamp
    ) throws(Refusal) {
        now = begin
        hall.environment = HallEnvironment(branch: "simulated", calendar: calendar) { id in
            HandleBits(high: id.high, low: id.low)
        }
        for record in try QueueHall.founding(services) { apply(record) }
        advance(to: begin)
    }

    /// Time goes on, and what falls due happens when it is due.
    mutating func advance(to time: Timestamp) {
        precondition(time >= now, "virtual time goes forward")
        now = time
        while deadline <= now {
            let due = hall.tick(now: now)
            for record in due { apply(record) }
            deadline = hall.nextDeadline ?? Timestamp(milliseconds: .max)
            if due.isEmpty { break }
        }
    }

    /// - Returns: The new ticket.
    mutating func issue(_ body: [UInt8]) throws(Refusal) -> TicketKey {
        let records = try decide(.queueIssue, body, kiosk)
        guard case .ticket(_, let facts, _) = HallEvent(records[records.count - 1]) else {
            preconditionFailure("issuing makes a ticket")
        }
        return facts.key
    }

    /// Finishes what is at the counter.
    ///
    /// - Returns: Who is called; nil where nobody waits for what the counter serves.
    mutating func next(_ counter: SimulatedCounter) throws(Refusal) -> TicketKey? {
        let records = try decide(.queueNext, counter.body, counter.teller)
        guard case .ticket(_, let facts, _) = HallEvent(records[records.count - 1]) else {
            return nil
        }
        return facts.key
    }

    mutating func tell(
        _ method: Messages.Method, _ counter: SimulatedCounter, body: [UInt8]? = nil
    ) throws(Refusal) {
        _ = try decide(method, body ?? counter.body, counter.teller)
    }

    mutating func abandon(_ ticket: TicketKey) throws(Refusal) {
        let handle = String(decoding: hall.tickets[ticket].handle.textBytes, as: UTF8.self)
        let request = QueueCancel.Request(ticket: handle, abandoned: true)
        _ = try decide(.queueCancel, JSON.encode(request), kiosk)
    }

    private mutating func decide(
        _ method: Messages.Method, _ body: [UInt8], _ principal: Principal
    ) throws(Refusal) -> [Record] {
        requests += 1
        let command = Command(
            method: method, id: RequestID(at: now, random: (requests, requests)),
            principal: principal, body: body)
        let decision = try hall.decide(
            command, now: now, next: sequence + 1, reader: NoHistory(head: sequence))
        switch decision {
        case .write(let records):
            for record in records { apply(record) }
            deadline = min(deadline, hall.nextDeadline ?? deadline)
            return records
        case .refuse(let refusal, let records):
            for record in records { apply(record) }
            throw refusal
        case .read: preconditionFailure("\(method.rawValue) changes something")
        }
    }

    private mutating func apply(_ record: Record) {
        sequence += 1
        hall.apply(record, sequence: sequence, at: now)
    }
}

/// A counter as the simulator works it.
struct SimulatedCounter: Sendable {
    let name: String
    /// `{"counter":"2"}`
    let body: [UInt8]
    let teller: Principal
    let opening: [UInt8]

    init(_ name: String, services: [String]) {
        self.name = name
        body = Array(#"{"counter":"\#(name)"}"#.utf8)
        teller = Principal(user: "teller-\(name)", role: "teller")
        opening = JSON.encode(
            CounterOpen.Request(counter: name, services: services.isEmpty ? nil : services))
    }
}

/// Nobody asks a simulated day why.
private struct NoHistory: JournalReader {
    let head: UInt64

    func record(at sequence: UInt64) throws -> (record: Record, position: Position)? { nil }
    func records(after: UInt64, limit: Int) throws -> [(record: Record, position: Position)] { [] }
    func verdict(on id: RequestID) -> UInt64? { nil }
}
