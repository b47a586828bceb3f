import BranchDomain
import Journal
import Messages

/// What a receipt says, before it is spelled for the wire.
struct ReceiptFacts {
    let entry: Entry
    let id: RequestID
    let position: Position
    /// The one of the two accounts whose balance is shown.
    let account: AccountReference
    /// Who was credited, in a transfer.
    let to: AccountReference?
    let currency: Currency
    /// Of the account, after the entry.
    let balance: Balance
    /// Minor units, of now.
    let available: Int64
    /// What an ATM gave.
    var notes: Notes?

    var receipt: Receipt {
        Receipt(
            sequence: position.sequence, id: id.description, at: position.at.milliseconds,
            kind: entry.kind.name, account: account, to: to, amount: entry.amount.minorUnits,
            currency: currency.code, balance: balance.minorUnits, available: available,
            chain: position.chain.hexPrefix, notes: notes)
    }

    /// The receipt as JSON, written by hand: it is the reply of every movement, and an encoder
    /// takes longer over it than everything else takes together.
    ///
    /// Equal to `JSON.encode(receipt)` but for the order of the fields, as a test shows.
    var bytes: [UInt8] {
        var text = FlatJSONWriter(capacity: 320)
        text.number("sequence", position.sequence)
        text.identifier("id", id)
        text.number("at", position.at.milliseconds)
        text.plain("kind", entry.kind.name)
        text.account("account", account)
        if let to { text.account("to", to) }
        text.number("amount", entry.amount.minorUnits)
        text.plain("currency", currency.code)
        text.number("balance", balance.minorUnits)
        text.number("available", available)
        text.hexadecimal("chain", position.chain.bytes.prefix(8))
        if let notes { text.counts("notes", notes) }
        return text.end()
    }
}
