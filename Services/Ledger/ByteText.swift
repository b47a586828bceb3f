import Foundation

/// Writes the state as bytes: numbers little-endian, texts behind their length.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ text: String) {
        put(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put(_ text: String?) {
        put(UInt8(text == nil ? 0 : 1))
        if let text { put(text) }
    }

    mutating func put<Element>(
        _ elements: [Element], _ write: (inout ByteWriter, Element) -> Void
    ) {
        put(UInt64(elements.count))
        for element in elements { write(&self, element) }
    }
}

/// Reads what ``ByteWriter`` wrote, and believes nothing of it.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(SnapshotFault) -> Number {
        let count = MemoryLayout<Number>.size
        guard rest.count >= count else { throw SnapshotFault("it ends too early") }
        var number = Number.zero
        for byte in rest.prefix(count).reversed() {
            number = (number &<< 8) | Number(truncatingIfNeeded: byte)
        }
        rest = rest.dropFirst(count)
        return number
    }

    mutating func text() throws(SnapshotFault) -> String {
        let count = Int(try number(UInt32.self))
        guard rest.count >= count,
            let text = String(validating: rest.prefix(count), as: UTF8.self)
        else { throw SnapshotFault("a text in it is broken") }
        rest = rest.dropFirst(count)
        return text
    }

    mutating func optionalText() throws(SnapshotFault) -> String? {
        switch try number(UInt8.self) {
        case 0: return nil
        case 1: return try text()
        default: throw SnapshotFault("a text in it is broken")
        }
    }

    mutating func list<Element>(
        _ read: (inout ByteReader) throws(SnapshotFault) -> Element
    ) throws(SnapshotFault) -> [Element] {
        let count = try number(UInt64.self)
        // Each element has a byte at least: a broken count must not reserve the machine's memory.
        guard count <= UInt64(rest.count) else { throw SnapshotFault("a list in it is broken") }
        var elements: [Element] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }
}

/// Why bytes are no snapshot of the ledger's.
struct SnapshotFault: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ reason: String) {
        description = "This is no snapshot of the ledger: \(reason)."
    }
}
