import BranchDomain

/// Every ticket that the hall remembers: the open ones and today's finished ones.
///
/// Rows lie in order of arrival. Behind the few that outlived a clearing, the ordinals have no
/// holes, so a ticket is found by subtraction.
struct TicketBook: Sendable, Equatable {
    /// So many tickets may be open at once.
    static let mostOpen = 250_000
    /// With so many, the older finished ones are forgotten before the day is over.
    static let mostRemembered = 500_000

    private(set) var rows: [HallTicket] = []
    /// So many rows at the front have ordinals with holes between them.
    private var sparse = 0
    /// Of several legs the last.
    private var byHandle: [HandleBits: TicketKey] = [:]
    /// The key that the next ticket gets.
    private(set) var next = TicketKey(ordinal: 1)
    private(set) var open = 0

    init() {}

    /// - Parameter rows: In order of arrival, all before `next`.
    init(rows: [HallTicket], next: TicketKey) {
        self.rows = rows
        self.next = next
        sparse = rows.count
        open = rows.count { $0.state.isOpen }
        byHandle.reserveCapacity(rows.count)
        for row in rows { byHandle[row.handle] = row.key }
        while sparse > 0,
            rows[sparse - 1].key.ordinal + UInt64(rows.count - sparse + 1) == next.ordinal
        {
            sparse -= 1
        }
    }

    subscript(key: TicketKey) -> HallTicket {
        guard let index = index(of: key) else { preconditionFailure("no ticket \(key.ordinal)") }
        return rows[index]
    }

    func find(_ key: TicketKey) -> HallTicket? { index(of: key).map { rows[$0] } }

    func find(_ handle: HandleBits) -> HallTicket? { byHandle[handle].map { self[$0] } }

    /// The first row behind `key`, whether `key` is remembered or not.
    func index(after key: TicketKey) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].key <= key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func append(_ ticket: HallTicket) {
        precondition(ticket.key == next, "tickets are counted without holes")
        precondition(
            ticket.leg > 1 || byHandle[ticket.handle] == nil, "no two tickets have one handle")
        rows.append(ticket)
        byHandle[ticket.handle] = ticket.key
        next = TicketKey(ordinal: next.ordinal + 1)
        open += 1
    }

    mutating func update(_ key: TicketKey, _ change: (inout HallTicket) -> Void) {
        guard let index = index(of: key) else { preconditionFailure("no ticket \(key.ordinal)") }
        let wasOpen = rows[index].state.isOpen
        change(&rows[index])
        let isOpen = rows[index].state.isOpen
        if wasOpen != isOpen { open += isOpen ? 1 : -1 }
        assert(rows[index].key == key && open >= 0)
    }

    /// Keeps only the rows for which `isKept` holds.
    ///
    /// - Returns: The keys of what is gone.
    mutating func clear(keeping isKept: (Int, HallTicket) -> Bool) -> [TicketKey] {
        var kept: [HallTicket] = []
        var gone: [TicketKey] = []
        for (index, row) in rows.enumerated() {
            if isKept(index, row) {
                kept.append(row)
            } else {
                gone.append(row.key)
            }
        }
        self = TicketBook(rows: kept, next: next)
        return gone
    }

    private func index(of key: TicketKey) -> Int? {
        let fromEnd = next.ordinal - min(key.ordinal, next.ordinal)
        if fromEnd >= 1, fromEnd <= UInt64(rows.count - sparse) { return rows.count - Int(fromEnd) }
        let index = index(after: key) - 1
        return index >= 0 && rows[index].key == key ? index : nil
    }

    static func == (left: TicketBook, right: TicketBook) -> Bool {
        left.next == right.next && left.rows == right.rows
    }
}
