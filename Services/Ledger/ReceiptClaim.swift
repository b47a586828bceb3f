import BranchDomain
import Foundation
import Journal
import Messages

/// Why a receipt is not believed.
struct ReceiptFault: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// What a receipt says, from wherever it came, to be held against the journal.
struct ReceiptClaim {
    let sequence: UInt64
    private let chain: String
    /// The whole receipt, where there is more than its two numbers.
    private let receipt: Receipt?

    /// The two numbers of a receipt.
    init(sequence: UInt64, chain: String) {
        (self.sequence, self.chain, receipt) = (sequence, chain.lowercased(), nil)
    }

    /// A receipt as JSON; nil where it is none.
    init?(json: [UInt8]) {
        guard let receipt = ReceiptClaim.receipt(in: Data(json)) else { return nil }
        (sequence, chain, self.receipt) = (receipt.sequence, receipt.chain, receipt)
    }

    /// A receipt alone, or inside the answer of `ledger.outcome`.
    private static func receipt(in data: Data) -> Receipt? {
        let decoder = JSONDecoder()
        if let receipt = try? decoder.decode(Receipt.self, from: data) { return receipt }
        return try? decoder.decode(LedgerOutcome.Reply.self, from: data).receipt
    }

    /// - Parameter found: What the journal has under the receipt's number.
    /// - Returns: A line that says what was found true.
    /// - Throws: ``ReceiptFault`` naming the first thing that is not.
    func verify(
        against found: (record: Record, position: Position)?
    ) throws(ReceiptFault) -> String {
        guard let (record, position) = found, let entry = Entry(record) else {
            throw ReceiptFault("The journal has no movement \(sequence).")
        }
        guard position.chain.hexPrefix == chain else {
            throw ReceiptFault(
                "The chain at \(sequence) is \(position.chain.hexPrefix), not \(chain).")
        }
        if let receipt { try compare(receipt, entry, record, position) }
        return "Receipt \(sequence) is true: \(entry.kind.name) of \(entry.amount.minorUnits) "
            + "minor units, chain \(chain)."
    }

    private func compare(
        _ receipt: Receipt, _ entry: Entry, _ record: Record, _ position: Position
    ) throws(ReceiptFault) {
        let balance = entry.balance(of: entry.shown).minorUnits
        let facts: [(name: String, isTrue: Bool)] = [
            ("id", receipt.id == record.id.description),
            ("at", receipt.at == position.at.milliseconds),
            ("kind", receipt.kind == entry.kind.name),
            ("amount", receipt.amount == entry.amount.minorUnits),
            ("balance", receipt.balance == balance),
            ("account", agrees(receipt.account, entry.shown)),
            ("to", receipt.to.map { agrees($0, entry.credit) } ?? true),
        ]
        if let wrong = facts.first(where: { !$0.isTrue }) {
            throw ReceiptFault("The receipt's \(wrong.name) is not that of the journal.")
        }
    }

    /// The bank's own accounts are named on receipts, and numbered in the journal.
    private func agrees(_ reference: AccountReference, _ account: AccountID) -> Bool {
        switch reference {
        case .number(let number): number == account.number
        case .name: account.isOwn
        }
    }
}
