/// Turns a canvas into what a terminal understands (ECMA-48), row by row.
public enum ANSIPainter {
    public static let enterScreen = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[2J"
    public static let leaveScreen = "\u{1b}[0m\u{1b}[?25h\u{1b}[?1049l"
    public static let bell = "\u{7}"

    /// The rows that differ from `previous`, each at its place; empty where none does.
    ///
    /// It ends with the style reset. A canvas of another size is painted whole.
    public static func frame(
        _ canvas: Canvas, previous: Canvas?, depth: ColourDepth
    ) -> String {
        let isSameSize = previous?.width == canvas.width && previous?.height == canvas.height
        var rows = ""
        for row in 0..<canvas.height {
            if isSameSize, let previous, isEqual(canvas, previous, row: row) { continue }
            rows += "\u{1b}[\(row + 1);1H" + line(canvas, row: row, depth: depth)
        }
        guard !rows.isEmpty else { return "" }
        // Synchronised output: terminals that know it show the frame at once, others ignore it.
        let clear = isSameSize ? "" : "\u{1b}[0m\u{1b}[2J"
        return "\u{1b}[?2026h" + clear + rows + "\u{1b}[?2026l"
    }

    /// The whole canvas as lines to print, without moving the cursor about.
    public static func lines(_ canvas: Canvas, depth: ColourDepth) -> String {
        if depth == .none { return canvas.lines.joined(separator: "\n") + "\n" }
        return (0..<canvas.height).map { line(canvas, row: $0, depth: depth) + "\n" }.joined()
    }

    private static func isEqual(_ one: Canvas, _ other: Canvas, row: Int) -> Bool {
        (0..<one.width).allSatisfy { one[row, $0] == other[row, $0] }
    }

    private static func line(_ canvas: Canvas, row: Int, depth: ColourDepth) -> String {
        var text = ""
        var style: Style?
        for column in 0..<canvas.width {
            let cell = canvas[row, column]
            guard let character = cell.character else { continue }
            if cell.style != style {
                text += code(cell.style, depth: depth)
                style = cell.style
            }
            text.append(character)
        }
        return text + "\u{1b}[0m"
    }

    private static func code(_ style: Style, depth: ColourDepth) -> String {
        var parts = ["0"]
        if style.isBold { parts.append("1") }
        if style.isFaint, depth == .none { parts.append("2") }
        if style.standsOut, depth == .none { parts.append("7") }
        if let colour = style.foreground {
            parts += parameters(colour, depth: depth, isBackground: false)
        }
        if let colour = style.background {
            parts += parameters(colour, depth: depth, isBackground: true)
        }
        return "\u{1b}[\(parts.joined(separator: ";"))m"
    }

    private static func parameters(
        _ colour: Colour, depth: ColourDepth, isBackground: Bool
    ) -> [String] {
        switch depth {
        case .none:
            return []
        case .basic:
            let index = colour.basicIndex
            let base = (isBackground ? 40 : 30) + (index < 8 ? index : 60 + index - 8)
            return [String(base)]
        case .palette:
            return [isBackground ? "48" : "38", "5", String(colour.paletteIndex)]
        case .full:
            let parts = [colour.red, colour.green, colour.blue].map { String($0) }
            return [isBackground ? "48" : "38", "2"] + parts
        }
    }
}
