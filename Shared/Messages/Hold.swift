/// A hold as a message names it: by its number, or by the id of the request that asked for it,
/// whose answer may have been lost.
public enum HoldReference: Codable, Sendable, Hashable {
    case number(UInt64)
    case id(String)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let id = try? container.decode(String.self) {
            self = .id(id)
        } else {
            self = .number(try container.decode(UInt64.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .id(let id): try container.encode(id)
        }
    }
}

/// `ledger.hold`: reserves money without moving it.
public enum LedgerHold: BusMethod {
    public static let method = Method.ledgerHold

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        /// Minor units.
        public var amount: Int64
        /// Unix milliseconds; then it is released by itself.
        public var until: Int64

        public init(account: AccountReference, amount: Int64, until: Int64) {
            self.account = account
            self.amount = amount
            self.until = until
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var hold: UInt64
        /// What may be taken out besides.
        public var available: Int64
        /// At an ATM that was loaded by notes: those that it is to give.
        public var notes: Notes?

        public init(hold: UInt64, available: Int64, notes: Notes? = nil) {
            self.hold = hold
            self.available = available
            self.notes = notes
        }
    }
}

/// `ledger.capture`: moves what was held, or part of it, and releases the rest.
///
/// Without `to` the money goes where the hold was made: an ATM's cash, or the teller's drawer.
public enum LedgerCapture: BusMethod {
    public static let method = Method.ledgerCapture

    public struct Request: Codable, Sendable, Equatable {
        public var hold: HoldReference
        /// Minor units; all of it where it is left out.
        public var amount: Int64?
        public var to: AccountReference?

        public init(hold: HoldReference, amount: Int64? = nil, to: AccountReference? = nil) {
            self.hold = hold
            self.amount = amount
            self.to = to
        }
    }

    public typealias Reply = Receipt
}

/// `ledger.release`: lets go of a hold.
///
/// By the id of a request that has not arrived yet, it refuses that request when it does.
public enum LedgerRelease: BusMethod {
    public static let method = Method.ledgerRelease

    public struct Request: Codable, Sendable, Equatable {
        public var hold: HoldReference

        public init(hold: HoldReference) {
            self.hold = hold
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// Absent where there is no such hold yet.
        public var available: Int64?

        public init(available: Int64? = nil) {
            self.available = available
        }
    }
}
