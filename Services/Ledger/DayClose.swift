import BranchDomain
import Journal
import Messages

/// The end of a business day as it was found, sealed.
struct DayClosed: Event {
    static let kind = EventKind.dayClosed
    var by: String
    /// `2026-11-21`.
    var date: String
    /// What was found, JSON, byte for byte what `seal` is the hash of.
    var facts: String
    /// SHA-256 of `facts`, 64 hex digits.
    var seal: String
}

/// A drawer's last count of a day.
struct DrawerProof: Codable, Sendable, Equatable {
    var teller: String
    var expected: Int64
    var counted: Int64
    /// Whether it was given back with this count.
    var isClosed: Bool
}

extension Bank {
    /// `day.close`: once a business day; everything in it is of one moment of the journal.
    func closeDay(_ hearing: Hearing) throws(Refusal) -> Decision {
        _ = try hearing.body(DayClose.Request.self)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .supervisor)
        guard let today, let date = try? CivilDate(daysSinceEpoch: today) else { throw .storage }
        if let sequence = drawers.closedDays[date.description] {
            throw .dayClosed(date, at: sequence)
        }
        if let open = drawers.tellers.keys.min() { throw .drawerStillOpen(open) }
        guard let last = lastDurable(hearing) else { throw .storage }
        let facts = JSON.encode(
            DayFacts(
                date: date.description, branch: settings.branch.description,
                trialBalance: trialBalanceLines, drawers: drawerLines,
                interest: corrections.postedToday.sorted(), head: hearing.next - 1,
                chainAt: last.sequence, chain: last.chain.hex))
        return .write([
            DayClosed(
                by: caller.user, date: date.description,
                facts: String(decoding: facts, as: UTF8.self), seal: ChainHash.of(facts).hex
            ).record
        ])
    }

    /// The last record that is on disk: its row's hash is known.
    func lastDurable(_ hearing: Hearing) -> Position? {
        var sequence = hearing.reader.head
        while sequence > 0 {
            guard let found = try? hearing.reader.record(at: sequence) else { return nil }
            if found.position.chain != .pending { return found.position }
            sequence -= 1
        }
        return nil
    }

    /// The trial balance, as `ledger.trialBalance` shows it.
    var trialBalanceLines: [LedgerTrialBalance.Line] {
        zip(accounts.currencies, accounts.totals).map { currency, totals in
            LedgerTrialBalance.Line(
                currency: currency.code, debits: Int64(clamping: totals.debits),
                credits: Int64(clamping: totals.credits),
                difference: Int64(clamping: totals.debits - totals.credits))
        }
    }

    private var drawerLines: [DayClose.Drawer] {
        drawers.proofs.sorted { $0.key < $1.key }.map { name, proof in
            DayClose.Drawer(
                drawer: .name(name), teller: proof.teller, expected: proof.expected,
                counted: proof.counted, difference: proof.counted - proof.expected)
        }
    }

    mutating func apply(_ event: DayClosed, sequence: UInt64) throws(JournalFault) {
        guard drawers.closedDays[event.date] == nil else {
            throw JournalFault("its day was closed before")
        }
        guard ChainHash.of(Array(event.facts.utf8)).hex == event.seal,
            let facts = try? JSON.decode(DayFacts.self, from: Array(event.facts.utf8))
        else { throw JournalFault("its seal is not that of its facts") }
        guard facts.trialBalance == trialBalanceLines, facts.drawers == drawerLines else {
            throw JournalFault("its facts are not those of the journal")
        }
        drawers.close(day: event.date, at: sequence)
    }

    /// The reply to a close, out of its record alone.
    func reply(to event: DayClosed) throws(JournalFault) -> [UInt8] {
        guard let facts = try? JSON.decode(DayFacts.self, from: Array(event.facts.utf8)) else {
            throw JournalFault("its facts cannot be read")
        }
        return JSON.encode(
            DayClose.Reply(
                date: facts.date, trialBalance: facts.trialBalance, drawers: facts.drawers,
                interest: facts.interest, head: facts.head, chainAt: facts.chainAt,
                chain: facts.chain,
                seal: event.seal, facts: event.facts))
    }
}

/// What is sealed: names in alphabetical order, no spaces, as the house's JSON is.
private struct DayFacts: Codable, Equatable {
    var date: String
    var branch: String
    var trialBalance: [LedgerTrialBalance.Line]
    var drawers: [DayClose.Drawer]
    var interest: [String]
    var head: UInt64
    var chainAt: UInt64
    var chain: String
}
