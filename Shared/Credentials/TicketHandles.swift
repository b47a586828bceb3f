import BranchDomain
import Crypto
import FoundationEssentials

/// Makes the unguessable names of tickets, the same again for the same request.
public struct TicketHandles: Sendable {
    private let key: SymmetricKey

    public init(key: BranchKey) {
        self.key = key.derived(for: .tickets)
    }

    /// The handle of the ticket that request `id` issued: 128 bits of HMAC-SHA256.
    public func handle(id: RequestID) -> TicketHandle {
        let code = HMAC<SHA256>.authenticationCode(for: Data(id.textBytes), using: key)
        do {
            return try TicketHandle(Base64URL.encode([UInt8](code).prefix(16)))
        } catch {
            preconditionFailure("16 bytes in base64url are a handle: \(error)")
        }
    }
}
