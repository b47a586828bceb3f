import BranchDomain
import Journal
import Messages

/// Interest for all accounts was asked for: it goes through them in slices, as time allows.
struct InterestBegan: Event {
    static let kind = EventKind.interestBegan
    var by: String
    /// Percent; nil: what the accounts' products accrued.
    var rate: String?
    var period: String
    /// The last account number that gets it.
    var last: UInt64
}

/// A slice of accounts has its interest: the entries before it.
struct InterestPosted: Event {
    static let kind = EventKind.interestPosted
    var by: String
    /// The first account that has not been looked at; nil: that was the last slice.
    var next: UInt64?
    /// Accounts whose accrued interest was posted.
    var accrued: [UInt64]?
}

extension Bank {
    /// Accounts of which one slice looks at.
    private static let slice: UInt64 = 256

    /// `ledger.addInterest`: once to one account, or to all of them for a period.
    func addInterest(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(LedgerAddInterest.Request.self)
        let percent = try request.rate.map { (text) throws(Refusal) in try Rate(checked: text) }
        let caller = try caller(hearing.command.principal)
        guard request.all != true else { return try beginInterest(request, percent, caller) }
        guard let rate = percent else { throw Refusal(.malformed, "Name the rate in percent.") }
        guard let reference = try request.account?.checked() else {
            throw Refusal(.malformed, "Name an account, or say all with a period.")
        }
        guard caller.role == .supervisor || caller.role == .admin || caller.device == .rpc else {
            throw .notPermitted
        }
        let found = accounts.find(reference)
        try checkMaySee(found, caller)
        if found?.isOwn == true { throw .notPermitted }
        let to = try side(found, reference)
        let interest = SimpleInterest.interest(on: to.state.balance, at: rate)
        guard let amount = try? Amount(interest) else {
            throw Refusal(
                .amountOutOfRange, "Interest of \(rate) % is less than half a minor unit.")
        }
        let from = ownAccount(for: OwnAccount.interest, in: to.state.currency, caller)
        let entry = try entry(.interest, from: from.side, to: to, amount)
        let record = entry.record(EntryText(user: caller.user, memo: "\(rate) %"))
        return .write([from.opening, record].compactMap(\.self))
    }

    private func beginInterest(
        _ request: LedgerAddInterest.Request, _ rate: Rate?, _ caller: Caller
    ) throws(Refusal) -> Decision {
        try checkRole(caller, .supervisor, .admin)
        guard request.account == nil, let period = request.period,
            (1...32).contains(period.utf8.count)
        else {
            throw Refusal(
                .malformed, "Interest for all accounts names its period, such as 2026-11.")
        }
        if let job = corrections.periods[period] { throw .periodPosted(period, job: job) }
        guard !corrections.hasInterestUnderWay else {
            throw Refusal(.busy, "Interest is being posted. Ask again when it is done.")
        }
        return .write([
            InterestBegan(
                by: caller.user, rate: rate?.description, period: period,
                last: UInt64(accounts.customers.count)
            ).record
        ])
    }

    // MARK: Slices

    /// The next slice of interest for all; nothing where none is under way.
    ///
    /// - Parameter next: The sequence of the first record.
    func dueInterest(next: UInt64) -> [Record] {
        guard let run = corrections.run, let payer = accounts.own(named: OwnAccount.interest),
            let state = accounts.state(of: payer)
        else { return [] }
        var from = Side(account: payer, state: state)
        var records: [Record] = []
        var accrued: [UInt64] = []
        let rate = run.rate.flatMap { try? Rate($0) }
        let memo = run.rate.map { "\($0) %" } ?? run.period
        let end = min(run.last, run.next + Bank.slice - 1)
        for number in run.next...max(run.next, end) where number <= end {
            guard let due = interestDue(to: number, rate),
                let entry = interest(due, to: number, from: from)
            else { continue }
            if rate == nil { accrued.append(number) }
            from.state.balance = entry.debitBalance
            from.state.last = next + UInt64(records.count)
            records.append(entry.record(EntryText(user: "", memo: memo)))
        }
        let following = end < run.last ? end + 1 : nil
        let posted = InterestPosted(
            by: "", next: following, accrued: accrued.isEmpty ? nil : accrued)
        return records + [posted.record]
    }

    /// What one account gets: a percentage of its balance, or what its product accrued.
    private func interestDue(to number: UInt64, _ rate: Rate?) -> Amount? {
        guard let account = try? AccountID(number), let state = accounts.state(of: account) else {
            return nil
        }
        if let rate {
            return try? Amount(SimpleInterest.interest(on: state.balance, at: rate))
        }
        guard let today, let accrual = products.accruals[number] else { return nil }
        return try? Amount(accrual.accruing(state.balance, to: today).posting(on: today).due)
    }

    /// One account's interest; nil where it can get none.
    private func interest(_ amount: Amount, to number: UInt64, from payer: Side) -> Entry? {
        guard let account = try? AccountID(number), let state = accounts.state(of: account),
            state.currency == payer.state.currency, !state.isClosed,
            !state.marks.contains(.creditFrozen)
        else { return nil }
        return Bank.posted(
            .interest, from: payer, to: Side(account: account, state: state), amount)
    }

    // MARK: Applying

    mutating func apply(_ event: InterestBegan, sequence: UInt64) throws(JournalFault) {
        guard corrections.periods[event.period] == nil else {
            throw JournalFault("its period was posted before")
        }
        corrections.begin(
            CorrectionBook.InterestRun(
                job: sequence, rate: event.rate, period: event.period, last: event.last),
            period: event.period)
    }

    mutating func apply(_ event: InterestPosted) throws(JournalFault) {
        guard corrections.run != nil else { throw JournalFault("no interest is under way") }
        for account in event.accrued ?? [] { products.post(account, on: today ?? 0) }
        corrections.proceed(to: event.next)
    }
}

extension Rate {
    /// - Throws: ``Refusal`` `malformed`.
    init(checked text: String) throws(Refusal) {
        do { self = try Rate(text) } catch { throw Refusal(error) }
    }
}
