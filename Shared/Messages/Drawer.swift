/// Notes and coins: the value of one in minor units, as text, and how many.
public typealias Notes = [String: Int]

/// What a drawer should hold and does.
public struct DrawerCounted: Codable, Sendable, Equatable {
    public var drawer: AccountReference
    /// Minor units.
    public var expected: Int64
    public var counted: Int64
    /// Counted less expected; posted to `over-short`.
    public var difference: Int64

    public init(drawer: AccountReference, expected: Int64, counted: Int64, difference: Int64) {
        self.drawer = drawer
        self.expected = expected
        self.counted = counted
        self.difference = difference
    }
}

/// `drawer.open`: a teller takes a drawer, with what is counted in it.
public enum DrawerOpen: BusMethod {
    public static let method = Method.drawerOpen

    public struct Request: Codable, Sendable, Equatable {
        public var drawer: AccountReference
        public var counted: Notes

        public init(drawer: AccountReference, counted: Notes) {
            self.drawer = drawer
            self.counted = counted
        }
    }

    public typealias Reply = DrawerCounted
}

/// `drawer.count`: counts one's own drawer in between.
public enum DrawerCount: BusMethod {
    public static let method = Method.drawerCount

    public typealias Request = DrawerOpen.Request

    public typealias Reply = DrawerCounted
}

/// `drawer.close`: counts one's own drawer and gives it back.
public enum DrawerClose: BusMethod {
    public static let method = Method.drawerClose

    public typealias Request = DrawerOpen.Request

    public typealias Reply = DrawerCounted
}

/// `drawer.move`: cash is on its way from one drawer, ATM or the vault to another.
///
/// Nothing is posted before the other side accepts it.
public enum DrawerMove: BusMethod {
    public static let method = Method.drawerMove

    public struct Request: Codable, Sendable, Equatable {
        public var from: AccountReference
        public var to: AccountReference
        public var notes: Notes

        public init(from: AccountReference, to: AccountReference, notes: Notes) {
            self.from = from
            self.to = to
            self.notes = notes
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var move: UInt64

        public init(move: UInt64) {
            self.move = move
        }
    }
}

/// `drawer.accept`: the other side has the cash.
public enum DrawerAccept: BusMethod {
    public static let method = Method.drawerAccept

    public struct Request: Codable, Sendable, Equatable {
        public var move: UInt64

        public init(move: UInt64) {
            self.move = move
        }
    }

    public typealias Reply = Receipt
}

/// `drawer.list`: drawers, ATMs and the vault, and what is on its way between them.
public enum DrawerList: BusMethod {
    public static let method = Method.drawerList
    public typealias Request = Nothing

    public struct Drawer: Codable, Sendable, Equatable {
        public var drawer: AccountReference
        /// Who has it open.
        public var teller: String?
        /// What should be in it, minor units.
        public var balance: Int64
        public var currency: String
        /// Where they are known.
        public var notes: Notes?

        public init(
            drawer: AccountReference, teller: String? = nil, balance: Int64, currency: String,
            notes: Notes? = nil
        ) {
            self.drawer = drawer
            self.teller = teller
            self.balance = balance
            self.currency = currency
            self.notes = notes
        }
    }

    public struct Move: Codable, Sendable, Equatable {
        public var move: UInt64
        public var from: AccountReference
        public var to: AccountReference
        public var amount: Int64
        public var notes: Notes
        public var by: String

        public init(
            move: UInt64, from: AccountReference, to: AccountReference, amount: Int64,
            notes: Notes, by: String
        ) {
            self.move = move
            self.from = from
            self.to = to
            self.amount = amount
            self.notes = notes
            self.by = by
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var drawers: [Drawer]
        public var moves: [Move]

        public init(drawers: [Drawer], moves: [Move]) {
            self.drawers = drawers
            self.moves = moves
        }
    }
}
