/// The id of a request: a UUIDv7 (RFC 9562), which carries the millisecond it was made in.
///
/// It is the idempotency key: its maker stores it before sending. Order is the order of time.
public struct RequestID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first eight bytes, network order: 48 bits of Unix milliseconds, version, 12 bits.
    public let high: UInt64
    /// The last eight bytes, network order.
    public let low: UInt64

    /// The id that no request has; a journal record without a request carries it.
    public static let none = RequestID(high: 0, low: 0)

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes an id out of a time and 74 random bits; the shell brings both.
    public init(at time: Timestamp, random: (UInt64, UInt64)) {
        high = UInt64(time.milliseconds) << 16 | 0x7000 | (random.0 & 0x0fff)
        low = 0x8000_0000_0000_0000 | (random.1 >> 2)
    }

    /// Reads the 36 characters of a UUID, small or capital letters.
    ///
    /// - Returns: nil where the bytes are no UUID of version 7.
    public init?(text: some Sequence<UInt8>) {
        var halves: (UInt64, UInt64) = (0, 0)
        var position = 0
        for byte in text {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = RequestID.hexDigit(byte) else { return nil }
                if position < 18 {
                    halves.0 = halves.0 << 4 | digit
                } else {
                    halves.1 = halves.1 << 4 | digit
                }
            }
            position += 1
            if position > 36 { return nil }
        }
        guard position == 36 else { return nil }
        high = halves.0
        low = halves.1
        guard (high >> 12) & 0xf == 7, low >> 62 == 0b10 else { return nil }
    }

    /// The time that the id carries.
    public var time: Timestamp { Timestamp(milliseconds: Int64(high >> 16)) }

    /// The 36 characters, as bytes for a frame.
    public var textBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 {
                bytes.append(UInt8(ascii: "-"))
            }
            let half = index < 16 ? high : low
            let digit = UInt8((half >> UInt64(60 - 4 * (index % 16))) & 0xf)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
        return bytes
    }

    public var description: String { String(decoding: textBytes, as: UTF8.self) }

    public static func < (left: RequestID, right: RequestID) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    private static func hexDigit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 48...57: UInt64(byte - 48)
        case 65...70: UInt64(byte - 55)
        case 97...102: UInt64(byte - 87)
        default: nil
        }
    }
}
