import BranchDomain
import Foundation
import Journal
import Messages

@testable import Ledger

/// A bank on a real journal, and somebody who sends it movements in bulk.
final class BulkDesk {
    static let start = Timestamp(milliseconds: 1_795_212_345_678)
    static let vault = AccountID.firstOwn

    let configuration: JournalConfiguration
    private(set) var journal: GroupCommit<Bank>
    var now = BulkDesk.start
    private var ids: UInt64 = 0

    init(change: (inout JournalConfiguration) -> Void = { _ in }) throws {
        var template = Array(
            "\(FileManager.default.temporaryDirectory.path)/bulk-XXXXXX".utf8CString)
        let path = mkdtemp(&template).map { String(cString: $0) } ?? "/nowhere"
        var configuration = JournalConfiguration(path: path + "/ledger.sqlite")
        configuration.leastFreeBytes = 0
        change(&configuration)
        self.configuration = configuration
        journal = try BulkDesk.open(configuration, now: BulkDesk.start)
    }

    deinit {
        let folder = (configuration.path as NSString).deletingLastPathComponent
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func open(
        _ configuration: JournalConfiguration, now: Timestamp
    ) throws -> GroupCommit<Bank> {
        let genesis = Genesis(
            branch: "main", currency: try Currency("USD"), adminVerifier: "admin's", devices: [])
        return try GroupCommit(
            configuration, now: now, equip: { $0.secrets = PaperSecrets() },
            founding: genesis.records, genesis: { Bank() })
    }

    /// Ends cleanly and starts again.
    func restart() throws {
        try journal.close()
        journal = try BulkDesk.open(configuration, now: now)
    }

    func id() -> RequestID {
        ids += 1
        return RequestID(at: now, random: (ids, ids << 2))
    }

    /// Opens accounts 1 … `count` of one customer, each with this sum out of the vault.
    func open(_ count: Int, funds: Int64 = 0) throws {
        let register = InternalRegister(
            request: .init(user: "ada", name: "Ada"), verifier: "ada's")
        journal.tick(now: now)
        submit(.customerRegister, JSON.encode(register))
        for _ in 1..<count {
            submit(.accountOpen, JSON.encode(AccountOpen.Request(customer: 1)))
        }
        _ = try journal.commit()
        guard funds > 0 else { return }
        _ = try send((1...UInt64(count)).map { movement(BulkDesk.vault, $0, funds) })
    }

    /// The replies to requests of one group.
    func reply<M: BusMethod>(_ method: M.Type, _ requests: [some Encodable]) throws -> [M.Reply] {
        journal.tick(now: now)
        for request in requests { submit(M.method, JSON.encode(request)) }
        return try journal.commit().answers.compactMap { answer in
            guard case .ok(let bytes) = answer else { return nil }
            return try JSON.decode(M.Reply.self, from: bytes)
        }
    }

    func submit(_ method: Messages.Method, _ body: [UInt8]) {
        journal.submit(
            Command(method: method, id: id(), principal: PaperBranch.admin, body: body))
    }

    func movement(
        _ debit: UInt64, _ credit: UInt64, _ amount: Int64, linked: Bool = false,
        code: UInt32 = 0
    ) -> BulkRecord {
        BulkRecord(
            id: id(), debit: debit, credit: credit, amount: amount, reference: 7, code: code,
            flags: linked ? .linked : [])
    }

    /// Sends a message by itself.
    func send(
        _ records: [BulkRecord], as principal: Principal = PaperBranch.admin
    ) throws -> [BulkResult] {
        var frame: [UInt8] = []
        for record in records { record.encode(to: &frame) }
        guard case .bulk(_, let results) = try answer(frame, as: principal) else { return [] }
        return BulkResult.all(in: results) ?? []
    }

    func answer(
        _ frame: [UInt8], as principal: Principal = PaperBranch.admin
    ) throws -> Answer {
        try group(frame, as: principal).answers[0]
    }

    func group(
        _ frame: [UInt8], as principal: Principal = PaperBranch.admin
    ) throws -> CommittedGroup {
        journal.tick(now: now)
        let command = Command(
            method: .ledgerBulk, id: id(), principal: principal, body: Array("{}".utf8))
        journal.submitBulk(command, frame: frame)
        return try journal.commit()
    }

    func balance(_ account: UInt64) -> Int64? {
        (try? AccountID(account)).flatMap { journal.machine.accounts.state(of: $0) }?
            .balance.minorUnits
    }

    /// Replays the whole file as `verify` does.
    func verify() throws -> JournalFile.Verified {
        try JournalFile.verify(configuration.path, as: CheckedBank.self) { bank, _ in
            try bank.check()
            try bank.checkSums()
        }
    }
}

extension [BulkResult] {
    /// 0 applied, 1 replayed, else the refusal.
    var codes: [String] {
        map { result in
            switch result.status {
            case BulkResult.applied: "applied"
            case BulkResult.replayed: "replayed"
            default: result.refusal?.rawValue ?? "?"
            }
        }
    }
}
