/// `ledger.reverse`: moves the money of an entry back, once.
public enum LedgerReverse: BusMethod {
    public static let method = Method.ledgerReverse

    public struct Request: Codable, Sendable, Equatable {
        /// Of the entry.
        public var sequence: UInt64
        public var reason: String

        public init(sequence: UInt64, reason: String) {
            self.sequence = sequence
            self.reason = reason
        }
    }

    public typealias Reply = Receipt
}

/// `ledger.addInterest`: a percentage of the balance, once, to one account or to all.
public enum LedgerAddInterest: BusMethod {
    public static let method = Method.ledgerAddInterest

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference?
        /// To every customer's account, in the background.
        public var all: Bool?
        /// Percent, a decimal: `2.5`. With `all` it may be absent: what the products accrued.
        public var rate: String?
        /// With `all`: what it is for, `2026-11`; no account gets it twice.
        public var period: String?

        public init(
            account: AccountReference? = nil, all: Bool? = nil, rate: String? = nil,
            period: String? = nil
        ) {
            self.account = account
            self.all = all
            self.rate = rate
            self.period = period
        }
    }

    /// A receipt, or the job that goes through all accounts.
    public enum Reply: Alternatives, Equatable {
        case receipt(Receipt)
        case job(UInt64)

        /// A number under which the accounts are gone through.
        public struct Job: Codable, Sendable, Equatable {
            public var job: UInt64
        }

        public static var shapes: [any (Codable & Sendable).Type] { [Receipt.self, Job.self] }

        public init(from decoder: any Decoder) throws {
            if let job = try? Job(from: decoder) {
                self = .job(job.job)
            } else {
                self = .receipt(try Receipt(from: decoder))
            }
        }

        public func encode(to encoder: any Encoder) throws {
            switch self {
            case .receipt(let receipt): try receipt.encode(to: encoder)
            case .job(let job): try Job(job: job).encode(to: encoder)
            }
        }
    }
}
