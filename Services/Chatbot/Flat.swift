/// A flat's number as residents write it, in one spelling.
struct FlatReader: Sendable {
    static let standardPattern = "[A-Z]{1,3}[0-9]{1,4}"
    private static let longest = 40
    private let pattern: String

    /// - Returns: nil where the pattern is no regular expression.
    init?(pattern: String?) {
        let pattern = pattern ?? FlatReader.standardPattern
        guard (try? Regex(pattern)) != nil else { return nil }
        self.pattern = pattern
    }

    /// `D702` for ` d 702 `; nil where the text is no flat.
    func flat(_ text: String) -> String? {
        guard text.utf8.count <= FlatReader.longest else { return nil }
        let plain = text.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        guard !plain.isEmpty, let regex = try? Regex(pattern),
            (try? regex.wholeMatch(in: plain)) != nil
        else { return nil }
        return plain
    }
}
