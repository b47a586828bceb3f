/// What the formats of statements do with the texts that people wrote.
extension String {
    /// The text without ends, in one line: line ends and tabs are spaces; nil where nothing is
    /// left.
    ///
    /// - Parameter most: Code points that are kept, as OFX and XML Schema count.
    func singleLine(most: Int) -> String? {
        singleLines(most: most, count: 1).first
    }

    /// The text in one line, cut into at most `count` pieces of at most `most` code points.
    ///
    /// The pieces together are the text, or its beginning where it is longer than all of them.
    func singleLines(most: Int, count: Int) -> [String] {
        var rest = String(String.UnicodeScalarView(unicodeScalars.map(\.inOneLine)))[...].trimmed
        var pieces: [String] = []
        while !rest.isEmpty, pieces.count < count {
            let piece = rest.clipped(most: most)
            rest = rest[piece.endIndex...]
            let isLast = rest.isEmpty || pieces.count == count - 1
            pieces.append(String(isLast ? piece.trimmed : piece))
        }
        return pieces
    }

    /// The text with U+FFFD for whatever XML 1.0 (2.2, Char) does not allow.
    var withoutForbidden: String {
        guard unicodeScalars.contains(where: \.isForbidden) else { return self }
        return String(
            String.UnicodeScalarView(unicodeScalars.map { $0.isForbidden ? "\u{fffd}" : $0 }))
    }
}

extension Substring {
    /// The beginning of at most `most` code points, cut between characters where that leaves any.
    fileprivate func clipped(most: Int) -> Substring {
        var end = startIndex
        var taken = 0
        while end < endIndex {
            taken += self[end].unicodeScalars.count
            guard taken <= most else { break }
            formIndex(after: &end)
        }
        if end > startIndex || isEmpty { return self[..<end] }
        return Substring(unicodeScalars.prefix(most))
    }

    fileprivate var trimmed: Substring {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 has no place for it, not even as a reference: controls but tab and line
    /// ends, U+FFFE and U+FFFF.
    fileprivate var isForbidden: Bool {
        switch value {
        case 0x09, 0x0a, 0x0d: false
        case 0..<0x20, 0xfffe, 0xffff: true
        default: false
        }
    }

    /// A space for tabs and line ends.
    fileprivate var inOneLine: Unicode.Scalar {
        switch value {
        case 0x09...0x0d, 0x85, 0x2028, 0x2029: " "
        default: self
        }
    }
}
