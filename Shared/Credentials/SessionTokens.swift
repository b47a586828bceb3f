import BranchDomain
import Crypto
import FoundationEssentials
import Messages

/// What a valid session credential says.
public struct Session: Sendable, Equatable {
    public let principal: Principal
    public let expires: Timestamp

    public init(principal: Principal, expires: Timestamp) {
        self.principal = principal
        self.expires = expires
    }
}

/// Why a credential is refused.
public enum SessionError: Error, Equatable {
    /// It was ours, but its time is over.
    case expired
    /// It is not ours: changed, forged, or not a credential at all.
    case invalid
}

/// Makes and checks session credentials: frame 4 of a request.
///
/// The text is `base64url(payload).base64url(HMAC-SHA256 of the payload's text)`. The payload is
/// public to its holder: it holds the principal and the end, no secret.
public struct SessionTokens: Sendable {
    /// The longest credential that is looked at, in bytes.
    public static let longest = 2_048

    private let key: SymmetricKey

    public init(key: BranchKey) {
        self.key = key.derived(for: .sessions)
    }

    /// The credential of a principal until `expires`; the same each time.
    public func sign(_ principal: Principal, expires: Timestamp) -> String {
        let payload = Base64URL.encode(Payload(principal, expires).encoded)
        let code = HMAC<SHA256>.authenticationCode(for: Data(payload.utf8), using: key)
        return payload + "." + Base64URL.encode(code)
    }

    /// - Throws: ``SessionError``; `invalid` before `expired`.
    public func verify(_ bytes: [UInt8], now: Timestamp) throws(SessionError) -> Session {
        guard bytes.count <= SessionTokens.longest,
            let dot = bytes.firstIndex(of: UInt8(ascii: ".")),
            let code = Base64URL.decode(bytes[(dot + 1)...]),
            // The MAC is over the payload's text; only the one spelling of the MAC is accepted.
            ConstantTime.equals(Base64URL.encode(code).utf8, bytes[(dot + 1)...]),
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Data(bytes[..<dot]), using: key),
            let payload = Base64URL.decode(bytes[..<dot]),
            let session = Payload.decode(payload)
        else { throw .invalid }
        guard now < session.expires else { throw .expired }
        return session
    }

    /// The payload in few letters, since it travels with every request.
    private struct Payload: Codable {
        let u: String
        let r: String
        let c: UInt64?
        let k: String?
        let a: String?
        let g: UInt32
        let e: Int64

        init(_ principal: Principal, _ expires: Timestamp) {
            u = principal.user
            r = principal.role
            c = principal.customer
            k = principal.kind
            a = principal.at
            g = principal.generation
            e = expires.milliseconds
        }

        var encoded: Data {
            let encoder = JSONEncoder()
            // The same principal gets the same text, so that rules that make it stay pure.
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            do {
                return try encoder.encode(self)
            } catch {
                preconditionFailure("a session's payload always encodes")
            }
        }

        static func decode(_ bytes: [UInt8]) -> Session? {
            guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(bytes)) else {
                return nil
            }
            return Session(
                principal: Principal(
                    user: payload.u, role: payload.r, customer: payload.c, kind: payload.k,
                    at: payload.a, generation: payload.g),
                expires: Timestamp(milliseconds: payload.e))
        }
    }
}
