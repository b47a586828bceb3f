/// What a person or a device logs in with: 1 … 64 of letters, digits and `. _ - @ + :`, kept in
/// small letters, not digits alone (those are account numbers).
public struct UserName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Throws: ``DomainError`` where the text is no user name.
    public init(_ text: String) throws(DomainError) {
        let small = text.lowercased()
        guard (1...64).contains(small.utf8.count),
            small.unicodeScalars.allSatisfy(UserName.allows),
            !small.allSatisfy(\.isASCIIDigit)
        else {
            throw DomainError(
                "A user name has 1 to 64 letters, digits or . _ - @ + : and is not only digits.")
        }
        description = small
    }

    public static func < (left: UserName, right: UserName) -> Bool {
        left.description < right.description
    }

    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
            || "._-@+:".unicodeScalars.contains(scalar)
    }
}

/// A short name that stands in topics and commands: 1 … 32 small letters, digits and `-`.
private func checkedSlug(_ text: String, _ what: String) throws(DomainError) -> String {
    let allowed: (UInt8) -> Bool = { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }
    guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy(allowed) else {
        throw DomainError("\(what) has 1 to 32 small letters, digits or hyphens.")
    }
    return text
}

/// The name of a branch, `main`.
public struct BranchID: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ text: String) throws(DomainError) {
        description = try checkedSlug(text, "A branch's name")
    }
}

/// What a customer chooses at the kiosk, `cash`.
public struct ServiceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ text: String) throws(DomainError) {
        description = try checkedSlug(text, "A service's name")
    }
    public static func < (left: ServiceID, right: ServiceID) -> Bool {
        left.description < right.description
    }
}

/// The desk that serves, `2`.
public struct CounterID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ text: String) throws(DomainError) {
        description = try checkedSlug(text, "A counter's name")
    }
    /// `2` before `10`: shorter first, then by letters.
    public static func < (left: CounterID, right: CounterID) -> Bool {
        let (one, other) = (left.description, right.description)
        return one.utf8.count == other.utf8.count ? one < other : one.utf8.count < other.utf8.count
    }
}

/// A person's name as people write it: 1 … 120 characters, no control characters, trimmed.
public struct PersonName: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Throws: ``DomainError`` where the text is empty, too long or holds control characters.
    public init(_ text: String) throws(DomainError) {
        let trimmed = text.drop(while: \.isWhitespace)
        let end = trimmed.lastIndex(where: { !$0.isWhitespace })
        guard let end else { throw DomainError("A name has 1 to 120 characters.") }
        let name = String(trimmed[...end])
        guard name.count <= 120, name.utf8.count <= 480,
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            throw DomainError("A name has 1 to 120 characters and no control characters.")
        }
        description = name
    }
}
