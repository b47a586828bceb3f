import BranchDomain
import Messages

/// The fields of a movement's request, read without a general JSON decoder.
///
/// Only the plainest spelling is taken: one flat object, each field once, numbers of digits alone,
/// texts of printable ASCII without a backslash. Whatever else arrives, right or wrong, gives nil
/// and goes to `JSON.decode`, which alone says what is malformed; so this may be strict.
struct FlatMovement: Equatable {
    private(set) var account: AccountReference?
    private(set) var from: AccountReference?
    private(set) var to: AccountReference?
    private(set) var drawer: AccountReference?
    private(set) var amount: Int64?
    private(set) var memo: String?

    init?(_ bytes: [UInt8]) {
        var scanner = FlatScanner(bytes)
        guard scanner.take(UInt8(ascii: "{")) else { return nil }
        repeat {
            guard let key = scanner.text(), scanner.take(UInt8(ascii: ":")),
                let value = scanner.value(), set(bytes[key], to: value, in: bytes)
            else { return nil }
        } while scanner.take(UInt8(ascii: ","))
        guard scanner.take(UInt8(ascii: "}")), scanner.isAtEnd else { return nil }
    }

    private mutating func set(
        _ key: ArraySlice<UInt8>, to value: FlatScanner.Value, in bytes: [UInt8]
    ) -> Bool {
        if key.elementsEqual("account".utf8) { return FlatMovement.put(&account, value, bytes) }
        if key.elementsEqual("amount".utf8) {
            guard amount == nil, case .number(let number) = value else { return false }
            amount = Int64(number)
            return true
        }
        if key.elementsEqual("from".utf8) { return FlatMovement.put(&from, value, bytes) }
        if key.elementsEqual("to".utf8) { return FlatMovement.put(&to, value, bytes) }
        if key.elementsEqual("drawer".utf8) { return FlatMovement.put(&drawer, value, bytes) }
        guard key.elementsEqual("memo".utf8), memo == nil, case .text(let range) = value else {
            return false
        }
        memo = String(decoding: bytes[range], as: UTF8.self)
        return true
    }

    private static func put(
        _ field: inout AccountReference?, _ value: FlatScanner.Value, _ bytes: [UInt8]
    ) -> Bool {
        guard field == nil else { return false }
        switch value {
        case .number(let number): field = .number(number)
        case .text(let range): field = .name(String(decoding: bytes[range], as: UTF8.self))
        }
        return true
    }
}

/// Walks over one flat JSON object byte by byte.
struct FlatScanner {
    enum Value {
        case number(UInt64)
        /// Where the text stands, without its quotes.
        case text(Range<Int>)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.count
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func value() -> Value? {
        skipSpace()
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "\"") { return text().map(Value.text) }
        return number().map(Value.number)
    }

    /// The next field, if it has this name and holds a number.
    mutating func number(of name: StaticString) -> UInt64? {
        guard case .number(let number)? = field(name) else { return nil }
        return number
    }

    /// The next field, if it has this name and holds a text.
    mutating func text(of name: StaticString) -> Range<Int>? {
        guard case .text(let range)? = field(name) else { return nil }
        return range
    }

    /// Where the next field has another name, nothing is taken.
    private mutating func field(_ name: StaticString) -> Value? {
        let before = position
        _ = take(UInt8(ascii: ","))
        let isNamed = name.withUTF8Buffer { wanted in
            text().map { bytes[$0].elementsEqual(wanted) } ?? false
        }
        guard isNamed, take(UInt8(ascii: ":")), let value = value() else {
            position = before
            return nil
        }
        return value
    }

    /// Printable ASCII between quotes, without a backslash.
    mutating func text() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard (0x20...0x7e).contains(bytes[position]), bytes[position] != UInt8(ascii: "\\")
            else { return nil }
            position += 1
        }
        let end = position
        return take(UInt8(ascii: "\"")) ? start..<end : nil
    }

    /// 1 … 16 digits, no leading zero.
    private mutating func number() -> UInt64? {
        let start = position
        var number: UInt64 = 0
        while position < bytes.count, (48...57).contains(bytes[position]) {
            guard position - start < 16 else { return nil }
            number = number * 10 + UInt64(bytes[position] - 48)
            position += 1
        }
        let count = position - start
        guard count > 0, count == 1 || bytes[start] != 48 else { return nil }
        return number
    }

    private mutating func skipSpace() {
        while position < bytes.count,
            bytes[position] == 0x20 || bytes[position] == 0x0a || bytes[position] == 0x0d
                || bytes[position] == 0x09
        { position += 1 }
    }
}
