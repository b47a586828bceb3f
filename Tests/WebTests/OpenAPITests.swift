import Foundation
import Messages
import Testing

@testable import Web

@Suite("OpenAPI")
struct OpenAPITests {
    private let document: [String: Any]
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("MessagesTests/Golden")

    init() throws {
        let bytes = OpenAPIDocument.json(branch: "main")
        document = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test("every method of the bus is described exactly once")
    func methods() throws {
        let described = MethodCatalogue.all.map { $0.method.method }
        #expect(described.count == Set(described).count)
        #expect(Set(described) == Set(Method.allCases))
        let paths = try #require(document["paths"] as? [String: Any])
        #expect(Set(paths.keys) == Set(Method.allCases.map { "/api/\($0.rawValue)" }))
    }

    @Test("the document is the same each time")
    func deterministic() {
        #expect(OpenAPIDocument.json(branch: "main") == OpenAPIDocument.json(branch: "main"))
    }

    @Test("what the wire's samples hold is what the document says", arguments: Method.allCases)
    func samples(method: Method) throws {
        for (kind, path) in [
            ("request", ["requestBody"]), ("reply", ["responses", "200"]),
        ] {
            let operation = ["paths", "/api/\(method.rawValue)", "post"]
            let schema = try at(
                operation + path + ["content", "application/json", "schema"], in: document)
            let names = try FileManager.default.contentsOfDirectory(
                atPath: OpenAPITests.golden.path)
            let samples = names.filter { $0.hasPrefix("\(method.rawValue).\(kind).") }
            #expect(!samples.isEmpty || kind == "request")
            for name in samples {
                let data = try Data(
                    contentsOf: OpenAPITests.golden.appendingPathComponent(name))
                check(try JSONSerialization.jsonObject(with: data), schema, in: name)
            }
        }
    }

    @Test("every refusal is named, and has a status that says whether asking again can help")
    func refusals() throws {
        let codes = try at(
            ["components", "schemas", "Refusal", "properties", "code"], in: document)["enum"]
        #expect(Set(RefusalCode.allCases.map(\.rawValue)).isSubset(of: codes as? [String] ?? []))
        for code in RefusalCode.allCases where code.retry == .sameID {
            #expect(code.httpStatus == 503)
        }
    }

    @Test func shapesHaveNamesAsTheStandardAllowsThem() throws {
        let names = try at(["components", "schemas"], in: document).keys
        #expect(names.allSatisfy { $0.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil }, "\(names)")
        #expect(names.contains("OfferedService"))
    }

    private func at(_ path: [String], in root: [String: Any]) throws -> [String: Any] {
        try path.reduce(root) { try #require($0[$1] as? [String: Any], "\(path)") }
    }

    /// Whether an object has the fields that one of several shapes requires.
    private func fits(_ value: Any, _ schema: [String: Any]) -> Bool {
        guard let object = value as? [String: Any], let reference = schema["$ref"] as? String,
            let shape = try? at(
                ["components", "schemas", String(reference.split(separator: "/").last ?? "")],
                in: document)
        else { return false }
        return (shape["required"] as? [String] ?? []).allSatisfy { object[$0] != nil }
    }

    private func check(_ value: Any, _ schema: [String: Any], in name: String) {
        if let reference = schema["$ref"] as? String {
            let key = reference.replacing("#/components/schemas/", with: "")
            guard let found = try? at(["components", "schemas", key], in: document) else {
                Issue.record("\(name): there is no \(reference)")
                return
            }
            return check(value, found, in: name)
        }
        if let alternatives = schema["oneOf"] as? [[String: Any]] {
            guard let fitting = alternatives.first(where: { fits(value, $0) }) else {
                Issue.record("\(name) is none of the shapes that are described")
                return
            }
            return check(value, fitting, in: name)
        }
        if let object = value as? [String: Any], let any = schema["additionalProperties"] {
            for value in object.values { check(value, any as? [String: Any] ?? [:], in: name) }
        } else if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            for (key, value) in object where !(value is NSNull) {
                guard let property = properties[key] else {
                    Issue.record("\(name): \(key) is not described")
                    continue
                }
                check(value, property, in: "\(name).\(key)")
            }
            for key in schema["required"] as? [String] ?? [] where object[key] == nil {
                Issue.record("\(name): \(key) is said to be required")
            }
        } else if let list = value as? [Any] {
            #expect(schema["type"] as? String == "array", "\(name)")
            for value in list { check(value, schema["items"] as? [String: Any] ?? [:], in: name) }
        } else if value is String {
            let types = schema["type"] as? [String] ?? [schema["type"] as? String ?? ""]
            #expect(types.contains("string"), "\(name)")
        }
    }
}
