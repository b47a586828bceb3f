import Crypto
import Messages

/// What tells a repeat from another request under the same id.
enum Fingerprint {
    /// The first eight bytes of SHA-256 over method, user and body.
    static func of(_ command: Command) -> UInt64 {
        var head = [UInt8](command.method.rawValue.utf8)
        head.append(0)
        head.append(contentsOf: command.principal.user.utf8)
        head.append(0)
        var hasher = SHA256()
        hasher.update(data: head)
        hasher.update(data: command.body)
        return hasher.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension Record {
    /// What stands in the first word of a refusal for who was refused: eight bytes of SHA-256.
    public static func mark(of user: String) -> UInt64 {
        SHA256.hash(data: Array(user.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
