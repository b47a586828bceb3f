import BranchDomain
import Journal
import Messages

/// The entry behind it moves the money of another one back.
struct EntryReversed: Event {
    static let kind = EventKind.entryReversed
    var by: String
    /// Of the entry that is reversed.
    var sequence: UInt64
    var reason: String
}

/// What was moved back, and which interest was posted.
struct CorrectionBook: Codable, Sendable, Equatable {
    /// Interest that goes through all accounts, slice by slice.
    struct InterestRun: Codable, Sendable, Equatable {
        var job: UInt64
        /// Percent, as it was asked for; nil: what the products accrued.
        var rate: String?
        var period: String
        /// The last account number that gets it.
        var last: UInt64
        /// The first account number that has not been looked at.
        var next: UInt64 = 1
    }

    private(set) var reversed: Set<UInt64> = []
    private(set) var run: InterestRun?
    /// The job that posted a period.
    private(set) var periods: [String: UInt64] = [:]

    /// Periods that were posted on this business day.
    private(set) var postedToday: Set<String> = []

    mutating func beginDay() { postedToday = [] }

    var hasInterestUnderWay: Bool { run != nil }

    mutating func reverse(_ sequence: UInt64) -> Bool { reversed.insert(sequence).inserted }

    mutating func begin(_ run: InterestRun, period: String) {
        self.run = run
        periods[period] = run.job
        postedToday.insert(period)
    }

    /// - Parameter next: The first account that has not been looked at; nil: none is left.
    mutating func proceed(to next: UInt64?) {
        if let next { run?.next = next } else { run = nil }
    }
}

extension Bank {
    /// `ledger.reverse`: moves the money of an entry back, where it still is.
    func reverse(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(LedgerReverse.Request.self)
        let reason = try Reason.wire(request.reason)
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .supervisor, .admin)
        let original = try journaledEntry(at: request.sequence, hearing)
        guard original.kind != .reversal else { throw .notReversible }
        guard !corrections.reversed.contains(request.sequence) else {
            throw .alreadyReversed(request.sequence)
        }
        try checkUnclaimed(original)
        var entry = try entry(
            .reversal, from: try side(original.credit, accounts.reference(to: original.credit)),
            to: try side(original.debit, accounts.reference(to: original.debit)),
            original.amount)
        entry.reference = request.sequence
        return .write([
            EntryReversed(by: caller.user, sequence: request.sequence, reason: reason).record,
            entry.record(EntryText(user: caller.user, memo: reason)),
        ])
    }

    /// What lies in suspense for holds leaves it when they are settled, and in no other way: it
    /// would be given back twice.
    private func checkUnclaimed(_ original: Entry) throws(Refusal) {
        guard let suspense = accounts.own(named: OwnAccount.suspense),
            original.credit == suspense, let state = accounts.state(of: suspense)
        else { return }
        // Counted from the debit side, what lies there stands below zero.
        let unclaimed = -state.balance.minorUnits - holds.suspended
        guard original.amount.minorUnits <= unclaimed else { throw .claimedByHold }
    }

    private func journaledEntry(
        at sequence: UInt64, _ hearing: Hearing
    ) throws(Refusal) -> Entry {
        let found: (record: Record, position: Position)?
        do {
            found = try hearing.reader.record(at: sequence)
        } catch {
            throw .storage
        }
        guard let entry = found.flatMap({ Entry($0.record) }) else {
            throw .entryNotFound(sequence)
        }
        return entry
    }

    mutating func apply(_ event: EntryReversed) throws(JournalFault) {
        guard event.sequence < head, corrections.reverse(event.sequence) else {
            throw JournalFault("what it reverses was reversed, or comes after it")
        }
    }
}
