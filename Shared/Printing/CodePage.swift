import Foundation

/// The letters that a receipt printer has beyond ASCII: one table of 128 at a time.
public enum CodePage: String, CaseIterable, Sendable {
    case cp850, cp858, cp1252

    /// What `ESC t` calls it on Epson's printers and those that follow them.
    var number: UInt8 {
        switch self {
        case .cp850: 2
        case .cp858: 19
        case .cp1252: 16
        }
    }

    /// Whether every letter is there, so that nothing is replaced.
    public func canWrite(_ text: String) -> Bool {
        text.precomposedStringWithCanonicalMapping.unicodeScalars
            .allSatisfy { byte(of: $0) != nil }
    }

    /// The text in the printer's own letters.
    ///
    /// What it lacks is replaced: quotation marks and dashes by the plain ones, a letter with a
    /// mark by the letter, `€` by `EUR`, anything else by `?`. No control character goes through:
    /// names come from people, and `ESC` would be a command.
    public func bytes(_ text: String) -> [UInt8] {
        text.precomposedStringWithCanonicalMapping.flatMap { character in
            let own = character.unicodeScalars.compactMap { byte(of: $0) }
            return own.count == character.unicodeScalars.count ? own : replacement(character)
        }
    }

    private func replacement(_ character: Character) -> [UInt8] {
        if let plain = CodePage.plain[character] { return Array(plain.utf8) }
        let bare = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first
        if let bare, bare.properties.isAlphabetic, let letter = byte(of: bare) { return [letter] }
        return [UInt8(ascii: "?")]
    }

    private func byte(of scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII {
            return (0x20..<0x7f).contains(scalar.value) ? UInt8(scalar.value) : nil
        }
        return letters[scalar]
    }

    private var letters: [Unicode.Scalar: UInt8] {
        switch self {
        case .cp850: CodePage.letters850
        case .cp858: CodePage.letters858
        case .cp1252: CodePage.letters1252
        }
    }

    private static let plain: [Character: String] = [
        "‘": "'", "’": "'", "‚": "'", "“": "\"", "”": "\"", "„": "\"", "–": "-", "—": "-",
        "…": "...", "€": "EUR", "•": "*", "\u{a0}": " ", "\u{202f}": " ",
    ]

    // A full stop where the table has nothing that a slip could want.
    private static let letters850 = table(
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
        ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´.±‗¾¶§÷¸°¨·¹³²■.
        """)
    private static let letters858: [Unicode.Scalar: UInt8] = {
        var letters = letters850
        letters["ı"] = nil
        letters["€"] = 0xd5
        return letters
    }()
    private static let letters1252 = table(
        "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ."
            + "¡¢£¤¥¦§¨©ª«¬.®¯°±²³´µ¶·¸¹º»¼½¾¿"
            + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ")

    private static func table(_ text: String) -> [Unicode.Scalar: UInt8] {
        precondition(text.unicodeScalars.count == 128, "a code page has 128 places")
        var letters: [Unicode.Scalar: UInt8] = [:]
        for (index, scalar) in text.unicodeScalars.enumerated() where scalar != "." {
            letters[scalar] = UInt8(128 + index)
        }
        return letters
    }
}
