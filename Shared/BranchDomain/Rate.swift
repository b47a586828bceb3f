/// A percentage per year, 0 … 100, exact to nine decimals: `2.5` is two and a half per cent.
public struct Rate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// What 100 % is: a hundred times the 10⁹ steps of one per cent.
    public static let denominator: Int64 = 100_000_000_000
    public static let zero = Rate(unchecked: 0)

    /// The rate as a part of one, over 10¹¹: 0 … 10¹¹. `2.5` is 2 500 000 000.
    public let numerator: Int64

    private init(unchecked numerator: Int64) {
        self.numerator = numerator
    }

    /// - Throws: ``DomainError`` outside 0 … 10¹¹.
    public init(numerator: Int64) throws(DomainError) {
        guard (0...Rate.denominator).contains(numerator) else { throw Rate.rule }
        self.numerator = numerator
    }

    /// Reads one to three digits without leading zeros, then perhaps a point and one to nine more.
    ///
    /// - Throws: ``DomainError`` for anything else (a sign, an exponent, a space) and beyond 100.
    public init(_ text: String) throws(DomainError) {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let whole = Array(parts[0])
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard (1...3).contains(whole.count), whole.count == 1 || whole[0] != UInt8(ascii: "0"),
            parts.count == 1 || (1...Rate.decimals).contains(fraction.count),
            (whole + fraction).allSatisfy(Rate.isDigit)
        else { throw Rate.rule }
        let padding = repeatElement(UInt8(ascii: "0"), count: Rate.decimals - fraction.count)
        let numerator = (whole + fraction + padding).reduce(0) { sum, byte in
            sum * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        try self.init(numerator: numerator)
    }

    /// The shortest text that is read back as the same rate: `0`, `2.5`, `100`.
    public var description: String {
        let (whole, rest) = numerator.quotientAndRemainder(dividingBy: Rate.onePercent)
        guard rest > 0 else { return String(whole) }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: Rate.decimals - digits.count) + digits
        while fraction.last == "0" { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }

    public static func < (left: Rate, right: Rate) -> Bool {
        left.numerator < right.numerator
    }

    /// How many decimals of a per cent are kept.
    private static let decimals = 9
    private static let onePercent: Int64 = 1_000_000_000
    private static let rule = DomainError(
        "A rate is a percentage from 0 to 100 with at most nine decimals, such as 2.5.")

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
