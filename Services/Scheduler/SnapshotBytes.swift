import BranchDomain

/// Why bytes are no snapshot of a hall.
enum SnapshotError: Error, Equatable {
    case truncated, unknownVersion(UInt8), inconsistent(String)
}

/// Numbers little-endian, texts behind their length, optionals behind a 0 or 1.
struct SnapshotWriter {
    private(set) var bytes: [UInt8] = []

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func boolean(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func time(_ time: Timestamp) { integer(time.milliseconds) }

    mutating func text(_ text: String) { blob(Array(text.utf8)) }

    mutating func blob(_ blob: [UInt8]) {
        integer(UInt32(blob.count))
        bytes.append(contentsOf: blob)
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
        boolean(value != nil)
        if let value { write(&self, value) }
    }

    mutating func list<Element>(
        _ elements: some Collection<Element>, _ write: (inout Self, Element) -> Void
    ) {
        integer(UInt32(elements.count))
        for element in elements { write(&self, element) }
    }
}

/// Reads what ``SnapshotWriter`` wrote, in the same order.
struct SnapshotReader {
    private let bytes: [UInt8]
    private var place = 0
    /// Of a whole hall; notes in records have only ever had one layout.
    var version = UInt8.max
    /// The layout before there were legs and policies.
    var isOld: Bool { version < 3 }
    /// Since services know how fast their lines move.
    var hasLineSpeed: Bool { version >= 4 }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    mutating func integer<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self
    ) throws(SnapshotError) -> Value {
        let size = Value.bitWidth / 8
        guard bytes.count - place >= size else { throw .truncated }
        var value: Value = 0
        for offset in 0..<size {
            value |= Value(truncatingIfNeeded: bytes[place + offset]) << Value(8 * offset)
        }
        place += size
        return value
    }

    mutating func boolean() throws(SnapshotError) -> Bool {
        let byte = try integer(UInt8.self)
        guard byte <= 1 else { throw .inconsistent("a truth value is \(byte)") }
        return byte == 1
    }

    mutating func time() throws(SnapshotError) -> Timestamp {
        Timestamp(milliseconds: try integer())
    }

    mutating func text() throws(SnapshotError) -> String {
        String(decoding: try blob(), as: UTF8.self)
    }

    mutating func blob() throws(SnapshotError) -> [UInt8] {
        let count = Int(try integer(UInt32.self))
        guard bytes.count - place >= count else { throw .truncated }
        place += count
        return Array(bytes[(place - count)..<place])
    }

    mutating func optional<Value>(
        _ read: (inout Self) throws(SnapshotError) -> Value
    ) throws(SnapshotError) -> Value? {
        try boolean() ? try read(&self) : nil
    }

    mutating func list<Element>(
        _ read: (inout Self) throws(SnapshotError) -> Element
    ) throws(SnapshotError) -> [Element] {
        let count = Int(try integer(UInt32.self))
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }
}
