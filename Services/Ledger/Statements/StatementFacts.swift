import BranchDomain

/// What an account statement says, before it is spelled in a format.
///
/// One page of it: the balances are those before the page's first and after its last line, the
/// period is that of the whole statement.
struct StatementFacts: Sendable, Equatable {
    /// The most pages that a statement has; camt.053 writes a page's number in five digits.
    static let mostPages = 99_999

    /// What the bank calls itself.
    let bank: String
    let branch: BranchID
    /// The account's number, or the name of one of the bank's own.
    let account: String
    let currency: Currency
    /// The name of whoever holds the account.
    let owner: String
    /// The first moment of the period.
    let from: Timestamp
    /// The first moment after the period.
    let to: Timestamp
    /// Minor units, before the page's first line.
    let opening: Int64
    /// Minor units, after the page's last line.
    let closing: Int64
    /// Minor units that may be withdrawn at the end of the period; nil where that is not known.
    let available: Int64?
    /// Oldest first.
    let lines: [StatementLine]
    /// When the statement was made.
    let made: Timestamp
    /// The hash of the journal's last record when the statement was made, in hex digits.
    let chain: String
    /// From 1.
    let page: Int
    let isLastPage: Bool

    /// - Throws: ``StatementFault`` where the facts contradict each other.
    init(
        bank: String, branch: BranchID, account: String, currency: Currency, owner: String,
        from: Timestamp, to: Timestamp, opening: Int64, closing: Int64, available: Int64? = nil,
        lines: [StatementLine], made: Timestamp, chain: String, page: Int = 1,
        isLastPage: Bool = true
    ) throws(StatementFault) {
        precondition(!account.isEmpty, "an account has a number or a name")
        precondition((1...StatementFacts.mostPages).contains(page), "pages count from 1")
        self.bank = bank
        self.branch = branch
        self.account = account
        self.currency = currency
        self.owner = owner
        self.from = from
        self.to = to
        self.opening = opening
        self.closing = closing
        self.available = available
        self.lines = lines
        self.made = made
        self.chain = chain
        self.page = page
        self.isLastPage = isLastPage
        try checkPeriod()
        try checkBalances()
    }

    /// The last millisecond of the period.
    var lastMoment: Timestamp { Timestamp(milliseconds: to.milliseconds - 1) }

    /// The moment of the opening balance: a later page's is that of its first line.
    var openingMoment: Timestamp { page == 1 ? from : lines.first?.at ?? from }

    /// The moment of the closing balance, never after the statement was made.
    var closingMoment: Timestamp {
        isLastPage ? min(lastMoment, made) : lines.last?.at ?? openingMoment
    }

    private func checkPeriod() throws(StatementFault) {
        let writable = UTCMoment.writable
        guard from < to, from <= made, writable.contains(from.milliseconds),
            writable.contains(lastMoment.milliseconds), writable.contains(made.milliseconds)
        else { throw .period }
    }

    /// Every line's balance is the one before and its amount, the last one's is the closing one.
    private func checkBalances() throws(StatementFault) {
        let carried = -Amount.largest...Amount.largest
        guard carried.contains(opening), available.map(carried.contains) ?? true else {
            throw .overflow
        }
        var balance = opening
        var last: UInt64 = 0
        for line in lines {
            guard line.sequence > last, from <= line.at, line.at < to else {
                throw .order(sequence: line.sequence)
            }
            let (sum, overflow) = balance.addingReportingOverflow(line.amount)
            guard !overflow, carried.contains(sum) else { throw .overflow }
            guard line.balance == sum else { throw .balance(sequence: line.sequence) }
            (balance, last) = (sum, line.sequence)
        }
        guard balance == closing else { throw .closing }
    }
}

/// One movement, from the side of the statement's account.
struct StatementLine: Sendable, Equatable {
    /// Why money moved; the raw value is the word of the wire.
    enum Kind: String, CaseIterable, Sendable {
        case deposit, withdrawal, transfer, interest, fee, reversal, opening, cash
    }

    /// The movement's place in the journal.
    let sequence: UInt64
    /// The id of the request that moved the money, as text.
    let request: String
    let at: Timestamp
    let kind: Kind
    /// Signed minor units: below zero where the account paid.
    let amount: Int64
    /// Minor units, after the movement.
    let balance: Int64
    /// The other side, a name or a number.
    let counterparty: String?
    let memo: String?

    init(
        sequence: UInt64, request: String, at: Timestamp, kind: Kind, amount: Int64,
        balance: Int64, counterparty: String? = nil, memo: String? = nil
    ) {
        self.sequence = sequence
        self.request = request
        self.at = at
        self.kind = kind
        self.amount = amount
        self.balance = balance
        self.counterparty = counterparty
        self.memo = memo
    }
}

/// Why facts are no statement; in this order of precedence, lines from the oldest.
///
/// No retry helps: the period is the asker's, all else contradicts the journal.
enum StatementFault: Error, Equatable {
    /// The period is empty, begins after the statement was made, or a moment is not of the years
    /// 1970 … 9999.
    case period
    /// A line stands before its elder or outside of the period.
    case order(sequence: UInt64)
    /// A balance is beyond ±(2⁵³ − 1).
    case overflow
    /// A line's balance is not the one before it and its amount.
    case balance(sequence: UInt64)
    /// The closing balance is not the opening one and all amounts.
    case closing
}
