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

extension AccountOpened {
    static func plain(_ bytes: [UInt8]) -> AccountOpened? {
        var scanner = FlatScanner(bytes)
        // The order of the encoder: sorted.
        guard scanner.take(UInt8(ascii: "{")), let account = scanner.number(of: "account"),
            let by = scanner.text(of: "by"), let currency = scanner.text(of: "currency"),
            let customer = scanner.number(of: "customer")
        else { return nil }
        let product = scanner.text(of: "product")
        guard scanner.take(UInt8(ascii: "}")), scanner.isAtEnd else { return nil }
        let text = { (range: Range<Int>) in String(decoding: bytes[range], as: UTF8.self) }
        return AccountOpened(
            by: text(by), account: account, customer: customer, currency: text(currency),
            product: product.map(text))
    }
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
