import BranchDomain

/// Ids and what is remembered of each: open addressing in one flat array, 32 bytes a place.
///
/// Ids come from outside; the places they take depend on a number that each process draws anew.
struct IDTable: Sendable {
    private struct Place: Sendable {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var fingerprint: UInt64 = 0
        /// 0 where nobody is.
        var sequence: UInt64 = 0
    }

    private static let seed = UInt64(bitPattern: Int64(Hasher().finalize())) | 1

    private var places: [Place]
    private(set) var count = 0

    init() {
        places = [Place](repeating: Place(), count: 16)
    }

    func entry(for id: RequestID) -> IdempotencyWindow.Entry? {
        let place = places[index(of: id)]
        guard place.sequence != 0 else { return nil }
        return IdempotencyWindow.Entry(fingerprint: place.fingerprint, sequence: place.sequence)
    }

    /// - Returns: Whether the id was not there before.
    mutating func insert(_ id: RequestID, _ entry: IdempotencyWindow.Entry) -> Bool {
        precondition(entry.sequence != 0, "a journal's sequences begin at 1")
        if (count + 1) * 4 > places.count * 3 { grow() }
        let index = index(of: id)
        let isNew = places[index].sequence == 0
        places[index] = Place(
            high: id.high, low: id.low, fingerprint: entry.fingerprint, sequence: entry.sequence)
        if isNew { count += 1 }
        return isNew
    }

    func forEach(_ body: (RequestID, IdempotencyWindow.Entry) -> Void) {
        for place in places where place.sequence != 0 {
            body(
                RequestID(high: place.high, low: place.low),
                IdempotencyWindow.Entry(fingerprint: place.fingerprint, sequence: place.sequence))
        }
    }

    /// Where the id is, or the free place that it would take.
    private func index(of id: RequestID) -> Int {
        let mask = places.count - 1
        let product = (id.low ^ IDTable.seed).multipliedFullWidth(by: id.high ^ IDTable.seed)
        var index = Int(truncatingIfNeeded: product.high ^ product.low) & mask
        while places[index].sequence != 0,
            places[index].low != id.low || places[index].high != id.high
        {
            index = (index + 1) & mask
        }
        return index
    }

    private mutating func grow() {
        let before = places
        places = [Place](repeating: Place(), count: before.count * 2)
        for place in before where place.sequence != 0 {
            places[index(of: RequestID(high: place.high, low: place.low))] = place
        }
    }
}
