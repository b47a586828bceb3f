/// A button below a message: what stands on it, and what its press sends back.
struct Button: Codable, Sendable, Equatable {
    /// The messenger takes no more.
    static let mostDataBytes = 64
    var text: String
    var data: String
}

/// Something that the bot says.
struct Say: Codable, Sendable, Equatable {
    var chat: Int64
    var text: String
    /// Rows.
    var buttons: [[Button]] = []
    /// The press of a button that is hereby noticed; no text is sent then.
    var press: String?

    init(_ chat: Int64, _ text: String, buttons: [[Button]] = []) {
        self.chat = chat
        self.text = text
        self.buttons = buttons
    }

    init(chat: Int64, press: String) {
        self.chat = chat
        text = ""
        self.press = press
    }
}

/// Long texts in parts that the messenger takes.
enum Parts {
    /// Units of UTF-16, as the messenger counts.
    static let most = 4_096

    /// Whole lines where possible; buttons stay below the last part.
    static func of(_ say: Say) -> [Say] {
        guard say.text.utf16.count > most else { return [say] }
        var parts: [String] = []
        var part = ""
        var size = 0
        for line in say.text.split(separator: "\n", omittingEmptySubsequences: false) {
            for piece in pieces(of: line) {
                let length = piece.utf16.count
                if size > 0, size + 1 + length > most {
                    parts.append(part)
                    (part, size) = ("", 0)
                }
                if size > 0 { part += "\n" }
                part += piece
                size = part.utf16.count
            }
        }
        if !part.isEmpty { parts.append(part) }
        var says = parts.map { Say(say.chat, $0) }
        says[says.count - 1].buttons = say.buttons
        return says
    }

    private static func pieces(of line: Substring) -> [Substring] {
        guard line.utf16.count > most else { return [line] }
        var pieces: [Substring] = []
        var rest = line
        while !rest.isEmpty {
            var end = rest.startIndex
            var size = 0
            while end < rest.endIndex, size + rest[end].utf16.count <= most {
                size += rest[end].utf16.count
                end = rest.index(after: end)
            }
            // One character of more than a message is nothing that anybody reads.
            if end == rest.startIndex {
                end = rest.index(after: end)
            } else {
                pieces.append(rest[..<end])
            }
            rest = rest[end...]
        }
        return pieces
    }
}
