import Crypto
import CryptoExtras
import FoundationEssentials

/// Turns a secret into the verifier that the ledger keeps: scrypt (RFC 7914), 32 bytes, base64.
///
/// The salt is derived from the branch key and the user, so that a user who does not exist costs
/// as much as one who does, and no salt is stored.
public struct Stretch: Sendable {
    /// What one stretching costs: 128 · rounds · blockSize bytes of memory.
    public struct Cost: Sendable, Hashable {
        /// A power of two.
        public let rounds: Int
        public let blockSize: Int

        public init(rounds: Int, blockSize: Int) {
            precondition(rounds > 1 && rounds & (rounds - 1) == 0, "rounds is a power of two")
            self.rounds = rounds
            self.blockSize = blockSize
        }

        /// 16 MiB and some tens of milliseconds.
        public static let standard = Cost(rounds: 1 << 14, blockSize: 8)
        /// For tests only.
        public static let cheap = Cost(rounds: 16, blockSize: 1)
    }

    private let key: SymmetricKey
    private let cost: Cost

    public init(key: BranchKey, cost: Cost = .standard) {
        self.key = key.derived(for: .salts)
        self.cost = cost
    }

    /// The verifier of a user's secret.
    ///
    /// - Parameter user: The canonical user or device name.
    /// - Throws: What the library throws when it gets no memory.
    public func verifier(secret: String, user: String) throws -> String {
        let salt = HMAC<SHA256>.authenticationCode(for: Data(user.utf8), using: key)
        let stretched = try KDF.Scrypt.deriveKey(
            from: Data(secret.utf8), salt: Data(salt), outputByteCount: 32, rounds: cost.rounds,
            blockSize: cost.blockSize, parallelism: 1)
        return stretched.withUnsafeBytes { Data($0) }.base64EncodedString()
    }

    /// The same in one call, for a first start that stretches a few secrets.
    public static func verifier(
        secret: String, user: String, key: BranchKey, cost: Cost = .standard
    ) throws -> String {
        try Stretch(key: key, cost: cost).verifier(secret: secret, user: user)
    }

    /// Whether two verifiers are one, in constant time.
    public static func matches(_ one: String, _ other: String) -> Bool {
        ConstantTime.equals(one.utf8, other.utf8)
    }
}
