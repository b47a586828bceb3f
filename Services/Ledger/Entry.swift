import BranchDomain
import Journal
import Messages

/// What kind of movement an entry is; the raw value is the record's kind, 1 … 15.
enum EntryKind: UInt16, CaseIterable, Sendable {
    case deposit = 1
    case withdrawal, transfer, interest, fee, reversal, opening, cash

    /// The word of the wire.
    var name: String {
        switch self {
        case .deposit: "deposit"
        case .withdrawal: "withdrawal"
        case .transfer: "transfer"
        case .interest: "interest"
        case .fee: "fee"
        case .reversal: "reversal"
        case .opening: "opening"
        case .cash: "cash"
        }
    }

    /// Whether a receipt shows the debited account, the one that the caller took from.
    var showsDebit: Bool {
        switch self {
        case .withdrawal, .transfer, .fee, .cash: true
        case .deposit, .interest, .reversal, .opening: false
        }
    }
}

/// One movement of money: the eight words of its record.
struct Entry: Sendable, Equatable {
    var kind: EntryKind
    var debit: AccountID
    var credit: AccountID
    var amount: Amount
    /// After the entry.
    var debitBalance: Balance
    var creditBalance: Balance
    /// The sequence of the account's entry before this one, 0 where this is the first.
    var debitPrevious: UInt64
    var creditPrevious: UInt64
    /// The sender's own, 0 where there is none.
    var reference: UInt64 = 0

    /// - Returns: Nil where the record is no entry, or its words are not those of one.
    init?(_ record: Record) {
        let words = record.fixed
        guard let kind = EntryKind(rawValue: record.kind & ~Record.bulkFlag),
            let debit = try? AccountID(words.w0), let credit = try? AccountID(words.w1),
            let amount = try? Amount(Int64(bitPattern: words.w2)),
            let debitBalance = try? Balance(minorUnits: Int64(bitPattern: words.w3)),
            let creditBalance = try? Balance(minorUnits: Int64(bitPattern: words.w4))
        else { return nil }
        self.init(
            kind: kind, debit: debit, credit: credit, amount: amount, debitBalance: debitBalance,
            creditBalance: creditBalance, debitPrevious: words.w5, creditPrevious: words.w6,
            reference: words.w7)
    }

    init(
        kind: EntryKind, debit: AccountID, credit: AccountID, amount: Amount,
        debitBalance: Balance, creditBalance: Balance, debitPrevious: UInt64,
        creditPrevious: UInt64, reference: UInt64 = 0
    ) {
        self.kind = kind
        self.debit = debit
        self.credit = credit
        self.amount = amount
        self.debitBalance = debitBalance
        self.creditBalance = creditBalance
        self.debitPrevious = debitPrevious
        self.creditPrevious = creditPrevious
        self.reference = reference
    }

    func record(_ text: EntryText) -> Record { record(varying: text.bytes) }

    func record(varying: [UInt8]) -> Record {
        Record(
            kind: kind.rawValue,
            fixed: FixedWords(
                debit.number, credit.number, UInt64(bitPattern: amount.minorUnits),
                UInt64(bitPattern: debitBalance.minorUnits),
                UInt64(bitPattern: creditBalance.minorUnits), debitPrevious, creditPrevious,
                reference),
            varying: varying)
    }

    /// The account that a receipt shows; of a reversal the customer's.
    var shown: AccountID {
        if kind == .reversal { return credit.isOwn ? debit : credit }
        return kind.showsDebit ? debit : credit
    }

    func touches(_ account: AccountID) -> Bool { debit == account || credit == account }

    /// The sequence of the entry before this one on one of its two accounts.
    func previous(on account: AccountID) -> UInt64 {
        precondition(touches(account), "an entry links the entries of its own accounts only")
        return account == debit ? debitPrevious : creditPrevious
    }

    func balance(of account: AccountID) -> Balance {
        precondition(touches(account), "an entry knows the balances of its own accounts only")
        return account == debit ? debitBalance : creditBalance
    }

    /// The amount from one account's side: what it gained, below zero what it lost.
    func signedAmount(on account: AccountID) -> Int64 {
        precondition(touches(account), "an entry has two sides")
        let gains = (account == credit) != account.isOwn
        return gains ? amount.minorUnits : -amount.minorUnits
    }
}

/// What varies in an entry: who asked for it, what it is for, and which notes an ATM gave.
///
/// Texts in UTF-8, each behind its length in two bytes, little-endian; the notes, `5000x3,2000x1`,
/// only where there are any.
struct EntryText: Sendable, Equatable {
    var user: String
    var memo: String?
    var notes: Notes?

    init(user: String, memo: String? = nil, notes: Notes? = nil) {
        self.user = user
        self.memo = memo
        self.notes = notes
    }

    /// - Returns: Nil where the bytes are not two or three texts.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        guard let user = EntryText.take(&rest), let memo = EntryText.take(&rest) else { return nil }
        self.init(user: user, memo: memo.isEmpty ? nil : memo)
        if rest.isEmpty { return }
        guard let notes = EntryText.take(&rest), rest.isEmpty else { return nil }
        self.notes = EntryText.notes(notes)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 + user.utf8.count + (memo?.utf8.count ?? 0))
        EntryText.append(user, to: &bytes)
        EntryText.append(memo ?? "", to: &bytes)
        if let notes { EntryText.append(EntryText.text(notes), to: &bytes) }
        return bytes
    }

    private static func text(_ notes: Notes) -> String {
        notes.sorted { $0.key < $1.key }.map { "\($0.key)x\($0.value)" }.joined(separator: ",")
    }

    private static func notes(_ text: String) -> Notes {
        var notes: Notes = [:]
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "x")
            if sides.count == 2, let count = Int(sides[1]) { notes[String(sides[0])] = count }
        }
        return notes
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let count = text.utf8.count
        precondition(count <= UInt16.max, "users and memos are short")
        bytes.append(UInt8(count & 0xff))
        bytes.append(UInt8(count >> 8))
        bytes.append(contentsOf: text.utf8)
    }

    private static func take(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let low = rest.popFirst(), let high = rest.popFirst() else { return nil }
        let count = Int(high) << 8 | Int(low)
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return String(validating: rest.prefix(count), as: UTF8.self)
    }
}

/// What a movement is for: 1 … 200 characters without control characters.
struct Memo: Sendable, Equatable, CustomStringConvertible {
    let description: String

    /// - Returns: Nil where the text is empty, which is no memo.
    /// - Throws: ``DomainError`` where it is too long or holds control characters.
    init?(_ text: String) throws(DomainError) {
        if text.isEmpty { return nil }
        guard text.utf8.count <= 256, text.count <= 200,
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            throw DomainError("A memo has at most 200 characters and no control characters.")
        }
        description = text
    }
}
