import BranchDomain

/// A ticket inside the hall: tickets are counted from 1 for as long as the journal lasts, so the
/// order of keys is the order of arrival.
struct TicketKey: Hashable, Comparable, Sendable {
    let ordinal: UInt64

    static func < (left: TicketKey, right: TicketKey) -> Bool { left.ordinal < right.ordinal }
}

/// A service by its place in the order in which services were added.
struct ServiceIndex: Hashable, Comparable, Sendable {
    let place: UInt16

    static func < (left: ServiceIndex, right: ServiceIndex) -> Bool { left.place < right.place }
}

/// A counter by its place in the order in which counters were first opened.
struct CounterIndex: Hashable, Comparable, Sendable {
    let place: UInt16

    static func < (left: CounterIndex, right: CounterIndex) -> Bool { left.place < right.place }
}

/// The 128 bits of a ticket's handle; as text they are 22 characters of base64url.
struct HandleBits: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 22 characters of base64url.
    ///
    /// - Returns: nil where the text is no handle, or spells more than 128 bits: one handle has
    ///   one spelling.
    init?(text: some Collection<UInt8>) {
        guard text.count == 22 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (place, byte) in text.enumerated() {
            guard let digit = HandleBits.digit(byte) else { return nil }
            if place == 21 {
                guard digit & 0xf == 0 else { return nil }
                high = high << 2 | low >> 62
                low = low << 2 | digit >> 4
            } else {
                high = high << 6 | low >> 58
                low = low << 6 | digit
            }
        }
        self.high = high
        self.low = low
    }

    /// The 22 characters, for a message.
    var textBytes: [UInt8] {
        let alphabet = HandleBits.alphabet
        var bytes = [UInt8](repeating: 0, count: 22)
        var (high, low) = (high, low)
        bytes[21] = alphabet[Int((low & 0b11) << 4)]
        low = low >> 2 | high << 62
        high >>= 2
        for place in stride(from: 20, through: 0, by: -1) {
            bytes[place] = alphabet[Int(low & 0x3f)]
            low = low >> 6 | high << 58
            high >>= 6
        }
        return bytes
    }

    /// The bits are a keyed hash already, which nobody can choose.
    func hash(into hasher: inout Hasher) { hasher.combine(low) }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 65...90: UInt64(byte - 65)
        case 97...122: UInt64(byte - 71)
        case 48...57: UInt64(byte + 4)
        case 45: 62
        case 95: 63
        default: nil
        }
    }
}
