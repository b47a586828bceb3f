/// The number on a ticket as people read it: a prefix and at least three digits, `A012`.
public struct TicketNumber: Hashable, Sendable, CustomStringConvertible {
    /// One to four capital letters.
    public let prefix: String
    /// From 0; beyond 999 the number grows a digit.
    public let number: Int

    public init(prefix: String, number: Int) {
        precondition(number >= 0, "a ticket's number is never negative")
        self.prefix = prefix
        self.number = number
    }

    public var description: String {
        let digits = String(number)
        return prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

/// The unguessable name of a ticket: whoever holds it may see and cancel the ticket.
///
/// 22 characters of base64url: 128 bits.
public struct TicketHandle: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Throws: ``DomainError`` where the text is no handle.
    public init(_ text: String) throws(DomainError) {
        let allowed: (UInt8) -> Bool = { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                || byte == 45 || byte == 95
        }
        guard text.utf8.count == 22, text.utf8.allSatisfy(allowed) else {
            throw DomainError("A ticket's handle has 22 letters, digits, hyphens or underscores.")
        }
        description = text
    }
}
