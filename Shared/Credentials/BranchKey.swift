import BranchDomain
import Crypto
import FoundationEssentials

/// The one secret of a branch: the 32 bytes of `branch.key`.
///
/// Every use has a key of its own, derived with HKDF (RFC 5869), so that what leaks from one
/// use says nothing about another.
public struct BranchKey: Sendable {
    public static let byteCount = 32

    private let bytes: [UInt8]

    /// - Throws: ``CredentialError`` where there are not 32 bytes.
    public init(bytes: [UInt8]) throws(CredentialError) {
        guard bytes.count == BranchKey.byteCount else {
            throw CredentialError("A branch key has \(BranchKey.byteCount) bytes.")
        }
        self.bytes = bytes
    }

    /// From what `branch.key` holds: 32 bytes, or 64 hexadecimal digits and a line's end.
    ///
    /// - Throws: ``CredentialError`` where it holds neither.
    public init(contents: [UInt8]) throws(CredentialError) {
        if contents.count == BranchKey.byteCount {
            try self.init(bytes: contents)
        } else {
            let text = contents.last == UInt8(ascii: "\n") ? contents.dropLast() : contents[...]
            try self.init(text: String(decoding: text, as: UTF8.self))
        }
    }

    /// From the spelling that can be written down and typed.
    ///
    /// - Throws: ``CredentialError`` where the text is not 64 hexadecimal digits.
    public init(text: String) throws(CredentialError) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count == 2 * BranchKey.byteCount else {
            throw CredentialError("A branch key is written as 64 hexadecimal digits.")
        }
        try self.init(
            bytes: stride(from: 0, to: digits.count, by: 2).map {
                UInt8(digits[$0] << 4 | digits[$0 + 1])
            })
    }

    /// 64 hexadecimal digits.
    public var text: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    enum Purpose: String {
        case sessions, secrets, salts, tickets, cookies
    }

    func derived(for purpose: Purpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes),
            info: Data("branchline \(purpose.rawValue) 1".utf8),
            outputByteCount: BranchKey.byteCount)
    }
}

/// What is wrong with a key, as one line for the operator.
public struct CredentialError: Error, CustomStringConvertible, Equatable {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
