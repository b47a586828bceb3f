import BranchDomain

/// An account of the bank's own: vault, ATM, interest …
struct OwnAccountOpened: Event {
    static let kind = EventKind.ownAccountOpened
    var by: String
    var account: UInt64
    var name: String
    var currency: String
}

struct AccountOpened: Event {
    static let kind = EventKind.accountOpened
    var by: String
    var account: UInt64
    var customer: UInt64
    var currency: String
    var product: String?
    /// What the product promised when the account was opened.
    var terms: ProductTerms?
}

struct AccountFrozen: Event {
    static let kind = EventKind.accountFrozen
    var by: String
    var account: UInt64
    var side: FrozenSide
    var reason: String
}

struct AccountUnfrozen: Event {
    static let kind = EventKind.accountUnfrozen
    var by: String
    var account: UInt64
    var side: FrozenSide
    var reason: String
}

struct AccountClosed: Event {
    static let kind = EventKind.accountClosed
    var by: String
    var account: UInt64
}
