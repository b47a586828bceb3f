/// What an account may do; what is absent is not limited.
public struct AccountLimits: Codable, Sendable, Equatable {
    /// How far below zero it may go, minor units.
    public var overdraft: Int64?
    /// What must stay in it.
    public var minimum: Int64?
    /// The largest sum that may be taken out at once.
    public var perTransaction: Int64?
    /// What may be taken out in a business day.
    public var dailyAmount: Int64?
    /// How often.
    public var dailyCount: Int?

    public init(
        overdraft: Int64? = nil, minimum: Int64? = nil, perTransaction: Int64? = nil,
        dailyAmount: Int64? = nil, dailyCount: Int? = nil
    ) {
        self.overdraft = overdraft
        self.minimum = minimum
        self.perTransaction = perTransaction
        self.dailyAmount = dailyAmount
        self.dailyCount = dailyCount
    }
}

/// `account.setLimits`: replaces an account's limits.
public enum AccountSetLimits: BusMethod {
    public static let method = Method.accountSetLimits

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        public var limits: AccountLimits

        public init(account: AccountReference, limits: AccountLimits) {
            self.account = account
            self.limits = limits
        }
    }

    public typealias Reply = Account
}

/// `account.statement`: the movements of a time, to be kept or imported.
///
/// Paged, oldest first: `next` is the `after` of the following page; each page is a whole file.
public enum AccountStatement: BusMethod {
    public static let method = Method.accountStatement

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        /// Unix milliseconds.
        public var from: Int64
        /// Unix milliseconds; the first moment that is no longer in it.
        public var to: Int64
        /// `json`, `csv`, `ofx` or `camt053`.
        public var format: String
        public var after: String?

        public init(
            account: AccountReference, from: Int64, to: Int64, format: String, after: String? = nil
        ) {
            self.account = account
            self.from = from
            self.to = to
            self.format = format
            self.after = after
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// Of the file.
        public var name: String
        /// Its type.
        public var media: String
        public var text: String
        public var next: String?

        public init(name: String, media: String, text: String, next: String? = nil) {
            self.name = name
            self.media = media
            self.text = text
            self.next = next
        }
    }
}
