import BranchDomain
import Journal
import Messages

/// The bank as `verify` replays it: a record that cannot be is a finding, not the end.
struct CheckedBank: StateMachine {
    private(set) var bank: Bank
    /// The first record that cannot follow what came before, and why.
    private(set) var finding: JournalFault?

    init(snapshot: [UInt8]) throws {
        bank = try Bank(snapshot: snapshot)
    }

    func snapshot() -> [UInt8] { bank.snapshot() }

    static func knows(_ kind: UInt16) -> Bool { Bank.knows(kind) }

    mutating func apply(_ record: Record, sequence: UInt64, at time: Timestamp) {
        guard finding == nil else { return }
        do throws(JournalFault) {
            try bank.fold(record, sequence: sequence, at: time)
        } catch {
            finding = JournalFault("record \(sequence), kind \(record.kind), cannot be: \(error)")
        }
    }

    /// What holds between any two records.
    ///
    /// - Throws: ``JournalFault`` naming what does not.
    func check() throws(JournalFault) {
        if let finding { throw finding }
        for (currency, totals) in zip(bank.accounts.currencies, bank.accounts.totals)
        where totals.debits != totals.credits {
            throw JournalFault("debits and credits differ in \(currency)")
        }
    }

    /// Adds every balance up again, which takes as long as there are accounts.
    ///
    /// - Throws: ``JournalFault`` where the running sums are not those of the balances.
    func checkSums() throws(JournalFault) {
        guard bank.accounts.addedUp() == bank.accounts.totals else {
            throw JournalFault("the running sums are not those of the balances")
        }
    }

    // Nobody asks a bank that is being verified.
    func decide(
        _ command: Command, now: Timestamp, next: UInt64, reader: any JournalReader
    ) throws(Refusal) -> Decision {
        try bank.decide(command, now: now, next: next, reader: reader)
    }

    func tick(now: Timestamp, next: UInt64) -> [Record] { bank.tick(now: now, next: next) }
    var nextDeadline: Timestamp? { bank.nextDeadline }

    func answer(to record: Record, at position: Position, principal: Principal) -> [UInt8] {
        bank.answer(to: record, at: position, principal: principal)
    }

    func publications(
        of group: [(record: Record, position: Position)], wanted: (String) -> Bool
    ) -> [Publication] {
        bank.publications(of: group, wanted: wanted)
    }

    func initialPublications() -> [Publication] { bank.initialPublications() }
}
