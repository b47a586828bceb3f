import BranchDomain

/// One account as the ledger holds it in memory: 48 bytes, millions of them.
struct AccountState: Sendable, Equatable {
    /// Customers': credits − debits, never below ``floor``. The bank's own: debits − credits.
    var balance = Balance.zero
    /// The sequence of the account's last entry, 0 before the first.
    var last: UInt64 = 0
    /// What holds reserve of it, minor units.
    var held: Int64 = 0
    /// The balance that a debit must leave: below zero an overdraft, above it a minimum.
    var floor: Int64 = 0
    /// The customer's number, 0 for the bank's own.
    var owner: UInt64 = 0
    /// Its place in ``AccountBook/currencies``.
    var currency: UInt8 = 0
    var marks: Marks = []

    /// What stops an account.
    struct Marks: OptionSet, Sendable {
        let rawValue: UInt8
        static let debitFrozen = Marks(rawValue: 1)
        static let creditFrozen = Marks(rawValue: 2)
        static let closed = Marks(rawValue: 4)
        static let frozen: Marks = [.debitFrozen, .creditFrozen]
    }

    /// What may be taken out, minor units.
    var available: Int64 { max(0, balance.minorUnits - held - floor) }

    var isClosed: Bool { marks.contains(.closed) }

    /// The word of the wire: `open`, `frozen` or `closed`.
    var status: String {
        if isClosed { return "closed" }
        return marks.isDisjoint(with: .frozen) ? "open" : "frozen"
    }

    /// The side that is frozen, where one is.
    var frozenSide: FrozenSide? {
        FrozenSide.allCases.first { $0.marks == marks.intersection(.frozen) }
    }
}

/// The sides that can be frozen, as they are spelled on the wire.
enum FrozenSide: String, Codable, CaseIterable, Sendable {
    case both, debit, credit

    var marks: AccountState.Marks {
        switch self {
        case .both: .frozen
        case .debit: .debitFrozen
        case .credit: .creditFrozen
        }
    }
}

/// The sums of one currency: of all debit balances, and of all credit balances.
///
/// They are updated with each balance that is written, side by side and not from the amount, so
/// that they differ as soon as one side of an entry is wrong.
struct CurrencyTotals: Sendable, Equatable {
    var debits: Int128 = 0
    var credits: Int128 = 0

    /// - Parameter change: Of a balance counted from the debit side, before and after.
    mutating func replace(_ before: Int64, by after: Int64) {
        if before > 0 { debits -= Int128(before) } else { credits += Int128(before) }
        if after > 0 { debits += Int128(after) } else { credits -= Int128(after) }
    }
}
