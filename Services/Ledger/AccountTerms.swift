import BranchDomain
import Journal
import Messages

/// An account's limits were replaced.
struct AccountLimitsSet: Event {
    static let kind = EventKind.accountLimitsSet
    var by: String
    var account: UInt64
    var limits: AccountLimits
}

/// The limits of the accounts that have any, and what was taken out of them today.
struct TermsBook: Codable, Sendable, Equatable {
    /// What left an account on one business day.
    struct Use: Codable, Sendable, Equatable {
        /// Minor units.
        var amount: Int64 = 0
        var count = 0

        /// Stays at the largest number there is: a thousand of the largest amounts get there.
        mutating func add(_ amount: Amount) {
            let (sum, isTooMuch) = self.amount.addingReportingOverflow(amount.minorUnits)
            self.amount = isTooMuch ? .max : sum
            count += 1
        }
    }

    private(set) var limits: [UInt64: AccountLimits] = [:]
    /// Of accounts that have a daily limit.
    private(set) var today: [UInt64: Use] = [:]

    mutating func set(_ limits: AccountLimits, for account: AccountID) {
        self.limits[account.number] = limits == AccountLimits() ? nil : limits
    }

    /// Counts what leaves an account by its owner's or a teller's wish.
    mutating func note(_ entry: Entry) {
        guard let limits = limits[entry.debit.number], entry.kind.isCounted,
            limits.dailyAmount != nil || limits.dailyCount != nil
        else { return }
        today[entry.debit.number, default: Use()].add(entry.amount)
    }

    mutating func beginDay() { today.removeAll() }

    /// - Parameter held: What is reserved of the account and may leave it today yet.
    /// - Throws: ``Refusal`` `limit_exceeded`, `daily_limit_exceeded`.
    func check(
        _ amount: Amount, from account: AccountID, _ currency: Currency, held: Use
    ) throws(Refusal) {
        guard let limits = limits[account.number] else { return }
        if let most = limits.perTransaction, amount.minorUnits > most {
            throw .limitExceeded(most, currency)
        }
        let used = today[account.number] ?? Use()
        if let most = limits.dailyAmount, amount.minorUnits > most - used.amount - held.amount {
            throw .dailyLimitExceeded(left: max(0, most - used.amount - held.amount))
        }
        if let most = limits.dailyCount, used.count + held.count >= most {
            throw .dailyLimitExceeded(left: 0)
        }
    }
}

extension EntryKind {
    /// Whether it counts against what may leave an account in a day.
    var isCounted: Bool { self == .withdrawal || self == .transfer }
}

extension AccountLimits {
    /// The balance that a movement may leave at least, minor units.
    var floor: Int64 { (minimum ?? 0) - (overdraft ?? 0) }

    /// The limits themselves, where each can be one.
    func checked() throws(Refusal) -> AccountLimits {
        for (name, value) in [
            ("overdraft", overdraft), ("minimum", minimum), ("perTransaction", perTransaction),
            ("dailyAmount", dailyAmount), ("dailyCount", dailyCount.map(Int64.init)),
        ] {
            guard value.map({ (0...Amount.largest).contains($0) }) ?? true else {
                throw Refusal(.malformed, "\(name) is 0 to \(Amount.largest).")
            }
        }
        return self
    }
}

extension Bank {
    /// `account.setLimits`: replaces all of an account's limits.
    func setLimits(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(AccountSetLimits.Request.self)
        let reference = try request.account.checked()
        let limits = try request.limits.checked()
        let account = try customerAccount(reference, hearing)
        try checkHeld(on: account, above: limits.floor)
        return .write([
            AccountLimitsSet(
                by: hearing.command.principal.user, account: account.number, limits: limits
            ).record
        ])
    }

    /// What is held was promised: no floor may rise into it.
    private func checkHeld(on account: AccountID, above floor: Int64) throws(Refusal) {
        guard let state = accounts.state(of: account), state.held > 0 else { return }
        let free = state.balance.minorUnits - state.held
        guard floor <= free else { throw .insufficientFunds(free, accounts.currency(of: state)) }
    }

    mutating func apply(_ event: AccountLimitsSet) throws(JournalFault) {
        guard let account = try? AccountID(event.account), !account.isOwn,
            accounts.state(of: account) != nil
        else { throw JournalFault("its account is unknown") }
        terms.set(event.limits, for: account)
        accounts.setFloor(event.limits.floor, of: account)
    }
}
