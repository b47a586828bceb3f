/// JSON that remembers on which line everything stands, so that a mistake can be pointed at.
struct LinedJSON: Sendable, Equatable {
    indirect enum Value: Sendable, Equatable {
        case null
        case flag(Bool)
        case number(String)
        case text(String)
        case list([LinedJSON])
        case object([Member])
    }

    struct Member: Sendable, Equatable {
        let name: String
        /// Of the name.
        let line: Int
        let value: LinedJSON
    }

    /// Where it begins, from 1.
    let line: Int
    let value: Value

    struct Fault: Error, Equatable {
        let line: Int
        let reason: String
    }

    /// - Throws: ``Fault`` at the first place that is no JSON.
    static func parse(_ text: String) throws(Fault) -> LinedJSON {
        var reader = LinedJSONReader(Array(text.utf8))
        return try reader.document()
    }
}

/// Reads JSON by RFC 8259, with a bound on how deep it may nest.
struct LinedJSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var line = 1
    private var depth = 0

    private static let mostDepth = 64

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(LinedJSON.Fault) -> LinedJSON {
        let whole = try value()
        skipSpace()
        guard place == bytes.count else { throw fault("there is more behind the end") }
        return whole
    }

    private func fault(_ reason: String) -> LinedJSON.Fault {
        let isCut = place >= bytes.count
        return LinedJSON.Fault(
            line: line, reason: isCut ? "the file ends here, before its JSON does" : reason)
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) {
            if bytes[place] == 0x0A { line += 1 }
            place += 1
        }
    }

    /// Takes the next character where it is this one.
    private mutating func takes(_ character: Character) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func value() throws(LinedJSON.Fault) -> LinedJSON {
        skipSpace()
        guard depth < Self.mostDepth else { throw fault("it nests too deep") }
        depth += 1
        defer { depth -= 1 }
        let start = line
        guard place < bytes.count else { throw fault("") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return LinedJSON(line: start, value: .object(try members()))
        case UInt8(ascii: "["): return LinedJSON(line: start, value: .list(try elements()))
        case UInt8(ascii: "\""): return LinedJSON(line: start, value: .text(try text()))
        default: return LinedJSON(line: start, value: try word())
        }
    }

    private mutating func members() throws(LinedJSON.Fault) -> [LinedJSON.Member] {
        var found: [LinedJSON.Member] = []
        place += 1
        if takes("}") { return found }
        repeat {
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
                throw fault("a key in quotation marks is missing")
            }
            let start = line
            let name = try text()
            guard takes(":") else { throw fault("a colon is missing behind the key \(name)") }
            found.append(LinedJSON.Member(name: name, line: start, value: try value()))
        } while takes(",")
        guard takes("}") else { throw fault("a comma or a } is missing") }
        return found
    }

    private mutating func elements() throws(LinedJSON.Fault) -> [LinedJSON] {
        var found: [LinedJSON] = []
        place += 1
        if takes("]") { return found }
        repeat { found.append(try value()) } while takes(",")
        guard takes("]") else { throw fault("a comma or a ] is missing") }
        return found
    }

    private mutating func text() throws(LinedJSON.Fault) -> String {
        place += 1
        var units: [UInt8] = []
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] >= 0x20 else { throw fault("a text does not end on its line") }
            if bytes[place] == UInt8(ascii: "\\") {
                place += 1
                units += try escaped()
            } else {
                units.append(bytes[place])
                place += 1
            }
        }
        guard place < bytes.count else { throw fault("") }
        place += 1
        return String(decoding: units, as: UTF8.self)
    }

    private mutating func escaped() throws(LinedJSON.Fault) -> [UInt8] {
        guard place < bytes.count else { throw fault("") }
        let letter = bytes[place]
        place += 1
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
        ]
        if let byte = plain[letter] { return [byte] }
        guard letter == UInt8(ascii: "u") else { throw fault("there is no escape like this") }
        var units = [try hexadecimal()]
        if UTF16.isLeadSurrogate(units[0]), place + 1 < bytes.count,
            bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        {
            place += 2
            units.append(try hexadecimal())
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private mutating func hexadecimal() throws(LinedJSON.Fault) -> UInt16 {
        let end = min(place + 4, bytes.count)
        let digits = String(decoding: bytes[place..<end], as: UTF8.self)
        guard digits.count == 4, let unit = UInt16(digits, radix: 16) else {
            throw fault("\\u wants four hexadecimal digits")
        }
        place = end
        return unit
    }

    private mutating func word() throws(LinedJSON.Fault) -> LinedJSON.Value {
        let start = place
        while place < bytes.count, !",]}: \t\r\n\"[{".utf8.contains(bytes[place]) { place += 1 }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .flag(true)
        case "false": return .flag(false)
        default:
            guard word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
            else {
                place = word.isEmpty ? place : start
                throw fault(word.isEmpty ? "a value is missing" : "\(word) is no value of JSON")
            }
            return .number(word)
        }
    }
}
