import FoundationEssentials

/// How bodies become JSON and back: one place, so that every program spells them alike.
public enum JSON {
    /// The deepest nesting that a body may have; deeper is `malformed`.
    public static let deepest = 32

    /// The same bytes for the same value, in every process: a repeated request must be equal.
    public static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try [UInt8](encoder.encode(value))
        } catch {
            preconditionFailure("a wire type always encodes: \(type(of: value))")
        }
    }

    /// - Throws: ``Refusal`` `malformed`, naming the field, where the bytes are not a `Value`.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Collection<UInt8>
    ) throws(Refusal) -> Value {
        guard isShallow(bytes) else {
            throw Refusal(.malformed, "The body is nested deeper than \(deepest) levels.")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw Refusal(.malformed, misfit(in: bytes, error) ?? sentence(error))
        } catch {
            throw Refusal(.malformed, "The body is not JSON of the expected shape.")
        }
    }

    /// Brackets in a text are no depth.
    private static func isShallow(_ bytes: some Collection<UInt8>) -> Bool {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for byte in bytes {
            if isInText {
                if byte == UInt8(ascii: "\""), !isEscaped { isInText = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            } else if byte == UInt8(ascii: "\"") {
                isInText = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
                if depth > deepest { return false }
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
        }
        return true
    }

    /// The decoder calls a body with a number that does not fit its field no JSON at all.
    ///
    /// - Returns: What to say instead, or nil where the body really is none.
    private static func misfit(
        in bytes: some Collection<UInt8>, _ error: DecodingError
    ) -> String? {
        guard case .dataCorrupted(let context) = error, context.codingPath.isEmpty,
            (try? JSONDecoder().decode(NumberField.self, from: Data(bytes))) != nil
        else { return nil }
        let fields = try? JSONDecoder().decode([String: NumberField].self, from: Data(bytes))
        let odd = (fields ?? [:]).filter(\.value.isOdd).keys.sorted()
        return odd.isEmpty
            ? "A number in the body is not whole or out of range."
            : "The field \(odd.joined(separator: " or ")) is no whole number in its range."
    }

    /// Names the field and the rule, never the value: refusals may be logged.
    private static func sentence(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _):
            "The field \(key.stringValue) is missing."
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "The field \(path(context)) is not a \(type)."
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "The body is not valid JSON in UTF-8."
                : "The field \(path(context)) is not valid."
        @unknown default:
            "The body is not JSON of the expected shape."
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        let names = context.codingPath.map(\.stringValue).joined(separator: ".")
        return names.isEmpty ? "(the body)" : names
    }

    /// Any value; whether it is a number that no field of the wire takes.
    private struct NumberField: Decodable {
        let isOdd: Bool

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            isOdd =
                (try? value.decode(UInt64.self)) == nil && (try? value.decode(Double.self)) != nil
        }
    }
}
