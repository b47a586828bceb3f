/// The kiosk as lines of text, for scripts, logs and screen readers.
enum PlainKiosk {
    static func text(_ screen: KioskScreen) -> String {
        var lines = [screen.number.map { "\(screen.title) \($0)" } ?? screen.title]
        lines += screen.lines
        for tile in screen.tiles + [screen.more].compactMap(\.self) {
            lines.append("\(tile.key) \(tile.title)" + (tile.remark.map { " (\($0))" } ?? ""))
        }
        lines += screen.languages.map { "\($0.key) \($0.name)" + ($0.isChosen ? " *" : "") }
        if let remark = screen.remark { lines.append("! \(remark)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The key that a line stands for: its only digit; nothing but the return key is "back".
    static func key(_ line: String) -> KioskKey? {
        let text = line.filter { !$0.isWhitespace }
        if text.isEmpty { return .back }
        guard text.count == 1, let digit = text.first, digit.isASCII else { return nil }
        return digit.wholeNumberValue.map(KioskKey.number)
    }
}
