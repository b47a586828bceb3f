import Foundation

/// JSON with its fields in one order.
///
/// A service remembers an id together with a fingerprint of the body. Where the gateway writes
/// the body itself, each gateway and each attempt must therefore write the same bytes.
enum StableJSON {
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try [UInt8](encoder.encode(value))
        } catch {
            preconditionFailure("a wire type always encodes: \(type(of: value))")
        }
    }
}
