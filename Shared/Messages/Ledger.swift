/// The proof of a movement of money.
public struct Receipt: Codable, Sendable, Equatable {
    public var sequence: UInt64
    public var id: String
    public var at: Int64
    /// `deposit`, `withdrawal`, `transfer`, `interest`, `fee`, `reversal`, `opening` or `cash`.
    public var kind: String
    public var account: AccountReference
    /// Who was credited, in a transfer.
    public var to: AccountReference?
    public var amount: Int64
    public var currency: String
    /// Of `account`, after the movement.
    public var balance: Int64
    public var available: Int64
    /// The first 16 hex digits of the journal row's hash.
    public var chain: String
    /// What an ATM gave, where it was loaded by notes.
    public var notes: Notes?

    public init(
        sequence: UInt64, id: String, at: Int64, kind: String, account: AccountReference,
        to: AccountReference? = nil, amount: Int64, currency: String, balance: Int64,
        available: Int64, chain: String, notes: Notes? = nil
    ) {
        self.sequence = sequence
        self.id = id
        self.at = at
        self.kind = kind
        self.account = account
        self.to = to
        self.amount = amount
        self.currency = currency
        self.balance = balance
        self.available = available
        self.chain = chain
        self.notes = notes
    }
}

/// One movement as the ledger has it.
public struct LedgerEntry: Codable, Sendable, Equatable {
    public var sequence: UInt64
    public var id: String
    public var at: Int64
    public var kind: String
    public var debit: AccountReference
    public var credit: AccountReference
    public var amount: Int64
    public var currency: String
    /// After the movement: the debited account's, the credited one's.
    public var balances: [Int64]
    public var memo: String?
    /// The user or device that asked for it.
    public var by: String?

    public init(
        sequence: UInt64, id: String, at: Int64, kind: String, debit: AccountReference,
        credit: AccountReference, amount: Int64, currency: String, balances: [Int64],
        memo: String? = nil, by: String? = nil
    ) {
        self.sequence = sequence
        self.id = id
        self.at = at
        self.kind = kind
        self.debit = debit
        self.credit = credit
        self.amount = amount
        self.currency = currency
        self.balances = balances
        self.memo = memo
        self.by = by
    }
}

/// `ledger.deposit`: cash comes in.
public enum LedgerDeposit: BusMethod {
    public static let method = Method.ledgerDeposit

    public struct Request: Codable, Sendable, Equatable {
        public var account: AccountReference
        public var amount: Int64
        public var memo: String?
        public var drawer: AccountReference?

        public init(
            account: AccountReference, amount: Int64, memo: String? = nil,
            drawer: AccountReference? = nil
        ) {
            self.account = account
            self.amount = amount
            self.memo = memo
            self.drawer = drawer
        }
    }

    public typealias Reply = Receipt
}

/// `ledger.withdraw`: cash goes out.
public enum LedgerWithdraw: BusMethod {
    public static let method = Method.ledgerWithdraw
    public typealias Request = LedgerDeposit.Request
    public typealias Reply = Receipt
}

/// `ledger.transfer`: money moves between two accounts.
public enum LedgerTransfer: BusMethod {
    public static let method = Method.ledgerTransfer

    public struct Request: Codable, Sendable, Equatable {
        public var from: AccountReference
        public var to: AccountReference
        public var amount: Int64
        public var memo: String?

        public init(
            from: AccountReference, to: AccountReference, amount: Int64, memo: String? = nil
        ) {
            self.from = from
            self.to = to
            self.amount = amount
            self.memo = memo
        }
    }

    public typealias Reply = Receipt
}

/// `ledger.outcome`: what became of a request.
public enum LedgerOutcome: BusMethod {
    public static let method = Method.ledgerOutcome

    public struct Request: Codable, Sendable, Equatable {
        public var id: String

        public init(id: String) {
            self.id = id
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// `applied`, `refused` or `unknown`.
        public var state: String
        public var receipt: Receipt?
        /// The refusal's code.
        public var code: String?

        public init(state: String, receipt: Receipt? = nil, code: String? = nil) {
            self.state = state
            self.receipt = receipt
            self.code = code
        }
    }
}

/// `ledger.entries`: movements in the order of the journal.
public enum LedgerEntries: BusMethod {
    public static let method = Method.ledgerEntries

    public struct Request: Codable, Sendable, Equatable {
        public var after: UInt64?
        public var limit: Int?

        public init(after: UInt64? = nil, limit: Int? = nil) {
            self.after = after
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var entries: [LedgerEntry]
        public var next: UInt64?

        public init(entries: [LedgerEntry], next: UInt64? = nil) {
            self.entries = entries
            self.next = next
        }
    }
}

/// `ledger.trialBalance`: the sums of all debits and all credits, by currency.
public enum LedgerTrialBalance: BusMethod {
    public static let method = Method.ledgerTrialBalance
    public typealias Request = Nothing

    public struct Line: Codable, Sendable, Equatable {
        public var currency: String
        public var debits: Int64
        public var credits: Int64
        public var difference: Int64

        public init(currency: String, debits: Int64, credits: Int64, difference: Int64) {
            self.currency = currency
            self.debits = debits
            self.credits = credits
            self.difference = difference
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var currencies: [Line]

        public init(currencies: [Line]) {
            self.currencies = currencies
        }
    }
}
