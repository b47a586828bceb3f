import FoundationEssentials

/// The alphabet of RFC 4648 §5 without padding, for what travels inside frames and addresses.
enum Base64URL {
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// - Returns: nil where the text is not what ``encode(_:)`` writes.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var standard = Data(capacity: text.count + 3)
        for byte in text {
            switch byte {
            case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: standard.append(byte)
            }
        }
        while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: standard).map { [UInt8]($0) }
    }
}

/// Compares in a time that says nothing about where two texts differ.
public enum ConstantTime {
    public static func equals(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>)
        -> Bool
    {
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(one, other) { difference |= left ^ right }
        return difference == 0
    }
}
