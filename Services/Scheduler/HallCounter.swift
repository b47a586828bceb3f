import BranchDomain

/// A counter: who has it, until when, and which ticket is there.
struct HallCounter: Sendable, Equatable {
    /// A teller who does nothing for so long has left.
    static let lease = Duration.seconds(15 * 60)

    /// Why nothing more is called.
    struct Pause: Sendable, Equatable {
        let reason: String?
    }

    /// Somebody's tenure of the counter.
    struct Tenure: Sendable, Equatable {
        let teller: String
        /// Sorted; all services where it is empty.
        var services: [ServiceIndex]
        var lease: Timestamp
        var pause: Pause?
        /// What is called first, in this order, before all else that is served.
        var prefers: [ServiceIndex] = []
        var skills: [String] = []
        /// Whether the next one is called as soon as one is done.
        var isAutomatic = false

        func serves(_ service: ServiceIndex) -> Bool {
            services.isEmpty || services.contains(service)
        }
    }

    let name: String
    /// nil while the counter is closed.
    var tenure: Tenure?
    /// Called to the counter or served there; only while somebody has the counter.
    var ticket: TicketKey?
    /// Who waits for this counter alone.
    var line = WaitingLine()
}

/// The counters that were ever opened, in the order in which they first were.
struct CounterTable: Sendable, Equatable {
    static let most = 1_000

    private(set) var rows: [HallCounter] = []
    private var byName: [String: CounterIndex] = [:]

    init() {}

    init(rows: [HallCounter]) {
        self.rows = rows
        for (place, row) in rows.enumerated() {
            byName[row.name] = CounterIndex(place: UInt16(place))
        }
    }

    subscript(index: CounterIndex) -> HallCounter {
        get { rows[Int(index.place)] }
        _modify {
            yield &rows[Int(index.place)]
            precondition(
                rows[Int(index.place)].tenure != nil || rows[Int(index.place)].ticket == nil,
                "a closed counter has no ticket")
        }
    }

    var indices: [CounterIndex] { rows.indices.map { CounterIndex(place: UInt16($0)) } }

    var isFull: Bool { rows.count >= CounterTable.most }

    func find(_ name: String) -> CounterIndex? { byName[name] }

    /// The counter of that name, made where there is none.
    mutating func findOrAdd(_ name: String) -> CounterIndex {
        if let index = byName[name] { return index }
        precondition(!isFull, "a branch has at most \(CounterTable.most) counters")
        let index = CounterIndex(place: UInt16(rows.count))
        rows.append(HallCounter(name: name))
        byName[name] = index
        return index
    }

    /// The open counters, in order of their names.
    var open: [(index: CounterIndex, counter: HallCounter, tenure: HallCounter.Tenure)] {
        var found: [(index: CounterIndex, counter: HallCounter, tenure: HallCounter.Tenure)] = []
        for (place, row) in rows.enumerated() {
            guard let tenure = row.tenure else { continue }
            found.append((CounterIndex(place: UInt16(place)), row, tenure))
        }
        return found.sorted { left, right in
            let (one, other) = (left.counter.name, right.counter.name)
            return one.utf8.count == other.utf8.count
                ? one < other : one.utf8.count < other.utf8.count
        }
    }
}
