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

/// Writes one flat JSON object into bytes.
struct FlatJSONWriter {
    private var bytes: [UInt8]

    init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes.append(UInt8(ascii: "{"))
    }

    mutating func number(_ name: StaticString, _ value: some FixedWidthInteger) {
        key(name)
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(UInt64(value.magnitude))
    }

    /// A text that is known to need no escapes: kinds, currencies.
    mutating func plain(_ name: StaticString, _ value: String) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: value.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func hexadecimal(_ name: StaticString, _ value: some Sequence<UInt8>) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        for byte in value {
            bytes.append(FlatJSONWriter.digit(byte >> 4))
            bytes.append(FlatJSONWriter.digit(byte & 15))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func identifier(_ name: StaticString, _ id: RequestID) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        for shift in stride(from: 60 as UInt64, through: 0, by: -4) {
            if shift == 28 || shift == 12 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(FlatJSONWriter.digit(UInt8((id.high >> shift) & 15)))
        }
        for shift in stride(from: 60 as UInt64, through: 0, by: -4) {
            if shift == 60 || shift == 44 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(FlatJSONWriter.digit(UInt8((id.low >> shift) & 15)))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Numbers by texts that need no escapes.
    mutating func counts(_ name: StaticString, _ value: [String: Int]) {
        key(name)
        var separator = UInt8(ascii: "{")
        for (text, count) in value.sorted(by: { $0.key < $1.key }) {
            bytes.append(separator)
            bytes.append(contentsOf: "\"\(text)\":\(count)".utf8)
            separator = UInt8(ascii: ",")
        }
        if separator == UInt8(ascii: "{") { bytes.append(separator) }
        bytes.append(UInt8(ascii: "}"))
    }

    /// A number, or the name of one of the bank's own accounts.
    mutating func account(_ name: StaticString, _ value: AccountReference) {
        switch value {
        case .number(let number): self.number(name, number)
        case .name(let text):
            let needsEscape = text.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }
            precondition(!needsEscape, "an own account's name is made of letters and . _ - @ + :")
            plain(name, text)
        }
    }

    consuming func end() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private mutating func key(_ name: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ value: UInt64) {
        var count = 1
        var shorter = value / 10
        while shorter > 0 {
            count += 1
            shorter /= 10
        }
        bytes.append(contentsOf: repeatElement(48, count: count))
        var rest = value
        var place = bytes.count
        while rest > 0 {
            place -= 1
            bytes[place] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
