/// The notes (and coins) of a cassette, a drawer or a payout: how many of which value.
///
/// A kind with no note left is still a kind: an empty cassette differs from none. At most
/// ``mostKinds`` kinds, together at most 2⁵³ − 1 minor units.
public struct Denominations: Hashable, Sendable {
    /// The notes of one value.
    public struct Stack: Hashable, Sendable {
        /// Of one note, in minor units, from 1.
        public let value: Int64
        /// How many notes, from 0.
        public let count: Int64
    }

    public static let mostKinds = 32
    public static let none = Denominations(unchecked: [])

    /// One stack of each kind, the largest value first.
    public let stacks: [Stack]

    private init(unchecked stacks: [Stack]) {
        self.stacks = stacks
    }

    /// - Parameter counts: Notes by their value in minor units.
    /// - Throws: ``DomainError`` for values below 1, counts below 0, more than ``mostKinds`` kinds
    ///   and a total beyond 2⁵³ − 1.
    public init(_ counts: [Int64: Int64]) throws(DomainError) {
        guard counts.count <= Denominations.mostKinds else {
            throw DomainError("There are at most \(Denominations.mostKinds) kinds of notes.")
        }
        var total: Int64 = 0
        for (value, count) in counts {
            guard value >= 1 else { throw DomainError("A note's value is greater than zero.") }
            guard count >= 0 else { throw DomainError("A count of notes is never negative.") }
            let (sum, overflows) = value.multipliedReportingOverflow(by: count)
            guard !overflows, sum <= Amount.largest - total else {
                throw DomainError("Notes are worth at most \(Amount.largest) together.")
            }
            total += sum
        }
        stacks = counts.map { Stack(value: $0.key, count: $0.value) }
            .sorted { $0.value > $1.value }
        assert(self.total == total, "each kind is counted once")
    }

    /// What all notes are worth, in minor units, 0 … 2⁵³ − 1.
    public var total: Int64 { stacks.reduce(0) { $0 + $1.value * $1.count } }

    /// How many notes of this value there are; 0 where the kind is not known either.
    public func count(of value: Int64) -> Int64 {
        stacks.first { $0.value == value }?.count ?? 0
    }

    /// Both together; the kinds of either are kinds of the sum.
    ///
    /// - Throws: ``DomainError`` where that is too many kinds or worth too much.
    public func adding(_ other: Denominations) throws(DomainError) -> Denominations {
        var counts = countsByValue
        for stack in other.stacks {
            let (sum, overflows) = counts[stack.value, default: 0]
                .addingReportingOverflow(stack.count)
            guard !overflows else { throw DomainError("There are too many notes to count.") }
            counts[stack.value] = sum
        }
        return try Denominations(counts)
    }

    /// These without the others; the kinds stay, also where no note is left.
    ///
    /// - Throws: ``DomainError`` where there are fewer notes of a kind than are taken.
    public func subtracting(_ other: Denominations) throws(DomainError) -> Denominations {
        var counts = countsByValue
        for stack in other.stacks where stack.count > 0 {
            let held = counts[stack.value, default: 0]
            guard stack.count <= held else {
                throw DomainError("There are fewer notes of a kind than are taken.")
            }
            counts[stack.value] = held - stack.count
        }
        let rest = try Denominations(counts)
        assert(rest.total + other.total == total, "what is taken is gone")
        return rest
    }

    private var countsByValue: [Int64: Int64] {
        Dictionary(uniqueKeysWithValues: stacks.map { ($0.value, $0.count) })
    }
}
