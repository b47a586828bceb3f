import BranchDomain

/// A CURVE public key as people read it out and type it in.
///
/// On the bus a key is 40 characters of Z85, full of signs that neither a keyboard nor a shell
/// likes. Here it is 52 letters and digits of Crockford's base 32 (no i, l, o, u), in groups of
/// four. The whole key is in the code, so nothing has to be trusted on the way but the eyes.
struct KeyCode: Equatable {
    /// 32 bytes.
    let bytes: [UInt8]

    /// - Throws: ``DomainError`` where the text is no key in Z85.
    init(z85: String) throws(DomainError) {
        let digits = z85.utf8.compactMap { KeyCode.z85Digits.firstIndex(of: $0) }
        guard digits.count == 40, z85.utf8.count == 40 else {
            throw DomainError("A key has 40 characters of Z85.")
        }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: 40, by: 5) {
            let word = digits[start..<start + 5].reduce(UInt64(0)) { $0 * 85 + UInt64($1) }
            guard word <= UInt64(UInt32.max) else {
                throw DomainError("A key has 40 characters of Z85.")
            }
            bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
        }
        self.bytes = bytes
    }

    /// Reads what was typed: small or capital letters, with or without gaps and hyphens.
    ///
    /// - Throws: ``DomainError`` where it is no code.
    init(typed: String) throws(DomainError) {
        var bits = 0
        var held: UInt32 = 0
        var bytes: [UInt8] = []
        var count = 0
        for character in typed.uppercased() where character != "-" && !character.isWhitespace {
            guard let digit = KeyCode.value(character) else {
                throw DomainError("A code has letters and digits only; '\(character)' is none.")
            }
            count += 1
            held = held << 5 | UInt32(digit)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
                held &= (1 << UInt32(bits)) - 1
            }
        }
        guard count == 52, held == 0 else {
            throw DomainError("A code has 13 groups of four letters and digits; \(count) came.")
        }
        self.bytes = bytes
    }

    /// 40 characters, as sockets want it.
    var z85: String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 4) {
            var word = bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            var group: [UInt8] = []
            for _ in 0..<5 {
                group.append(KeyCode.z85Digits[Int(word % 85)])
                word /= 85
            }
            text += group.reversed()
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// 13 groups of four, `7Q2M-…`.
    var text: String {
        var letters: [Character] = []
        var bits = 0
        var held: UInt32 = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                letters.append(KeyCode.letters[Int(held >> UInt32(bits)) & 31])
            }
            held &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { letters.append(KeyCode.letters[Int(held << UInt32(5 - bits)) & 31]) }
        let groups = stride(from: 0, to: letters.count, by: 4).map {
            String(letters[$0..<min($0 + 4, letters.count)])
        }
        return groups.joined(separator: "-")
    }

    /// Six digits that both screens show: the same key, name and kind on either side.
    ///
    /// It finds a slip of the finger, nothing more: the key itself stands in the code.
    func check(name: String, kind: DeviceKind) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes + Array("\n\(name)\n\(kind.rawValue)".utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(1_000_000 + (hash ^ hash >> 32) % 1_000_000).dropFirst()
        return "\(digits.prefix(3)) \(digits.suffix(3))"
    }

    /// What is typed for a digit: O is read as 0, I and L as 1.
    private static func value(_ character: Character) -> Int? {
        switch character {
        case "O": 0
        case "I", "L": 1
        default: letters.firstIndex(of: character)
        }
    }

    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// RFC 32 of ZeroMQ.
    private static let z85Digits = Array(
        ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
            + ".-:+=^!/*?&<>()[]{}@%$#").utf8)
}
