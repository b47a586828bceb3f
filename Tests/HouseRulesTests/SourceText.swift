/// Swift source whose comments and string contents are blanked out, line by line the same.
///
/// Code inside an interpolation stays, so that a banned call cannot hide in a string. Regex
/// literals are read as code.
struct SourceText {
    /// As it stands in the file.
    let lines: [Substring]
    /// The same with spaces where comments and texts were.
    let code: [Substring]

    init(_ text: String) {
        var scanner = Scanner(text)
        scanner.scanCode(until: nil)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = String(scanner.output).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The whole blanked text, for rules that look further than a line.
    var wholeCode: String { code.joined(separator: "\n") }
}

/// Copies code and blanks the rest; every newline is kept.
private struct Scanner {
    private let input: [Character]
    private var position = 0
    var output: [Character] = []

    init(_ text: String) {
        input = Array(text)
        output.reserveCapacity(input.count)
    }

    /// Copies code up to the parenthesis that ends an interpolation, or to the end.
    mutating func scanCode(until end: Character?) {
        var depth = 0
        while position < input.count {
            if looksAt("//") {
                blank(while: { $0 != "\n" })
            } else if looksAt("/*") {
                blankBlockComment()
            } else if let hashes = hashesBeforeQuote() {
                blankString(hashes: hashes)
            } else {
                let character = input[position]
                if character == end, depth == 0 { return }
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
                output.append(character)
                position += 1
            }
        }
    }

    private func looksAt(_ text: String) -> Bool {
        input[position...].starts(with: text)
    }

    private mutating func blank(_ count: Int) {
        for character in input[position..<min(position + count, input.count)] {
            output.append(character == "\n" ? "\n" : " ")
        }
        position = min(position + count, input.count)
    }

    private mutating func blank(while condition: (Character) -> Bool) {
        while position < input.count, condition(input[position]) { blank(1) }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if looksAt("/*") {
                depth += 1
                blank(2)
            } else if looksAt("*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && position < input.count
    }

    /// How many `#` stand before a string's first quote here, or nil where no string begins.
    private func hashesBeforeQuote() -> Int? {
        let hashes = input[position...].prefix(while: { $0 == "#" }).count
        let quote = position + hashes
        return quote < input.count && input[quote] == "\"" ? hashes : nil
    }

    private mutating func blankString(hashes: Int) {
        blank(hashes)
        let quotes = looksAt("\"\"\"") ? 3 : 1
        let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        blank(quotes)
        while position < input.count {
            if looksAt(end) {
                blank(end.count)
                return
            }
            if looksAt(escape + "(") {
                blank(escape.count + 1)
                scanCode(until: ")")
                blank(1)
            } else if looksAt(escape) {
                blank(escape.count + 1)
            } else if quotes == 1, input[position] == "\n" {
                return
            } else {
                blank(1)
            }
        }
    }
}
