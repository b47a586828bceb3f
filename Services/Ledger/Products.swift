import BranchDomain
import Messages

/// What an account is opened under; journaled with it, so that a change of the configuration
/// changes nothing that was agreed.
struct ProductTerms: Codable, Sendable, Equatable {
    /// Interest that is accrued by the day.
    struct Interest: Codable, Sendable, Equatable {
        /// Percent a year, as text.
        var rate: String
        /// `ACT/365`, `ACT/360`, `30/360` or `30E/360`.
        var dayCount: String
        /// `halfEven`, `halfUp` or `down`.
        var rounding: String
    }

    var product: String
    var limits: AccountLimits?
    /// By the kind of the entry, `withdrawal`, `transfer`: minor units for each.
    var fees: [String: Int64]?
    var interest: Interest?
}

/// Interest of one account, exact to the last part of a minor unit.
struct AccrualState: Codable, Sendable, Equatable {
    let rate: String
    let dayCount: String
    let rounding: String
    /// The day of the last posting, or of the opening; days since 1970-01-01.
    var periodStart: Int
    /// The first day that is not in `accrued`.
    var since: Int
    /// As text, since it is wider than what JSON can carry.
    var accrued = "0"
    /// Minor units.
    var posted: Int64 = 0

    init(_ terms: ProductTerms.Interest, day: Int) {
        rate = terms.rate
        dayCount = terms.dayCount
        rounding = terms.rounding
        periodStart = day
        since = day
    }

    /// The state with the days up to `day` in it, through which the account held `balance`.
    func accruing(_ balance: Balance, to day: Int) -> AccrualState {
        var next = self
        next.since = max(since, day)
        guard day > since, balance > .zero, let rate = try? Rate(rate), var accrual = accrual,
            let start = try? CivilDate(daysSinceEpoch: since),
            let end = try? CivilDate(daysSinceEpoch: day),
            let period = try? CivilDate(daysSinceEpoch: periodStart),
            (try? accrual.add(balance, at: rate, from: start, to: end, inPeriodFrom: period))
                != nil
        else { return next }
        next.accrued = String(accrual.accrued)
        return next
    }

    /// What is due in whole minor units, and the state after it is posted.
    func posting(on day: Int) -> (due: Int64, state: AccrualState) {
        guard var accrual, let mode = RoundingMode(rawValue: rounding) else { return (0, self) }
        var next = self
        let due = accrual.post(rounding: mode)
        next.posted = accrual.posted
        next.periodStart = day
        return (due, next)
    }

    private var accrual: Accrual? {
        guard let dayCount = DayCount(rawValue: dayCount), let parts = Int128(accrued) else {
            return nil
        }
        return try? Accrual(dayCount: dayCount, accrued: parts, posted: posted)
    }
}

/// The products that accounts are opened under, and what they owe each account.
struct ProductBook: Codable, Sendable, Equatable {
    private(set) var terms: [ProductTerms] = []
    /// Of accounts that have one, its place in `terms`.
    private(set) var products: [UInt64: Int] = [:]
    private(set) var accruals: [UInt64: AccrualState] = [:]

    func terms(of account: AccountID) -> ProductTerms? {
        products[account.number].map { terms[$0] }
    }

    /// Minor units; zero where there is none.
    func fee(for kind: EntryKind, on account: AccountID) -> Int64 {
        terms(of: account)?.fees?[kind.name] ?? 0
    }

    mutating func open(_ account: AccountID, under product: ProductTerms, day: Int) {
        let place = terms.firstIndex(of: product) ?? terms.count
        if place == terms.count { terms.append(product) }
        products[account.number] = place
        if let interest = product.interest {
            accruals[account.number] = AccrualState(interest, day: day)
        }
    }

    /// Before an account's balance changes: the days behind it were spent with the old one.
    mutating func accrue(_ account: AccountID, at balance: Balance, to day: Int) {
        guard let state = accruals[account.number] else { return }
        accruals[account.number] = state.accruing(balance, to: day)
    }

    mutating func post(_ account: UInt64, on day: Int) {
        accruals[account] = accruals[account]?.posting(on: day).state
    }
}

/// Products as the configuration has them, each checked.
struct ProductCatalogue: Sendable {
    private(set) var products: [String: ProductTerms] = [:]

    init() {}

    /// - Throws: ``DomainError`` naming the product and what is wrong with it.
    init(_ terms: [ProductTerms]) throws(DomainError) {
        for product in terms {
            try ProductCatalogue.check(product)
            products[product.product] = product
        }
    }

    private static let feeKinds = ["withdrawal", "transfer"]

    private static func check(_ terms: ProductTerms) throws(DomainError) {
        let name = terms.product
        for (kind, fee) in terms.fees ?? [:] {
            guard feeKinds.contains(kind), (0...Amount.largest).contains(fee) else {
                throw DomainError("Product \(name): fees are for withdrawal and transfer.")
            }
        }
        if let limits = terms.limits {
            do { _ = try limits.checked() } catch { throw DomainError("Product \(name): limits.") }
        }
        guard let interest = terms.interest else { return }
        guard (try? Rate(interest.rate)) != nil else {
            throw DomainError("Product \(name): the rate is percent a year, such as 2.5.")
        }
        guard DayCount(rawValue: interest.dayCount) != nil else {
            let known = DayCount.allCases.map(\.rawValue).joined(separator: ", ")
            throw DomainError("Product \(name): the day count is one of \(known).")
        }
        guard RoundingMode(rawValue: interest.rounding) != nil else {
            throw DomainError("Product \(name): rounding is halfEven, halfUp or down.")
        }
    }
}
