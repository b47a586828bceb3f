import Messages
import ServiceKit

/// The OpenAPI 3.1 description of `POST /api/<method>`, out of the message module itself.
enum OpenAPIDocument {
    /// The document; the same bytes for the same module.
    static func json(branch: String) -> [UInt8] {
        do {
            return JSON.encode(try document(branch: branch))
        } catch {
            // A test reads every method's shapes, so that no release can come here.
            preconditionFailure("the message module has a shape that cannot be told: \(error)")
        }
    }

    private static func document(branch: String) throws -> JSONValue {
        let reader = SchemaReader()
        var paths: [String: JSONValue] = [:]
        for (method, summary) in MethodCatalogue.all {
            paths["/api/\(method.method.rawValue)"] = [
                "post": try operation(method, summary, reader)
            ]
        }
        var schemas = reader.objects.mapValues(object)
        schemas["Refusal"] = refusal
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Branchline", "version": .text(Version.text),
                "description": .text(
                    "Branch \(branch). Amounts are whole minor units of a currency, "
                        + "times are Unix milliseconds. The same request with the same "
                        + "Idempotency-Key gets the same answer."),
            ],
            "servers": [["url": "/"]],
            "security": [["session": []], [:]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "session": [
                        "type": "http", "scheme": "bearer",
                        "description": "The session of auth.login.",
                    ]
                ],
            ],
        ]
    }

    private static func operation(
        _ method: any BusMethod.Type, _ summary: String, _ reader: SchemaReader
    ) throws -> JSONValue {
        let name = method.method.rawValue
        let (request, reply) = try shapes(of: method, reader)
        return [
            "operationId": .text(name), "summary": .text(summary),
            "tags": [.text(String(name.prefix { $0 != "." }))],
            "parameters": [idempotencyKey(isRead: method.method.isRead)],
            "requestBody": ["required": true, "content": body(request)],
            "responses": [
                "200": ["description": "Done.", "content": body(reply)],
                "default": [
                    "description": .text(
                        "A refusal: 400 for the message, 401 and 403 for who asks, "
                            + "404 for what is not there, 409 for what does not go now, 413, 429, "
                            + "503 where nothing was done; 504 where that is not known."),
                    "content": body(["$ref": "#/components/schemas/Refusal"]),
                ],
            ],
        ]
    }

    private static func shapes<M: BusMethod>(
        of method: M.Type, _ reader: SchemaReader
    ) throws -> (request: JSONValue, reply: JSONValue) {
        (
            json(try reader.schema(of: M.Request.self)),
            json(try reader.schema(of: M.Reply.self))
        )
    }

    private static func body(_ schema: JSONValue) -> JSONValue {
        ["application/json": ["schema": schema]]
    }

    private static func idempotencyKey(isRead: Bool) -> JSONValue {
        [
            "name": "Idempotency-Key", "in": "header", "required": false,
            "schema": ["type": "string", "format": "uuid"],
            "description": .text(
                isRead
                    ? "Reads need none."
                    : "The request's id, a UUIDv7: store it before sending, send the same again "
                        + "after a lost answer. Without one the service makes it and tells it in "
                        + "the header of the same name."),
        ]
    }

    private static func object(_ shape: ObjectShape) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for field in shape.fields { properties[field.name] = json(field.schema) }
        var object: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
        let required = shape.fields.filter(\.isRequired).map(\.name).sorted()
        if !required.isEmpty { object["required"] = .texts(required) }
        return .object(object)
    }

    private static func json(_ schema: Schema) -> JSONValue {
        switch schema {
        case .text: ["type": "string"]
        case .choice(let names): ["type": "string", "enum": .texts(names)]
        case .boolean: ["type": "boolean"]
        case .integer(let isUnsigned):
            isUnsigned
                ? ["type": "integer", "format": "int64", "minimum": 0]
                : ["type": "integer", "format": "int64"]
        case .list(let element): ["type": "array", "items": json(element)]
        case .map(let element): ["type": "object", "additionalProperties": json(element)]
        case .reference(let name): ["$ref": .text("#/components/schemas/\(name)")]
        case .numberOrName: ["type": ["integer", "string"]]
        case .oneOf(let schemas): ["oneOf": .list(schemas.map(json))]
        }
    }

    private static var refusal: JSONValue {
        [
            "type": "object", "required": ["code", "details", "message", "retry"],
            "properties": [
                "code": [
                    "type": "string",
                    "enum": .texts(RefusalCode.allCases.map(\.rawValue) + ["no_answer", "broken"]),
                ],
                "message": ["type": "string"],
                "retry": ["type": "string", "enum": ["never", "later", "same_id"]],
                "details": ["type": "object", "additionalProperties": ["type": "string"]],
            ],
        ]
    }
}
