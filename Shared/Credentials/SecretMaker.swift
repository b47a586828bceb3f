import BranchDomain
import Crypto
import FoundationEssentials

/// Makes the secrets that the bank hands out, the same again for the same request.
///
/// Nothing is stored: a repeated answer derives its secret again from the branch key, the id of
/// the request and the user.
public struct SecretMaker: Sendable {
    /// Whose secret it is; that decides its length.
    public enum Holder: String, Sendable, CaseIterable {
        /// A PIN of 4 digits for a keypad; three wrong ones lock it.
        case customer
        /// 20 letters and digits, 100 bits.
        case staff
        /// 32 letters and digits, 160 bits.
        case device

        public var length: Int {
            switch self {
            case .customer: 4
            case .staff: 20
            case .device: 32
            }
        }
    }

    /// No letter that is read as a digit: without i, l, o and u.
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

    private let key: SymmetricKey

    public init(key: BranchKey) {
        self.key = key.derived(for: .secrets)
    }

    /// The secret of a request's user.
    ///
    /// - Parameter user: The canonical user or device name.
    public func secret(for holder: Holder, id: RequestID, user: String) -> String {
        let text = "\(holder.rawValue)\n\(id)\n\(user)"
        let code = [UInt8](HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
        switch holder {
        case .customer:
            let number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000
            let digits = String(number)
            return String(repeating: "0", count: holder.length - digits.count) + digits
        case .staff, .device:
            return String(code.prefix(holder.length).map { SecretMaker.letters[Int($0 & 31)] })
        }
    }
}
