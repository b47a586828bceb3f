import BranchDomain
import Journal
import Messages
import Testing

@testable import Ledger

/// A branch whose journal is an array: the loop around the rules, without disk, clock or bus.
struct PaperBranch {
    enum Outcome: Equatable {
        case ok([UInt8])
        case refused(RefusalCode)
    }

    private(set) var bank: Bank
    private(set) var journal = PaperJournal()
    var now = Timestamp(milliseconds: 1_795_212_345_678)
    /// What records were written by the last call.
    private(set) var lastGroup: [(record: Record, position: Position)] = []
    private var lastID: UInt64 = 0

    init(settings: BankSettings = BankSettings(), currency: String = "USD") throws {
        let genesis = Genesis(
            branch: "main", currency: try Currency(currency), adminVerifier: "admin's",
            devices: [
                .init(device: "atm:1", kind: .atm, verifier: "atm's"),
                .init(device: "kiosk:1", kind: .kiosk, verifier: "kiosk's"),
                .init(device: "rpc:1", kind: .rpc, verifier: "rpc's"),
                .init(device: "notifier:1", kind: .notifier, verifier: "notifier's"),
            ])
        bank = Bank()
        for (index, record) in try genesis.records().enumerated() {
            bank.apply(record, sequence: UInt64(index) + 1, at: now)
        }
        // The tests' journals begin behind the founding.
        bank.head = 0
        bank.settings = settings
        bank.secrets = PaperSecrets()
    }

    /// The next request id, in order.
    mutating func id() -> RequestID {
        lastID += 1
        return RequestID(at: now, random: (lastID, lastID << 2))
    }

    /// Lets time pass, and happen what falls due.
    ///
    /// - Returns: How many times something did, beside days that began.
    @discardableResult
    mutating func wait(_ duration: Duration) -> Int {
        now = now.adding(duration)
        var times = 0
        while true {
            let due = bank.tick(now: now, next: journal.head + 1)
            if due.isEmpty { return times }
            append(due, verdictOn: nil)
            if due.contains(where: { $0.kind != EventKind.dayBegan.rawValue }) { times += 1 }
        }
    }

    /// One request through the loop: exactly-once, decide, apply, answer.
    mutating func ask(
        _ method: Messages.Method, _ body: some Encodable, as principal: Principal,
        id: RequestID? = nil
    ) -> Outcome {
        ask(method, bytes: JSON.encode(body), as: principal, id: id)
    }

    mutating func ask(
        _ method: Messages.Method, bytes body: [UInt8], as principal: Principal,
        id: RequestID? = nil
    ) -> Outcome {
        lastGroup = []
        let command = Command(
            method: method, id: id ?? self.id(), principal: principal, body: body)
        if !method.isRead, let sequence = journal.verdict(on: command.id) {
            return answer(sequence, principal)
        }
        do throws(Refusal) {
            let decision = try bank.decide(
                command, now: now, next: journal.head + 1, reader: journal)
            switch decision {
            case .read(let bytes): return .ok(bytes)
            case .write(let records):
                append(records, verdictOn: method.isRead ? nil : command.id)
                return answer(journal.head, principal)
            case .refuse(let refusal, let records):
                append(records, verdictOn: nil)
                return refused(refusal, command)
            }
        } catch {
            return refused(error, command)
        }
    }

