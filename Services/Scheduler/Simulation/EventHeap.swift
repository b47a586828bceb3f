/// What is still to happen, the earliest first; of equals, what was put in first.
struct EventHeap<Event> {
    private struct Entry {
        let at: Int64
        let order: UInt64
        let event: Event

        func isBefore(_ other: Entry) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }

    private var entries: [Entry] = []
    private var put: UInt64 = 0

    /// Unix milliseconds.
    var nextTime: Int64? { entries.first?.at }

    mutating func insert(_ event: Event, at time: Int64) {
        put += 1
        entries.append(Entry(at: time, order: put, event: event))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> Event? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return first.event }
        entries[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].isBefore(entries[child]) {
                child += 1
            }
            guard entries[child].isBefore(entries[parent]) else { break }
            entries.swapAt(child, parent)
            parent = child
        }
        return first.event
    }
}
