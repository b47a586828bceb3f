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

        mutating func add(_ amount: Amount) {
            self.amount += amount.minorUnits
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

    /// - Throws: ``Refusal`` `limit_exceeded`, `daily_limit_exceeded`.
    func check(_ amount: Amount, from account: AccountID, _ currency: Currency) throws(Refusal) {
        guard let limits = limits[account.number] else { return }
        if let most = limits.perTransaction, amount.minorUnits > most {
            throw .limitExceeded(most, currency)
        }
        let used = today[account.number] ?? Use()
        if let most = limits.dailyAmount, amount.minorUnits > most - used.amount {
            throw .dailyLimitExceeded(left: max(0, most - used.amount))
        }
        if let most = limits.dailyCount, used.count >= most {
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
        return .write([
            AccountLimitsSet(
                by: hearing.command.principal.user, account: account.number, limits: limits
            ).record
        ])
    }

    mutating func apply(_ event: AccountLimitsSet) throws(JournalFault) {
        guard let account = try? AccountID(event.account), !account.isOwn,
            accounts.state(of: account) != nil
        else { throw JournalFault("its account is unknown") }
        terms.set(event.limits, for: account)
        accounts.setFloor(event.limits.floor, of: account)
    }
}
