import BranchDomain
import Messages

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

    /// Any text, with what JSON wants escaped.
    mutating func text(_ name: StaticString, _ value: String) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case 0x22, 0x5c:
                bytes.append(0x5c)
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(FlatJSONWriter.digit(byte >> 4))
                bytes.append(FlatJSONWriter.digit(byte & 15))
            default: bytes.append(byte)
            }
        }
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
