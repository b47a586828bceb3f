import Messages

/// The shape of a wire type, as JSON Schema 2020-12 says it.
indirect enum Schema: Equatable {
    case text
    case choice([String])
    case integer(isUnsigned: Bool)
    case boolean
    case list(Schema)
    case map(Schema)
    case reference(String)
    /// An account's number or its name, a hold's number or its request's id.
    case numberOrName
    case oneOf([Schema])
}

/// The fields of an object in the order in which the type reads them.
struct ObjectShape: Equatable {
    var fields: [(name: String, schema: Schema, isRequired: Bool)] = []

    static func == (left: ObjectShape, right: ObjectShape) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }
}

/// Learns the shapes of wire types by letting them read themselves from a decoder that notes
/// what is asked of it.
final class SchemaReader {
    /// Objects by their names.
    private(set) var objects: [String: ObjectShape] = [:]

    /// The shape of a type; objects are noted on the way.
    ///
    /// - Throws: ``SchemaError`` where the type reads itself in a way that is not foreseen.
    func schema(of type: any Decodable.Type) throws -> Schema {
        if let alternatives = type as? any Alternatives.Type {
            return .oneOf(try alternatives.shapes.map { try schema(of: $0) })
        }
        return try probe(type).schema
    }

    /// A type's name without its module, `QueueStatus.CounterLine`; what is wrapped in a generic
    /// type has its own name, as OpenAPI allows none with brackets.
    static func name(of type: any Decodable.Type) -> String {
        let whole = String(reflecting: type)
        let inner = whole.split(separator: "<").last.map { $0.prefix { $0 != ">" } } ?? ""
        return String(inner.drop { $0 != "." }.dropFirst())
    }

    /// A value of the type that means nothing, and the type's shape.
    fileprivate func probe<Value: Decodable>(
        _ type: Value.Type
    ) throws -> (schema: Schema, value: Value) {
        if let known = try plain(type), let value = known.value as? Value {
            return (known.schema, value)
        }
        if let list = type as? any ListShape.Type, let value = list.none as? Value {
            return (.list(try schema(of: list.element)), value)
        }
        if let map = type as? any MapShape.Type, let value = map.none as? Value {
            return (.map(try schema(of: map.element)), value)
        }
        let name = SchemaReader.name(of: type)
        let probe = ObjectProbe(reader: self)
        let value = try Value(from: probe)
        objects[name] = probe.shape
        return (.reference(name), value)
    }

    private func plain(_ type: any Decodable.Type) throws -> (schema: Schema, value: Any)? {
        switch type {
        case is String.Type: (.text, "")
        case is Bool.Type: (.boolean, false)
        case is AccountReference.Type: (.numberOrName, AccountReference.number(1))
        case is HoldReference.Type: (.numberOrName, HoldReference.number(1))
        case let number as any FixedWidthInteger.Type:
            (.integer(isUnsigned: !number.isSigned), number.init(1))
        case let choice as any CaseIterable.Type: choices(of: choice)
        default: nil
        }
    }

    private func choices<Choice: CaseIterable>(
        of type: Choice.Type
    ) -> (schema: Schema, value: Any)? {
        let names = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        guard let first = type.allCases.first, !names.isEmpty else { return nil }
        return (.choice(names), first)
    }
}

/// Why a shape could not be learnt.
struct SchemaError: Error, CustomStringConvertible {
    let description: String
}

private protocol ListShape {
    static var element: any Decodable.Type { get }
    static var none: Any { get }
}

extension Array: ListShape where Element: Decodable {
    fileprivate static var element: any Decodable.Type { Element.self }
    fileprivate static var none: Any { [Element]() }
}

private protocol MapShape {
    static var element: any Decodable.Type { get }
    static var none: Any { get }
}

extension Dictionary: MapShape where Key == String, Value: Decodable {
    fileprivate static var element: any Decodable.Type { Value.self }
    fileprivate static var none: Any { [String: Value]() }
}

/// A decoder for one object: whatever field is asked for is there, and is noted.
private final class ObjectProbe: Decoder {
    let reader: SchemaReader
    var shape = ObjectShape()
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(reader: SchemaReader) {
        self.reader = reader
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(FieldProbe(probe: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SchemaError(description: "A wire type reads itself as a list.")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw SchemaError(description: "A wire type reads itself as a single value.")
    }
}

private struct FieldProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let probe: ObjectProbe
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (schema, value) = try probe.reader.probe(type)
        note(key, schema, isRequired: true)
        return value
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        note(key, try probe.reader.schema(of: type), isRequired: false)
        return nil
    }

    // Synthesised code asks for these by their own names.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try optional(type, key)
    }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try optional(type, key)
    }

    private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        note(key, try probe.reader.schema(of: type), isRequired: false)
        return nil
    }

    private func note(_ key: Key, _ schema: Schema, isRequired: Bool) {
        probe.shape.fields.append((key.stringValue, schema, isRequired))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw SchemaError(description: "The field \(key.stringValue) has a container of its own.")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SchemaError(description: "The field \(key.stringValue) has a container of its own.")
    }

    func superDecoder() throws -> any Decoder { probe }
    func superDecoder(forKey key: Key) throws -> any Decoder { probe }
}
