import Foundation
import Messages

/// The samples under `Golden/`: what the wire looks like, kept by hand, never written by a test.
///
/// `<method>.request.json`, `<method>.reply.json` and variants `<method>.reply.<which>.json`;
/// `refusal.<code>.json`; `topic.…` for what is published; `backlink.…` for what only gateways
/// send.
enum GoldenFiles {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden")

    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// The files of one shape: `stem.json` and every `stem.<variant>.json`.
    static func files(_ stem: String) throws -> [(name: String, bytes: [UInt8])] {
        let names = try names().filter {
            let rest = $0.dropFirst(stem.count)
            return $0.hasPrefix(stem) && rest.hasPrefix(".")
                && rest.filter { $0 == "." }.count <= 2
        }
        return try names.map { ($0, try bytes($0)) }
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }
}

/// JSON as a value, to compare what it says and not how it is spelled.
enum JSONValue: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The same with a field in every object that no version knows yet; not in the dictionaries,
    /// whose keys are languages, details or topics.
    var withUnknownFields: JSONValue {
        switch self {
        case .list(let values): return .list(values.map(\.withUnknownFields))
        case .object(let fields):
            var later: [String: JSONValue] = ["laterField": .list([.null])]
            for (name, value) in fields {
                let isDictionary = [
                    "names", "details", "topics", "notes", "counted", "hours",
                ].contains(name)
                later[name] = isDictionary ? value : value.withUnknownFields
            }
            return .object(later)
        default: return self
        }
    }
}

/// One shape of the wire with the samples that show it.
struct GoldenShape: Sendable {
    let stem: String
    /// Of the shape's type, which several methods may share.
    let typeName: String
    private let decodeAndEncode: @Sendable ([UInt8]) throws -> (known: [UInt8], nils: Set<String>)

    init<Value: Codable & Sendable>(_ stem: String, _ type: Value.Type) {
        self.stem = stem
        typeName = String(reflecting: Value.self)
        decodeAndEncode = { bytes in
            let value = try JSON.decode(Value.self, from: bytes)
            return (JSON.encode(value), absent(in: value))
        }
    }

    /// What comes back after decoding and encoding, and which optional fields were absent.
    func roundTrip(_ bytes: [UInt8]) throws -> (value: JSONValue, nils: Set<String>) {
        let (known, nils) = try decodeAndEncode(bytes)
        return (try JSON.decode(JSONValue.self, from: known), nils)
    }
}

/// The optional fields of a decoded value, a level deep, that have no value. What a service's
/// terms stand beside is on the same level of the wire as they are.
private func absent(in value: Any) -> Set<String> {
    Mirror(reflecting: value).children.reduce(into: []) { found, child in
        let mirror = Mirror(reflecting: child.value)
        if ["subject", "terms"].contains(child.label) {
            found.formUnion(absent(in: child.value))
        } else if mirror.displayStyle == .optional, mirror.children.isEmpty,
            let label = child.label
        {
            found.insert(label)
        }
    }
}
