/// A block of code that stands in a type or in the file: a function, an initialiser, a computed
/// property or a closure; what is nested in it belongs to it.
struct CodeBlock: Equatable {
    /// The function's name, or the kind of block where it has none.
    let name: String
    /// From 1, where the declaration begins.
    let line: Int
    /// Lines from the declaration to the closing brace, both included.
    let length: Int
}

/// The outermost blocks of a source that are no types.
func codeBlocks(of source: SourceText) -> [CodeBlock] {
    var walk = BlockWalk()
    for (index, line) in source.code.enumerated() { walk.take(line, number: index + 1) }
    return walk.blocks
}

/// Matches braces and remembers which of them open types.
private struct BlockWalk {
    private(set) var blocks: [CodeBlock] = []
    /// The words since the last brace or semicolon, with the line of each.
    private var header: [(word: String, line: Int)] = []
    /// How deep inside the outermost block; 0 outside.
    private var blockDepth = 0
    private var open = (name: "", line: 0)

    mutating func take(_ line: Substring, number: Int) {
        var word = ""
        for character in line + " " {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
                continue
            }
            if !word.isEmpty, blockDepth == 0 { header.append((word, number)) }
            word = character == "." ? "." : ""
            switch character {
            case "{": opens(at: number)
            case "}": closes(at: number)
            case ";": header.removeAll()
            default: break
            }
        }
    }

    private mutating func opens(at line: Int) {
        if blockDepth > 0 {
            blockDepth += 1
        } else if opensType {
            header.removeAll()
        } else {
            open = blockName(at: line)
            blockDepth = 1
        }
    }

    /// A function begins where its name stands, any other block where its brace does.
    private func blockName(at line: Int) -> (name: String, line: Int) {
        guard let start = header.lastIndex(where: { declaring.contains($0.word) }) else {
            return ("block", line)
        }
        let (word, first) = header[start]
        if word == "func" {
            return (header[start...].dropFirst().first?.word ?? word, first)
        }
        return (word, word == "var" || word == "let" ? line : first)
    }

    private mutating func closes(at line: Int) {
        header.removeAll()
        guard blockDepth > 0 else { return }
        blockDepth -= 1
        if blockDepth == 0 {
            blocks.append(
                CodeBlock(name: open.name, line: open.line, length: line - open.line + 1))
        }
    }

    /// Whether the brace after the present header is that of a type; `class func` is none.
    private var opensType: Bool {
        guard let last = header.lastIndex(where: { typing.contains($0.word) }) else { return false }
        let after = header[last...].dropFirst().map(\.word)
        return !after.contains(where: declaring.contains)
    }

    private let declaring: Set<String> = ["func", "init", "deinit", "subscript", "var", "let"]
    private let typing: Set<String> = [
        "struct", "class", "enum", "extension", "protocol", "actor",
    ]
}
