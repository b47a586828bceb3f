import Crypto
import FoundationEssentials

/// Closes and opens what is given to a browser to keep: nobody else can read or change it.
///
/// AES-GCM with a key of the branch's own; the purpose is authenticated, so that what was sealed
/// for one is no good for another.
public struct Seal: Sendable {
    /// The longest text that is looked at, in bytes; browsers keep 4 KiB a cookie.
    public static let longest = 4_096

    private let key: SymmetricKey

    public init(key: BranchKey) {
        self.key = key.derived(for: .cookies)
    }

    /// Text of the URL-safe alphabet; another one each time.
    public func close(_ value: some Encodable, for purpose: String) -> String {
        guard let plain = try? JSONEncoder().encode(value),
            let box = try? AES.GCM.seal(plain, using: key, authenticating: Data(purpose.utf8)),
            let combined = box.combined
        else { preconditionFailure("what is kept always encodes, and AES-GCM seals it") }
        return Base64URL.encode(combined)
    }

    /// - Returns: nil where the text was not sealed here for this purpose.
    public func open<Value: Decodable>(
        _ text: String, as type: Value.Type, for purpose: String
    ) -> Value? {
        guard text.utf8.count <= Seal.longest, let combined = Base64URL.decode(text.utf8),
            let box = try? AES.GCM.SealedBox(combined: combined),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Data(purpose.utf8))
        else { return nil }
        return try? JSONDecoder().decode(Value.self, from: plain)
    }
}
