import BranchDomain

/// How many are inside a place that takes only so many, and how many more may come.
///
/// At first everybody may come until it is full. Whoever leaves frees a place, but places are
/// given out again only when a batch of them is free, so that the next ones come together.
struct Occupancy: Sendable, Equatable {
    /// People of the tickets that were let in.
    private(set) var inside = 0
    /// Places that are given out: the next people come at once.
    private(set) var granted = 0

    init(inside: Int = 0, granted: Int = 0) {
        self.inside = inside
        self.granted = granted
    }

    /// Whether a party is let in now.
    ///
    /// - Parameter capacity: At least `batch`.
    func admits(party: Int, capacity: Int, batch: Int) -> Bool {
        party <= opened(party: party, capacity: capacity, batch: batch).granted
    }

    /// A place of the batch is used by each of a party, who come in with ``enter(party:)``.
    mutating func use(party: Int, capacity: Int, batch: Int) {
        self = opened(party: party, capacity: capacity, batch: batch)
        granted = max(0, granted - party)
    }

    mutating func enter(party: Int) { inside += party }

    mutating func leave(party: Int) {
        inside -= party
        precondition(inside >= 0, "only who is inside leaves")
    }

    mutating func resize(to capacity: Int?) {
        guard let capacity else { return granted = 0 }
        granted = min(granted, max(0, capacity - inside))
    }

    /// With the places given out that may be by now.
    private func opened(party: Int, capacity: Int, batch: Int) -> Occupancy {
        var after = self
        let free = max(0, capacity - inside)
        after.granted = min(granted, free)
        let kept = free - after.granted
        // Who is too many for the rest of a batch waits for places, not for another batch.
        let isHalfUsed = after.granted > 0 && party > after.granted && party <= free
        if kept >= batch || inside == 0 || isHalfUsed { after.granted = free }
        return after
    }
}
