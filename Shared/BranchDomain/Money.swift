/// A positive sum in the minor unit of some currency, as it stands in a message.
///
/// At most 2⁵³ − 1, so that every language on the bus can hold it.
public struct Amount: Hashable, Comparable, Sendable {
    /// The largest sum that a message may carry: 2⁵³ − 1.
    public static let largest: Int64 = 9_007_199_254_740_991

    /// Minor units, 1 … 2⁵³ − 1.
    public let minorUnits: Int64

    /// - Throws: ``DomainError`` where `minorUnits` is not in 1 … 2⁵³ − 1.
    public init(_ minorUnits: Int64) throws(DomainError) {
        guard minorUnits >= 1 else { throw DomainError("An amount is greater than zero.") }
        guard minorUnits <= Amount.largest else {
            throw DomainError("An amount is at most \(Amount.largest).")
        }
        self.minorUnits = minorUnits
    }

    public static func < (left: Amount, right: Amount) -> Bool {
        left.minorUnits < right.minorUnits
    }
}

/// What an account holds, in minor units: may be zero, and below zero with an overdraft.
///
/// Arithmetic throws where the sum would leave ±(2⁵³ − 1); it never wraps and never rounds.
public struct Balance: Hashable, Comparable, Sendable {
    public static let zero = Balance(unchecked: 0)

    /// Minor units, within ±(2⁵³ − 1).
    public let minorUnits: Int64

    private init(unchecked minorUnits: Int64) {
        self.minorUnits = minorUnits
    }

    /// - Throws: ``BalanceOverflow`` outside ±(2⁵³ − 1).
    public init(minorUnits: Int64) throws(BalanceOverflow) {
        guard minorUnits.magnitude <= UInt64(Amount.largest) else { throw BalanceOverflow() }
        self.minorUnits = minorUnits
    }

    /// - Throws: ``BalanceOverflow`` where the sum is beyond 2⁵³ − 1.
    public func adding(_ amount: Amount) throws(BalanceOverflow) -> Balance {
        try Balance(minorUnits: minorUnits + amount.minorUnits)
    }

    /// - Throws: ``BalanceOverflow`` where the difference is below −(2⁵³ − 1).
    public func subtracting(_ amount: Amount) throws(BalanceOverflow) -> Balance {
        try Balance(minorUnits: minorUnits - amount.minorUnits)
    }

    public static func < (left: Balance, right: Balance) -> Bool {
        left.minorUnits < right.minorUnits
    }
}

/// A sum would leave what a message can carry.
public struct BalanceOverflow: Error, Equatable {
    public init() {}
}
