import Messages

/// The bodies that tellers and kiosks send all day, `{"counter":"2"}`, read without a decoder.
///
/// Strict: one field, plain ASCII, nothing escaped. Whatever else there is, ``JSON`` decodes.
enum PlainBody {
    static func text(_ field: StaticString, in body: [UInt8]) -> String? {
        let name = field.withUTF8Buffer { Array($0) }
        var place = 0
        func skip(_ byte: UInt8) -> Bool {
            guard place < body.count, body[place] == byte else { return false }
            place += 1
            return true
        }
        func skipSpace() { while place < body.count, body[place] == 0x20 { place += 1 } }

        guard body.count >= name.count + 7, skip(0x7b) else { return nil }
        skipSpace()
        guard skip(0x22) else { return nil }
        for byte in name { guard skip(byte) else { return nil } }
        guard skip(0x22) else { return nil }
        skipSpace()
        guard skip(0x3a) else { return nil }
        skipSpace()
        guard skip(0x22) else { return nil }
        let start = place
        while place < body.count, isPlain(body[place]) { place += 1 }
        let end = place
        guard skip(0x22) else { return nil }
        skipSpace()
        guard skip(0x7d), place == body.count else { return nil }
        return String(decoding: body[start..<end], as: UTF8.self)
    }

    /// The one field of a body: plain, or whatever JSON spells it.
    static func text<Body: Decodable>(
        _ field: StaticString, in body: [UInt8], else path: KeyPath<Body, String>
    ) throws(Refusal) -> String {
        if let text = text(field, in: body) { return text }
        return try JSON.decode(Body.self, from: body)[keyPath: path]
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7f).contains(byte) && byte != 0x22 && byte != 0x5c
    }
}
