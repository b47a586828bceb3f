/// An account as a message names it: a number, or the name of one of the bank's own.
public enum AccountReference: Codable, Sendable, Hashable, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral
{
    case number(UInt64)
    case name(String)

    public init(integerLiteral value: UInt64) { self = .number(value) }
    public init(stringLiteral value: String) { self = .name(value) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let name = try? container.decode(String.self) {
            self = .name(name)
        } else {
            self = .number(try container.decode(UInt64.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .name(let name): try container.encode(name)
        }
    }
}

/// A customer as a message names it: a number, or the name of a house customer (`rpc`).
public typealias CustomerReference = AccountReference
