import BranchDomain
import Messages

/// Writes a receipt as JSON by hand: the reply of every movement, and half of its cost otherwise.
///
/// Equal to `JSON.encode` of the same ``Receipt`` but for the order of the fields, as a test shows.
enum ReceiptText {
    static func bytes(_ receipt: Receipt) -> [UInt8] {
        var text = FlatJSONWriter(capacity: 288)
        text.number("sequence", receipt.sequence)
        text.plain("id", receipt.id)
        text.number("at", receipt.at)
        text.plain("kind", receipt.kind)
        text.account("account", receipt.account)
        if let to = receipt.to { text.account("to", to) }
        text.number("amount", receipt.amount)
        text.plain("currency", receipt.currency)
        text.number("balance", receipt.balance)
        text.number("available", receipt.available)
        text.plain("chain", receipt.chain)
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
        append(value)
    }

    /// A text that is known to need no escapes: ids, kinds, currencies, hex.
    mutating func plain(_ name: StaticString, _ value: String) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: value.utf8)
        bytes.append(UInt8(ascii: "\""))
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

    private mutating func append(_ value: some FixedWidthInteger) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = UInt64(value.magnitude)
        let start = bytes.count
        repeat {
            bytes.append(48 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
