import BranchDomain

/// Where a ticket stands in a line: by rank, then by time, then by the order of coming.
///
/// What rank and time mean is the service's ``QueuePolicy``; rank 0 is always who goes first.
struct LinePlace: Hashable, Comparable, Sendable {
    /// Rank above time, so that one comparison orders most places.
    private let order: UInt64
    /// The how manieth of the hall: no two places have the same.
    let arrival: UInt64
    let key: TicketKey

    /// Keeps times before 1970 in order; a simulated day may begin at 0.
    private static let timeZero: Int64 = 1 << 48

    /// - Parameter time: Milliseconds.
    init(rank: UInt8, time: Int64, arrival: UInt64, key: TicketKey) {
        let shifted = time + LinePlace.timeZero
        precondition((0..<1 << 56).contains(shifted), "a time has 56 bits")
        order = UInt64(rank) << 56 | UInt64(shifted)
        self.arrival = arrival
        self.key = key
    }

    var rank: UInt8 { UInt8(order >> 56) }
    var time: Int64 { Int64(order & (1 << 56 - 1)) - LinePlace.timeZero }

    /// Before everybody of the rank.
    static func start(ofRank rank: UInt8) -> LinePlace {
        LinePlace(rank: rank, time: -timeZero, arrival: 0, key: TicketKey(ordinal: 0))
    }

    static func < (left: LinePlace, right: LinePlace) -> Bool {
        left.order == right.order ? left.arrival < right.arrival : left.order < right.order
    }
}
