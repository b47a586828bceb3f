/// `day.close`: the business day as it was found, sealed; once a day, with every drawer given
/// back.
public enum DayClose: BusMethod {
    public static let method = Method.dayClose
    public typealias Request = Nothing

    /// The last count of a drawer on this day.
    public struct Drawer: Codable, Sendable, Equatable {
        public var drawer: AccountReference
        public var teller: String
        /// Minor units.
        public var expected: Int64
        public var counted: Int64
        public var difference: Int64

        public init(
            drawer: AccountReference, teller: String, expected: Int64, counted: Int64,
            difference: Int64
        ) {
            self.drawer = drawer
            self.teller = teller
            self.expected = expected
            self.counted = counted
            self.difference = difference
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// `2026-11-21`.
        public var date: String
        public var trialBalance: [LedgerTrialBalance.Line]
        public var drawers: [Drawer]
        /// Periods whose interest was posted on this day.
        public var interest: [String]
        /// The last sequence before it: the balances are those behind that record.
        public var head: UInt64
        /// The last sequence that was on disk then.
        public var chainAt: UInt64
        /// The hash of that record's row, 64 hex digits.
        public var chain: String
        /// SHA-256 of `facts`, 64 hex digits.
        public var seal: String
        /// All of the above but the seal, as JSON: the bytes that are sealed.
        public var facts: String

        public init(
            date: String, trialBalance: [LedgerTrialBalance.Line], drawers: [Drawer],
            interest: [String], head: UInt64, chainAt: UInt64, chain: String, seal: String,
            facts: String
        ) {
            self.date = date
            self.trialBalance = trialBalance
            self.drawers = drawers
            self.interest = interest
            self.head = head
            self.chainAt = chainAt
            self.chain = chain
            self.seal = seal
            self.facts = facts
        }
    }
}
