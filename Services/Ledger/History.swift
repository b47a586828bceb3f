import BranchDomain
import Journal
import Messages

/// Looking back: one account's movements, all movements, what became of a request.
extension Bank {
    /// Records that one call of `ledger.entries` looks at; the rest is the next call's.
    static let mostScanned = 1_024

    /// `account.history`: from the account's last entry back along the links in the entries.
    func history(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountHistory.Request.self)
        let reference = try request.account.checked()
        var page = try Page(request.limit)
        let caller = try caller(hearing.command.principal)
        let found = accounts.find(reference)
        try checkMaySee(found, caller)
        let account = try side(found, reference)
        var sequence = account.state.last
        if let before = request.before {
            sequence = try previous(of: before, on: account.account, hearing)
        }
        var text = HistoryText()
        while sequence > 0 {
            guard let (record, position, entry) = try self.entry(at: sequence, hearing),
                entry.touches(account.account)
            else { throw .storage }
            guard page.takes(bytes: 256 + 2 * record.varying.count) else {
                text.hasMore = true
                break
            }
            text.add(entry, record, position, on: account.account, accounts)
            sequence = entry.previous(on: account.account)
        }
        return .read(text.end())
    }

    private func previous(
        of sequence: UInt64, on account: AccountID, _ hearing: Hearing
    ) throws(Refusal) -> UInt64 {
        guard let (_, _, entry) = try entry(at: sequence, hearing), entry.touches(account) else {
            throw Refusal(.malformed, "The field before is the next of the page before.")
        }
        return entry.previous(on: account)
    }

    func entry(
        at sequence: UInt64, _ hearing: Hearing
    ) throws(Refusal) -> (Record, Position, Entry)? {
        do {
            guard let found = try hearing.reader.record(at: sequence),
                let entry = Entry(found.record)
            else { return nil }
            return (found.record, found.position, entry)
        } catch {
            throw .storage
        }
    }

    /// `ledger.entries`: movements in order. Other records are passed over, at most
    /// ``mostScanned`` a call, so that `next` may come with an empty page.
    func entries(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(LedgerEntries.Request.self)
        var page = try Page(request.limit, standard: Page.largest)
        let caller = try caller(hearing.command.principal)
        guard caller.role == .admin || caller.device == .notifier else { throw .notPermitted }
        var last = request.after ?? 0
        var reply = LedgerEntries.Reply(entries: [])
        let records: [(record: Record, position: Position)]
        do {
            records = try hearing.reader.records(after: last, limit: Bank.mostScanned)
        } catch {
            throw .storage
        }
        for (record, position) in records {
            if let entry = Entry(record) {
                guard page.takes(bytes: 320 + 2 * record.varying.count) else { break }
                reply.entries.append(ledgerEntry(of: entry, record, position))
            }
            last = position.sequence
        }
        if last < hearing.reader.head, !records.isEmpty { reply.next = last }
        return .read(JSON.encode(reply))
    }

    /// `ledger.trialBalance`: the sums of all debit and of all credit balances, by currency.
    func trialBalance(_ hearing: Hearing) throws(Refusal) -> Decision {
        _ = try hearing.body(LedgerTrialBalance.Request.self)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .supervisor, .admin)
        return .read(JSON.encode(LedgerTrialBalance.Reply(currencies: trialBalanceLines)))
    }

    // MARK: Outcomes

    /// `ledger.outcome`: for who sent the request, and for supervisors and admins.
    func outcome(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(LedgerOutcome.Request.self)
        guard let id = RequestID(text: request.id.utf8) else {
            throw Refusal(.malformed, "The id is a UUID of version 7.")
        }
        let caller = try caller(hearing.command.principal)
        let found: (record: Record, position: Position)?
        do {
            found = try hearing.reader.verdict(on: id).flatMap(hearing.reader.record(at:))
        } catch {
            throw .storage
        }
        guard let (record, position) = found else {
            return .read(JSON.encode(LedgerOutcome.Reply(state: "unknown")))
        }
        let mayAsk = caller.role == .supervisor || caller.role == .admin
        guard mayAsk || sent(record, caller) else { throw .notPermitted }
        return .read(JSON.encode(outcome(of: record, at: position)))
    }

    private func outcome(of record: Record, at position: Position) -> LedgerOutcome.Reply {
        if record.isRefusal {
            let code = RefusalCode(number: record.code)?.rawValue
            return LedgerOutcome.Reply(state: "refused", code: code)
        }
        guard let entry = Entry(record) else { return LedgerOutcome.Reply(state: "applied") }
        return LedgerOutcome.Reply(
            state: "applied", receipt: receipt(of: entry, record, at: position).receipt)
    }

    /// Whether the caller is who sent the request with this verdict.
    private func sent(_ record: Record, _ caller: Caller) -> Bool {
        if record.isRefusal {
            return record.fixed.w0 == Record.mark(of: caller.user)
        }
        if EntryKind(rawValue: record.kind) != nil {
            return EntryText(record.varying)?.user == caller.user
        }
        return EventAuthor(record)?.by == caller.user
    }
}
