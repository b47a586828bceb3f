/// A key of a terminal's keyboard.
public enum Key: Hashable, Sendable {
    case character(Character)
    case enter, backspace, escape, tab, up, down, left, right, pageUp, pageDown, delete
    /// F1 … F12.
    case function(Int)
    /// A letter held with Control, small: `c` for Ctrl-C.
    case control(Character)
}

/// Reads keys out of a terminal's bytes, which may arrive in pieces.
public struct KeyDecoder: Sendable {
    private var waiting: [UInt8] = []

    public init() {}

    /// The keys that `bytes` complete.
    ///
    /// - Parameter isLast: Nothing follows for now, so that a lone escape is the Escape key.
    public mutating func keys(_ bytes: [UInt8], isLast: Bool = true) -> [Key] {
        waiting += bytes
        var keys: [Key] = []
        while let (key, length) = next(isLast: isLast) {
            precondition(length > 0 && length <= waiting.count, "a key has bytes")
            waiting.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    private func next(isLast: Bool) -> (Key?, Int)? {
        guard let first = waiting.first else { return nil }
        switch first {
        case 0x1b: return escape(isLast: isLast)
        case 0x0d, 0x0a: return (.enter, 1)
        case 0x7f, 0x08: return (.backspace, 1)
        case 0x09: return (.tab, 1)
        case 0x01...0x1a: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
        case 0x00...0x1f: return (nil, 1)
        default: return character(first, isLast: isLast)
        }
    }

    private func character(_ first: UInt8, isLast: Bool) -> (Key?, Int)? {
        let length = first < 0x80 ? 1 : first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        guard waiting.count >= length else { return isLast ? (nil, waiting.count) : nil }
        guard let text = String(validating: waiting.prefix(length), as: UTF8.self),
            let character = text.first
        else { return (nil, 1) }
        return (.character(character), length)
    }

    private func escape(isLast: Bool) -> (Key?, Int)? {
        guard waiting.count > 1 else { return isLast ? (.escape, 1) : nil }
        switch waiting[1] {
        case UInt8(ascii: "O"):
            guard waiting.count > 2 else { return isLast ? (.escape, 1) : nil }
            return (KeyDecoder.final(waiting[2], parameters: ""), 3)
        case UInt8(ascii: "["):
            return controlSequence(isLast: isLast)
        default:
            return (.escape, 1)
        }
    }

    private func controlSequence(isLast: Bool) -> (Key?, Int)? {
        // The Linux console sends F1 … F5 as ESC [ [ A … E.
        if waiting.count > 3, waiting[2] == UInt8(ascii: "["), (65...69).contains(waiting[3]) {
            return (.function(Int(waiting[3]) - 64), 4)
        }
        let body = waiting.dropFirst(2)
        guard let end = body.firstIndex(where: { (0x40...0x7e).contains($0) && $0 != 0x5b }) else {
            return isLast || waiting.count > 16 ? (.escape, waiting.count) : nil
        }
        let parameters = String(decoding: waiting[2..<end], as: UTF8.self)
        return (KeyDecoder.final(waiting[end], parameters: parameters), end + 1)
    }

    private static func final(_ byte: UInt8, parameters: String) -> Key? {
        switch Character(Unicode.Scalar(byte)) {
        case "A": .up
        case "B": .down
        case "C": .right
        case "D": .left
        case "P": .function(1)
        case "Q": .function(2)
        case "R": .function(3)
        case "S": .function(4)
        case "~": tilde[String(parameters.prefix { $0 != ";" })]
        default: nil
        }
    }

    private static let tilde: [String: Key] = [
        "3": .delete, "5": .pageUp, "6": .pageDown, "11": .function(1), "12": .function(2),
        "13": .function(3), "14": .function(4), "15": .function(5), "17": .function(6),
        "18": .function(7), "19": .function(8), "20": .function(9), "21": .function(10),
        "23": .function(11), "24": .function(12),
    ]
}
