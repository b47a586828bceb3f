import Terminal

/// A screen as lines of text, for scripts and for screen readers.
enum PlainScreen {
    /// The title between equals signs, the texts, then one line for each option.
    static func text(_ screen: Screen) -> String {
        var lines = ["", "== \(printable(screen.title)) =="]
        lines += screen.texts.dropFirst().map(printable)
        lines += screen.options.sorted { $0.key < $1.key }.map { number, label in
            let key = screen.field == nil ? String(number) : "/\(number)"
            return "  \(key)) \(printable(label))"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The keys that a line of input stands for.
    ///
    /// A number is the option with that number. In a field the line is what is entered, in place
    /// of what is proposed there, and `/8` is option 8; an empty line confirms.
    static func keys(_ line: String, hasField: Bool) -> [ATMKey] {
        let text = line.filter { !$0.isNewline }
        if text.isEmpty { return [.confirm] }
        if hasField {
            if text.count == 2, text.first == "/", let number = text.last?.wholeNumberValue {
                return [.option(number)]
            }
            return [.clear] + text.map(ATMKey.character) + [.confirm]
        }
        guard let number = Int(text), (1...8).contains(number) else { return [] }
        return [.option(number)]
    }

    /// Text without anything that could steer a terminal.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? "\u{fffd}" : $0
                }))
    }
}
