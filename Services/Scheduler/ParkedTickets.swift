import BranchDomain

/// The tickets that are parked, in order of deadline.
struct ParkedTickets: Sendable, Equatable {
    struct Entry: Comparable, Sendable {
        let until: Timestamp
        let ticket: TicketKey

        static func < (left: Entry, right: Entry) -> Bool {
            (left.until, left.ticket) < (right.until, right.ticket)
        }
    }

    private(set) var entries: [Entry] = []

    mutating func insert(_ entry: Entry) {
        entries.insert(entry, at: entries.partition(before: entry))
    }

    mutating func remove(_ entry: Entry) {
        let place = entries.partition(before: entry)
        precondition(place < entries.count && entries[place] == entry, "the ticket is not parked")
        entries.remove(at: place)
    }

    mutating func removeAll() { entries.removeAll() }
}
