/// The number of an account: customers' from 1, the bank's own from 2⁵².
public struct AccountID: Hashable, Comparable, Sendable {
    /// The first number of the bank's own accounts.
    public static let firstOwn: UInt64 = 1 << 52

    public let number: UInt64

    /// - Throws: ``DomainError`` for zero and beyond 2⁵³ − 1.
    public init(_ number: UInt64) throws(DomainError) {
        guard number >= 1, number <= UInt64(Amount.largest) else {
            throw DomainError("An account number is a whole number from 1.")
        }
        self.number = number
    }

    /// Whether the account is the bank's own (vault, drawers, interest …), not a customer's.
    public var isOwn: Bool { number >= AccountID.firstOwn }

    public static func < (left: AccountID, right: AccountID) -> Bool {
        left.number < right.number
    }
}

/// The number of a customer, from 1.
public struct CustomerID: Hashable, Comparable, Sendable {
    public let number: UInt64

    /// - Throws: ``DomainError`` for zero.
    public init(_ number: UInt64) throws(DomainError) {
        guard number >= 1 else { throw DomainError("A customer number is a whole number from 1.") }
        self.number = number
    }

    public static func < (left: CustomerID, right: CustomerID) -> Bool {
        left.number < right.number
    }
}
