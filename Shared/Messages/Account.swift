/// An account as the bank shows it.
public struct Account: Codable, Sendable, Equatable {
    /// The number of a customer's account, the name of one of the bank's own.
    public var account: AccountReference
    public var number: UInt64
    /// Its owner; none for the bank's own accounts.
    public var customer: UInt64?
    public var name: String
    public var currency: String
    /// Minor units.
    public var balance: Int64
    /// What may be withdrawn now.
    public var available: Int64
    /// `open`, `frozen`, `dormant` or `closed`.
    public var status: String
    /// The frozen side, where one is: `both`, `debit` or `credit`.
    public var frozen: String?

    public init(
        account: AccountReference, number: UInt64, customer: UInt64? = nil, name: String,
        currency: String, balance: Int64, available: Int64, status: String, frozen: String? = nil
    ) {
        self.account = account
        self.number = number
        self.customer = customer
        self.name = name
        self.currency = currency
        self.balance = balance
        self.available = available
        self.status = status
        self.frozen = frozen
    }
}

/// One movement from the side of one account.
public struct AccountLine: Codable, Sendable, Equatable {
    public var sequence: UInt64
    public var id: String
    public var at: Int64
    public var kind: String
    /// Signed, from the account's side.
    public var amount: Int64
    /// After the movement.
    public var balance: Int64
    public var counterparty: AccountReference
    public var memo: String?

    public init(
        sequence: UInt64, id: String, at: Int64, kind: String, amount: Int64, balance: Int64,
        counterparty: AccountReference, memo: String? = nil
    ) {
        self.sequence = sequence
        self.id = id
        self.at = at
        self.kind = kind
        self.amount = amount
        self.balance = balance
        self.counterparty = counterparty
        self.memo = memo
    }
}

/// `account.open`: a further account of a customer.
public enum AccountOpen: BusMethod {
    public static let method = Method.accountOpen

    public struct Request: Codable, Sendable, Equatable {
        /// A number; `rpc` is the house customer of the gRPC edge.
        public var customer: CustomerReference?
        public var currency: String?
        public var product: String?

        public init(
            customer: CustomerReference? = nil, currency: String? = nil, product: String? = nil
        ) {
            self.customer = customer
            self.currency = currency
            self.product = product
        }
    }

    public typealias Reply = Account
}

/// `account.get`: one account.
public enum AccountGet: BusMethod {
    public static let method = Method.accountGet

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference

        public init(account: AccountReference) {
            self.account = account
        }
    }

    public typealias Reply = Account
}

/// `account.list`: the caller's accounts, one customer's, or all, in order of their numbers.
public enum AccountList: BusMethod {
    public static let method = Method.accountList

    public struct Request: Codable, Sendable, Equatable {
        public var customer: UInt64?
        /// The bank's own accounts instead of customers'.
        public var own: Bool?
        public var after: UInt64?
        public var limit: Int?

        public init(
            customer: UInt64? = nil, own: Bool? = nil, after: UInt64? = nil, limit: Int? = nil
        ) {
            self.customer = customer
            self.own = own
            self.after = after
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var accounts: [Account]
        public var next: UInt64?

        public init(accounts: [Account], next: UInt64? = nil) {
            self.accounts = accounts
            self.next = next
        }
    }
}

/// `account.freeze`: stops debits, credits or both.
public enum AccountFreeze: BusMethod {
    public static let method = Method.accountFreeze

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        /// `both`, `debit` or `credit`.
        public var side: String
        public var reason: String

        public init(account: AccountReference, side: String, reason: String) {
            self.account = account
            self.side = side
            self.reason = reason
        }
    }

    public typealias Reply = Account
}

/// `account.unfreeze`: lets debits, credits or both go on.
public enum AccountUnfreeze: BusMethod {
    public static let method = Method.accountUnfreeze

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        public var side: String
        public var reason: String

        public init(account: AccountReference, side: String, reason: String) {
            self.account = account
            self.side = side
            self.reason = reason
        }
    }

    public typealias Reply = Account
}

/// `account.close`: at zero, or the rest goes to another account; with the closer's secret again.
public enum AccountClose: BusMethod {
    public static let method = Method.accountClose

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        public var secret: String
        public var to: AccountReference?

        public init(account: AccountReference, secret: String, to: AccountReference? = nil) {
            self.account = account
            self.secret = secret
            self.to = to
        }
    }

    public typealias Reply = Account
}

/// `account.history`: movements, newest first.
public enum AccountHistory: BusMethod {
    public static let method = Method.accountHistory

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        /// The sequence in `next` of the page before.
        public var before: UInt64?
        /// 1 … 100, 20 where it is not given.
        public var limit: Int?

        public init(account: AccountReference, before: UInt64? = nil, limit: Int? = nil) {
            self.account = account
            self.before = before
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var entries: [AccountLine]
        /// `before` of the next page; none at the end.
        public var next: UInt64?

        public init(entries: [AccountLine], next: UInt64? = nil) {
            self.entries = entries
            self.next = next
        }
    }
}
