/// How many columns text takes in a terminal, and what of it may go there at all.
public enum DisplayWidth {
    /// Columns of `text` once it is made safe with `safe(_:)`.
    public static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + cells($1).reduce(0) { $0 + of($1) } }
    }

    /// One or two columns; the character must come from ``safe(_:)``.
    static func of(_ character: Character) -> Int {
        character.unicodeScalars.first.map(isWide) == true ? 2 : 1
    }

    /// The character as a terminal lays it out, each part of one or two columns and safe.
    ///
    /// Most are one part. In Indic scripts a syllable is several letters and vowel signs, and
    /// terminals give a column to each of them that is no mark above or below.
    static func cells(_ character: Character) -> [Character] {
        guard let first = character.unicodeScalars.first, indic.contains(first.value) else {
            return safe(character).map { [$0] } ?? []
        }
        var cells: [String.UnicodeScalarView] = []
        for scalar in character.unicodeScalars.prefix(12) where indic.contains(scalar.value) {
            if scalar.properties.generalCategory != .nonspacingMark {
                cells.append(String.UnicodeScalarView([scalar]))
            } else if let last = cells.indices.last, cells[last].count < 3 {
                cells[last].append(scalar)
            }
        }
        return cells.map { Character(String($0)) }
    }

    /// Devanagari to Sinhala.
    private static let indic: ClosedRange<UInt32> = 0x0900...0x0dff

    /// The character without anything that could steer the terminal or take more columns than
    /// counted: its first scalar and at most two marks on it.
    ///
    /// Names come from people and numbers from the network; escape sequences, text direction
    /// overrides and joined emoji must not reach the screen.
    ///
    /// - Returns: nil where nothing is left to see; U+FFFD for control characters.
    static func safe(_ character: Character) -> Character? {
        if character.isASCII, let value = character.asciiValue {
            return value >= 0x20 && value < 0x7f ? character : "\u{fffd}"
        }
        guard let first = character.unicodeScalars.first else { return nil }
        switch first.properties.generalCategory {
        case .control, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator:
            return "\u{fffd}"
        case .format, .nonspacingMark, .enclosingMark: return nil
        default: break
        }
        if (0x1f1e6...0x1f1ff).contains(first.value) { return "\u{fffd}" }
        var kept = String.UnicodeScalarView([first])
        let marks = character.unicodeScalars.dropFirst()
            .filter { $0.properties.generalCategory == .nonspacingMark && !isSelector($0) }
        kept.append(contentsOf: marks.prefix(2))
        return Character(String(kept))
    }

    private static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
        (0xfe00...0xfe0f).contains(scalar.value)
    }

    /// East Asian wide and full-width characters and emoji (Unicode TR 11).
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x1100 else { return false }
        if scalar.properties.isEmojiPresentation { return true }
        return wideRanges.contains { $0.contains(scalar.value) }
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
        0xa000...0xa4cf, 0xa960...0xa97c, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
        0xff00...0xff60, 0xffe0...0xffe6, 0x17000...0x18cff, 0x1aff0...0x1b2ff,
        0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x1fa70...0x1faff,
        0x20000...0x3fffd,
    ]
}

extension String {
    /// The text cut to `columns`, with an ellipsis where something is missing.
    public func fitted(to columns: Int) -> String {
        guard DisplayWidth.of(self) > columns else { return self }
        guard columns > 0 else { return "" }
        var text = ""
        var used = 1
        for character in self {
            let cells = DisplayWidth.cells(character)
            used += cells.reduce(0) { $0 + DisplayWidth.of($1) }
            if used > columns { break }
            for cell in cells { text.append(cell) }
        }
        return text + "…"
    }

    /// The text with spaces behind it up to `columns`, cut where it is longer.
    public func padded(to columns: Int) -> String {
        let text = fitted(to: columns)
        return text + String(repeating: " ", count: max(0, columns - DisplayWidth.of(text)))
    }

    /// The text with spaces before it up to `columns`, cut where it is longer.
    public func paddedLeft(to columns: Int) -> String {
        let text = fitted(to: columns)
        return String(repeating: " ", count: max(0, columns - DisplayWidth.of(text))) + text
    }
}
