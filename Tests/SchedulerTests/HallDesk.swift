import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

/// A hall behind a journal in memory, which does what the real loop does, one request at a time.
struct HallDesk: JournalReader {
    static let begin = Timestamp(milliseconds: 1_795_212_000_000)

    private(set) var hall: QueueHall
    private(set) var journal: [(record: Record, position: Position)] = []
    private var verdicts: [RequestID: Int] = [:]
    private var made: UInt64 = 0
    let environment: HallEnvironment
    var now: Timestamp

    init(
        services: [ServiceAdd.Request] = HallDesk.two, calendar: BusinessCalendar = .utc,
        now: Timestamp = HallDesk.begin, rules: HallRules = HallRules()
    ) throws {
        var environment = HallEnvironment(branch: "main", calendar: calendar) { id in
            HandleBits(high: id.high &* 0x9e37_79b9_7f4a_7c15, low: id.low &* 0xbf58_476d_1ce4_e5b9)
        }
        environment.rules = rules
        self.environment = environment
        hall = QueueHall()
        hall.environment = environment
        self.now = now
        for record in try QueueHall.founding(services) { apply(record) }
        tick()
    }

    static let two = [
        ServiceAdd.Request(service: "cash", prefix: "A", names: ["en": "Cash"]),
        ServiceAdd.Request(service: "loans", prefix: "C", names: ["en": "Loans"]),
    ]

    static let teller = Principal(user: "maria", role: "teller")
    /// Who has a counter where a test does not say it: a teller has one ticket at a time.
    static func teller(of counter: String) -> Principal {
        counter == "2" ? teller : Principal(user: "teller-\(counter)", role: "teller")
    }
    static let supervisor = Principal(user: "sue", role: "supervisor")
    static let other = Principal(user: "john", role: "teller")
    static let kiosk = Principal(user: "kiosk:1", role: "device", kind: "kiosk")

    // MARK: - The loop

    mutating func tick() {
        while true {
            let due = hall.tick(now: now)
            if due.isEmpty { return }
            for record in due { apply(record) }
        }
    }

    /// Time goes on, and what falls due happens.
    mutating func wait(_ duration: Duration) {
        now = now.adding(duration)
        tick()
    }

    mutating func nextID() -> RequestID {
        made += 1
        return RequestID(at: now, random: (made, made &* 0x2545_f491_4f6c_dd1d))
    }

    mutating func call<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, as principal: Principal = HallDesk.teller,
        id: RequestID? = nil
    ) throws -> M.Reply {
        try JSON.decode(
            M.Reply.self,
            from: bytes(M.method, JSON.encode(request), as: principal, id: id ?? nextID()))
    }

    mutating func bytes(
        _ method: Messages.Method, _ body: [UInt8], as principal: Principal, id: RequestID
    ) throws -> [UInt8] {
        if !method.isRead, let known = verdicts[id] {
            let (record, position) = journal[known]
            guard record.kind != Record.refusalKind else { throw try refusal(record) }
            return hall.answer(to: record, at: position, principal: principal)
        }
        let command = Command(method: method, id: id, principal: principal, body: body)
        do throws(Refusal) {
            switch try hall.decide(command, now: now, next: head + 1, reader: self) {
            case .read(let body): return body
            case .write(let records):
                for record in records.dropLast() { apply(record) }
                var verdict = records[records.count - 1]
                verdict.id = id
                apply(verdict)
                let (record, position) = journal[journal.count - 1]
                return hall.answer(to: record, at: position, principal: principal)
            case .refuse(let refusal, let records):
                for record in records { apply(record) }
                throw refusal
            }
        } catch {
            if error.code.isVerdict, !method.isRead {
                apply(
                    Record(
                        kind: Record.refusalKind, varying: JSON.encode(error.body), id: id,
                        code: error.code.number))
            }
            throw error
        }
    }

    private func refusal(_ record: Record) throws -> Refusal {
        let body = try JSON.decode(Refusal.Body.self, from: record.varying)
        let code = try #require(RefusalCode(number: record.code))
        return Refusal(code, body.message, retry: body.retry, details: body.details)
    }

    private mutating func apply(_ record: Record) {
        let position = Position(sequence: head + 1, at: now, chain: .pending)
        journal.append((record, position))
        if record.id != .none { verdicts[record.id] = journal.count - 1 }
        guard record.kind != Record.refusalKind else { return }
        hall.apply(record, sequence: position.sequence, at: now)
    }

    /// The hall as a new start would make it: its beginning, and every record behind it.
    func replayed() throws -> QueueHall {
        var again = try QueueHall(snapshot: QueueHall().snapshot())
        for (record, position) in journal where record.kind != Record.refusalKind {
            again.apply(record, sequence: position.sequence, at: position.at)
        }
        again.environment = environment
        return again
    }

    /// Kills the process and starts it again.
    mutating func restart() throws { hall = try replayed() }

    mutating func publish() -> [String: QueueTopic] {
        var topics: [String: QueueTopic] = [:]
        for message in hall.publications(of: journal, wanted: { _ in true }) {
            topics[message.topic] = try? JSON.decode(QueueTopic.self, from: message.state)
        }
        return topics
    }

    // MARK: - JournalReader

    var head: UInt64 { UInt64(journal.count) }

    func record(at sequence: UInt64) throws -> (record: Record, position: Position)? {
        sequence > 0 && sequence <= head ? journal[Int(sequence) - 1] : nil
    }

    func records(after: UInt64, limit: Int) throws -> [(record: Record, position: Position)] {
        Array(journal.dropFirst(Int(after)).prefix(limit))
    }

    func verdict(on id: RequestID) -> UInt64? { verdicts[id].map { UInt64($0) + 1 } }

    // MARK: - What people do

    @discardableResult
    mutating func issue(_ service: String = "cash", priority: Int? = nil) throws -> Ticket {
        try call(
            QueueIssue.self, .init(service: service, priority: priority), as: HallDesk.kiosk)
    }

    mutating func open(
        _ counter: String = "2", services: [String]? = nil, as teller: Principal? = nil
    ) throws {
        _ = try call(
            CounterOpen.self, .init(counter: counter, services: services),
            as: teller ?? HallDesk.teller(of: counter))
    }

    mutating func next(
        _ counter: String = "2", as teller: Principal? = nil
    ) throws -> Ticket? {
        try call(
            QueueNext.self, .init(counter: counter), as: teller ?? HallDesk.teller(of: counter)
        ).ticket
    }
}

/// The code with which `work` is refused; a test that expects one fails where there is none.
func refusal(_ work: () throws -> Void) -> RefusalCode? {
    do {
        try work()
        return nil
    } catch {
        return (error as? Refusal)?.code
    }
}
