import BranchDomain
import Journal
import Messages

/// Somebody sent movements in bulk: it stands before the first of them.
struct BulkTaken: Event {
    static let kind = EventKind.bulkTaken
    var by: String
    /// How many records the message has, those included that were refused or replayed.
    var records: Int
}

/// `ledger.bulk`: who may send it may move money between any two accounts, the bank's own
/// included. Frozen and closed accounts and what is available hold for it as for everyone.
extension Bank {
    func admitBulk(_ command: Command, count: Int) throws(Refusal) -> Record {
        guard !settings.queueOnly else {
            throw Refusal(.notOffered, "This branch has only a queue.")
        }
        let caller = try caller(command.principal)
        try checkRole(caller, .admin)
        return BulkTaken(by: caller.user, records: count).record
    }

    func judge(_ record: BulkRecord) throws(BulkFault) -> Record {
        try judge(record) { accounts.state(of: $0) }.record(code: record.code)
    }

    func judge(run: [BulkRecord], next: UInt64) throws(BulkFault) -> [Record] {
        // The accounts as the run leaves them; nothing else sees them before all of it holds.
        var trial: [AccountID: AccountState] = [:]
        var records: [Record] = []
        records.reserveCapacity(run.count)
        for (index, record) in run.enumerated() {
            do throws(BulkFault) {
                let entry = try judge(record) { trial[$0] ?? accounts.state(of: $0) }
                for account in [entry.debit, entry.credit] {
                    guard var state = trial[account] ?? accounts.state(of: account) else {
                        preconditionFailure("an entry is of accounts that exist")
                    }
                    state.balance = entry.balance(of: account)
                    state.last = next + UInt64(index)
                    trial[account] = state
                }
                records.append(entry.record(code: record.code))
            } catch {
                throw BulkFault(error.code, index: index)
            }
        }
        return records
    }

    func debitedBalance(after record: Record) -> Int64 { Int64(bitPattern: record.fixed.w3) }

    func publication(ofBulk sequences: ClosedRange<UInt64>) -> Publication? {
        Publication(
            topic: Topic.ledgerBulk,
            state: JSON.encode(
                BulkTopic(first: sequences.lowerBound, last: sequences.upperBound)), keep: false)
    }

    private func judge(
        _ record: BulkRecord, state: (AccountID) -> AccountState?
    ) throws(BulkFault) -> Entry {
        guard let debit = try? AccountID(record.debit), let credit = try? AccountID(record.credit),
            let debitState = state(debit), let creditState = state(credit)
        else { throw BulkFault(.accountNotFound) }
        guard let amount = try? Amount(record.amount) else { throw BulkFault(.malformed) }
        do throws(Refusal) {
            var entry = try entry(
                Bank.kind(debit, credit), from: Side(account: debit, state: debitState),
                to: Side(account: credit, state: creditState), amount)
            entry.reference = record.reference
            return entry
        } catch {
            throw BulkFault(error.code)
        }
    }

    /// What a movement is, told from whose accounts it is between.
    private static func kind(_ debit: AccountID, _ credit: AccountID) -> EntryKind {
        switch (debit.isOwn, credit.isOwn) {
        case (false, false): .transfer
        case (true, false): .deposit
        case (false, true): .withdrawal
        case (true, true): .cash
        }
    }
}

extension Entry {
    /// A movement of a bulk message; the sender's code is kept where there is one.
    fileprivate func record(code: UInt32) -> Record {
        guard code > 0 else { return record(varying: []) }
        return record(varying: (0..<4).map { UInt8(truncatingIfNeeded: code >> (8 * $0)) })
    }
}
