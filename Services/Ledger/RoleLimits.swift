import BranchDomain
import Journal
import Messages

/// What people of one role may take out for customers, in minor units of each currency by itself.
struct RoleLimits: Sendable, Equatable {
    var perTransaction: Int64?
    /// Of one person in one business day; only staff are counted, accounts have limits of their
    /// own.
    var dailyAmount: Int64?
    var dailyCount: Int?
}

/// What each of the staff took out today, by name and currency.
struct StaffUse: Codable, Sendable, Equatable {
    private var today: [String: TermsBook.Use] = [:]

    func use(of user: String, _ currency: Currency) -> TermsBook.Use {
        today[StaffUse.key(user, currency)] ?? TermsBook.Use()
    }

    mutating func note(_ amount: Amount, by user: String, _ currency: Currency) {
        today[StaffUse.key(user, currency), default: TermsBook.Use()].add(amount)
    }

    mutating func beginDay() { today.removeAll() }

    private static func key(_ user: String, _ currency: Currency) -> String {
        "\(user) \(currency.code)"
    }
}

extension Bank {
    /// What the account's own limits say and those of the caller's role; the rest was judged
    /// before.
    ///
    /// - Throws: ``Refusal`` `limit_exceeded`, `daily_limit_exceeded`.
    func checkLimits(
        _ amount: Amount, from account: AccountID, _ caller: Caller
    ) throws(Refusal) {
        guard let state = accounts.state(of: account) else { return }
        let currency = accounts.currency(of: state)
        let held = TermsBook.Use(amount: state.held, count: holds.count(on: account))
        try terms.check(amount, from: account, currency, held: held)
        try checkRoleLimits(amount, caller, currency)
    }

    /// What the caller's role may take out, at once and in a day.
    func checkRoleLimits(
        _ amount: Amount, _ caller: Caller, _ currency: Currency
    ) throws(Refusal) {
        guard let limits = settings.limits[caller.role] else { return }
        if let most = limits.perTransaction, amount.minorUnits > most {
            throw .limitExceeded(most, currency)
        }
        let used = staffUse.use(of: caller.user, currency)
        if let most = limits.dailyAmount, amount.minorUnits > most - used.amount {
            throw .staffLimitExceeded(left: max(0, most - used.amount))
        }
        if let most = limits.dailyCount, used.count >= most { throw .staffLimitExceeded(left: 0) }
    }

    /// Counts what one of the staff takes out; whether anything limits it may be decided later.
    mutating func noteStaffUse(_ entry: Entry, _ record: Record) {
        guard entry.kind.isCounted, !record.isBulk, let text = EntryText(record.varying),
            let user = users[text.user], user.role.isStaff,
            let state = accounts.state(of: entry.debit)
        else { return }
        staffUse.note(entry.amount, by: text.user, accounts.currency(of: state))
    }
}

extension Role {
    var isStaff: Bool {
        switch self {
        case .teller, .supervisor, .admin: true
        case .anonymous, .customer, .device: false
        }
    }
}