    /// The reply of a request that is expected to be granted.
    mutating func reply<M: BusMethod>(
        _ method: M.Type, _ request: some Encodable, as principal: Principal,
        id: RequestID? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> M.Reply {
        let outcome = ask(M.method, request, as: principal, id: id)
        guard case .ok(let bytes) = outcome else {
            Issue.record("\(M.method.rawValue): \(outcome)", sourceLocation: sourceLocation)
            throw PaperError()
        }
        return try JSON.decode(M.Reply.self, from: bytes)
    }

    /// The bank that the journal alone makes.
    func replayed(from snapshot: [UInt8], after sequence: UInt64) throws -> Bank {
        var bank = try Bank(snapshot: snapshot)
        for (index, record) in journal.records.enumerated() where UInt64(index) >= sequence {
            guard record.kind != Record.refusalKind else { continue }
            bank.apply(record, sequence: UInt64(index) + 1, at: journal.times[index])
        }
        return bank
    }

    /// The requests so far are older than what is remembered of any.
    mutating func forgetVerdicts() { journal.forgetVerdicts() }

    private mutating func append(_ records: [Record], verdictOn id: RequestID?) {
        for (index, record) in records.enumerated() {
            var record = record
            if let id, index == records.count - 1 { record.id = id }
            journal.append(record, at: now)
            if record.kind != Record.refusalKind {
                bank.apply(record, sequence: journal.head, at: now)
            }
            lastGroup.append((record, journal.position(journal.head)))
        }
    }

    private mutating func refused(_ refusal: Refusal, _ command: Command) -> Outcome {
        if refusal.code.isVerdict, !command.method.isRead {
            append(
                [
                    Record(
                        kind: Record.refusalKind,
                        fixed: FixedWords(Record.mark(of: command.principal.user)),
                        code: refusal.code.number)
                ], verdictOn: command.id)
        }
        return .refused(refusal.code)
    }

    private func answer(_ sequence: UInt64, _ principal: Principal) -> Outcome {
        let record = journal.records[Int(sequence) - 1]
        if record.kind == Record.refusalKind {
            return .refused(RefusalCode(number: record.code) ?? .malformed)
        }
        return .ok(
            bank.answer(to: record, at: journal.position(sequence), principal: principal))
    }
}

/// What a test stops with after it recorded why.
struct PaperError: Error {}

/// A journal in memory.
struct PaperJournal: JournalReader {
    private(set) var records: [Record] = []
    private(set) var times: [Timestamp] = []
    private var verdicts: [RequestID: UInt64] = [:]

    mutating func append(_ record: Record, at time: Timestamp) {
        records.append(record)
        times.append(time)
        if record.id != .none { verdicts[record.id] = head }
    }

    var head: UInt64 { UInt64(records.count) }

    func position(_ sequence: UInt64) -> Position {
        let chain = ChainHash(bytes: [UInt8](repeating: UInt8(sequence & 0xff), count: 32))
        return Position(sequence: sequence, at: times[Int(sequence) - 1], chain: chain)
    }

    func record(at sequence: UInt64) -> (record: Record, position: Position)? {
        guard sequence >= 1, sequence <= head else { return nil }
        return (records[Int(sequence) - 1], position(sequence))
    }

    func records(after: UInt64, limit: Int) -> [(record: Record, position: Position)] {
        (after..<max(after, head)).prefix(limit).map { (records[Int($0)], position($0 + 1)) }
    }

    func verdict(on id: RequestID) -> UInt64? { verdicts[id] }
    mutating func forgetVerdicts() { verdicts = [:] }
}

/// Secrets that say whose they are.
struct PaperSecrets: SecretSource {
    func customerSecret(id: RequestID, user: String) -> String { "customer \(user) \(id)" }
    func staffSecret(id: RequestID, user: String) -> String { "staff \(user) \(id)" }
    func deviceSecret(id: RequestID, user: String) -> String { "device \(user) \(id)" }
    func session(for principal: Principal, expires: Timestamp) -> String {
        String(decoding: JSON.encode(principal), as: UTF8.self)
    }
}

/// The people and devices of the tests, and what they ask for again and again.
extension PaperBranch {
    static let admin = Principal(user: "admin", role: "admin", generation: 1)
    static let atm = Principal(user: "atm:1", role: "device", kind: "atm", generation: 1)
    static let rpc = Principal(user: "rpc:1", role: "device", kind: "rpc", generation: 1)
    static let kiosk = Principal(user: "kiosk:1", role: "device", kind: "kiosk", generation: 1)
    static let notifier = Principal(
        user: "notifier:1", role: "device", kind: "notifier", generation: 1)

    /// A principal of one of the staff, who is added first.
    mutating func staff(_ user: String, _ role: String) throws -> Principal {
        _ = try reply(
            StaffAdd.self,
            InternalStaffAdd(
                request: .init(user: user, name: "Member of staff", role: role),
                verifier: "\(user)'s"),
            as: PaperBranch.admin)
        return Principal(user: user, role: role, generation: 1)
    }

    /// A customer registered by the admin, with a principal at the ATM where wanted.
    mutating func customer(
        _ user: String, opening: Int64? = nil, at: String? = nil
    ) throws -> (account: UInt64, principal: Principal) {
        let reply = try reply(
            CustomerRegister.self,
            InternalRegister(
                request: .init(user: user, name: "Customer \(user)", opening: opening),
                verifier: "\(user)'s"),
            as: PaperBranch.admin)
        let principal = Principal(
            user: user, role: "customer", customer: reply.customer, at: at, generation: 1)
        return (reply.account, principal)
    }

    func balance(_ account: AccountReference) -> Int64? {
        bank.accounts.find(account).flatMap(bank.accounts.state(of:))?.balance.minorUnits
    }
}
