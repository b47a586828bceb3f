extension Denominations {
    /// The most kinds of notes a payout is looked for in, of those no larger than the amount.
    public static let mostPayoutKinds = 8
    /// The largest amount a payout is looked for, in units of the notes' greatest common divisor.
    public static let mostPayoutUnits: Int64 = 1_000_000

    /// The notes to pay an amount with, out of these.
    ///
    /// A payout is found if there is one. It has the fewest notes and, among those with as few,
    /// spares the stacks that are low: each note weighs 1 / the count of its stack, and the sum of
    /// these weights is the smallest. (Weights are kept to 1 / `PayoutSearch/shareScale`.)
    /// What is still equal is settled by values alone, so the same question has one answer.
    ///
    /// - Returns: The kinds that are paid with, or nil where the amount cannot be made.
    /// - Throws: ``DomainError`` beyond ``mostPayoutKinds`` or ``mostPayoutUnits``, and for odd
    ///   series of large values (primes of five digits, say) for which the search would take more
    ///   than `PayoutSearch/mostCells` steps. It is then unknown whether a payout exists. Series
    ///   as banks use them take some hundreds to some ten thousands of steps, at most 1 ms.
    public func notes(for amount: Amount) throws(DomainError) -> Denominations? {
        let usable = stacks.filter { $0.count > 0 && $0.value <= amount.minorUnits }
        let divisor = usable.reduce(0) { greatestCommonDivisor($0, $1.value) }
        guard divisor > 0, amount.minorUnits % divisor == 0, total >= amount.minorUnits else {
            return nil
        }
        let units = amount.minorUnits / divisor
        guard usable.count <= Denominations.mostPayoutKinds,
            units <= Denominations.mostPayoutUnits
        else { throw DomainError("The amount is too large for a payout in these notes.") }
        let kinds = usable.map { PayoutKind($0, divisor: divisor, units: units) }
        var search = PayoutSearch(kinds: kinds, units: Int(units))
        guard let counts = try search.run() else { return nil }
        let pairs = zip(usable, counts).filter { $1 > 0 }.map { ($0.value, Int64($1)) }
        let payout = try Denominations(Dictionary(uniqueKeysWithValues: pairs))
        assert(payout.total == amount.minorUnits, "a payout is the amount")
        return payout
    }
}

/// A kind of note as the search sees it.
struct PayoutKind {
    /// In units, the greatest common divisor of all kinds.
    let value: Int
    /// As many as are there and as fit into the amount.
    let count: Int
    /// What a note costs: ``PayoutSearch/noteCost`` and its weight, so that fewest comes first.
    let cost: Int64

    init(_ stack: Denominations.Stack, divisor: Int64, units: Int64) {
        value = Int(stack.value / divisor)
        count = Int(min(stack.count, units / (stack.value / divisor)))
        cost = PayoutSearch.noteCost + PayoutSearch.shareScale / stack.count
    }
}

/// Looks for the cheapest payout near the one that would be best if notes could be cut.
///
/// That one (the linear relaxation) takes the kinds in order of cost per unit, each as often as it
/// goes; a cut note remains. The search lets each kind deviate from it by a few notes, solves that
/// exactly (``PayoutTable``) and widens until nothing outside can be better:
///
/// - A payout of known cost bounds each deviation, since every note more or less than the cut
///   payout has costs at least its reduced cost, and the cut payout is a lower bound.
/// - Without one, some best payout, if any, deviates by fewer than 2Δ notes altogether, Δ the
///   largest value: its deviations, ordered so that their running sum stays within Δ either way,
///   would otherwise come to one sum twice, and what lies between could be left out.
///   (After Eisenbrand and Weismantel, Proximity Results and Faster Algorithms for Integer
///   Programming Using the Steinitz Lemma, 2018.)
struct PayoutSearch {
    /// A weight is this over the count of the stack; exact for counts to 24.
    static let shareScale: Int64 = 5_354_228_880
    /// Above the sum of all weights: 8 · ``shareScale`` < 2⁴⁰. With at most 10⁶ notes < 2⁶⁰.
    static let noteCost: Int64 = 1 << 40
    /// The most table cells for one payout: the bound of work and, at 8 bytes each, of memory.
    static let mostCells = 500_000

    private let kinds: [PayoutKind]
    private let units: Int
    private var cellsLeft = mostCells

    /// - Parameter kinds: With a greatest common divisor of 1.
    init(kinds: [PayoutKind], units: Int) {
        precondition(units > 0 && !kinds.isEmpty, "somebody asked for something")
        self.kinds = kinds
        self.units = units
    }

    /// - Returns: How many notes of each kind, or nil where there is no payout.
    /// - Throws: ``DomainError`` where ``mostCells`` are not enough.
    mutating func run() throws(DomainError) -> [Int]? {
        guard let cut = CutPayout(kinds: kinds, units: units) else { return nil }
        if cut.rest == 0 { return cut.counts }
        let farthest = 2 * (kinds.map(\.value).max() ?? 1) - 1
        var reach = 4
        while true {
            let box = window(around: cut.counts, kinds.map { _ in min(reach, farthest) })
            if let found = try solve(box) {
                let needed = cut.deviations(atCost: cost(of: found), kinds: kinds)
                let proven = window(around: cut.counts, needed.map { min($0, farthest) })
                let isProven = zip(box, proven).allSatisfy { tried, wanted in
                    tried.lowerBound <= wanted.lowerBound && wanted.upperBound <= tried.upperBound
                }
                return isProven ? found : try solve(proven)
            }
            if reach >= farthest { return nil }
            reach *= 4
        }
    }

    /// What each kind's count may be, by how far it may deviate.
    private func window(around counts: [Int], _ deviations: [Int]) -> [ClosedRange<Int>] {
        kinds.indices.map { index in
            let lowest = max(0, counts[index] - deviations[index])
            let highest = min(kinds[index].count, counts[index] + deviations[index])
            return lowest...highest
        }
    }

    private func cost(of counts: [Int]) -> Int64 {
        zip(kinds, counts).reduce(0) { $0 + $1.0.cost * Int64($1.1) }
    }

    private mutating func solve(_ box: [ClosedRange<Int>]) throws(DomainError) -> [Int]? {
        let table = PayoutTable(kinds: kinds, box: box, units: units)
        guard table.cells <= cellsLeft else {
            throw DomainError("These notes are too odd a series to search for this amount.")
        }
        cellsLeft -= table.cells
        return table.solve()
    }
}

/// The cheapest payout if notes could be cut.
private struct CutPayout {
    /// Of each kind, without the cut note.
    let counts: [Int]
    /// What the cut note adds, in units, less than its value; 0 where none is cut.
    let rest: Int
    /// Which kind is cut.
    private let cutKind: Int

    /// nil where all notes together are less than `units`.
    init?(kinds: [PayoutKind], units: Int) {
        let order = kinds.indices.sorted { left, right in
            let (one, other) = (kinds[left], kinds[right])
            let costs = (
                Int128(one.cost) * Int128(other.value), Int128(other.cost) * Int128(one.value)
            )
            return costs.0 == costs.1 ? left < right : costs.0 < costs.1
        }
        var counts = kinds.map { _ in 0 }
        var rest = units
        for index in order {
            counts[index] = min(kinds[index].count, rest / kinds[index].value)
            rest -= counts[index] * kinds[index].value
            if counts[index] < kinds[index].count || rest == 0 {
                self.counts = counts
                self.rest = rest
                cutKind = index
                return
            }
        }
        return nil
    }

    /// How far each kind can deviate from ``counts`` in a payout that costs no more than `cost`.
    func deviations(atCost cost: Int64, kinds: [PayoutKind]) -> [Int] {
        let cut = kinds[cutKind]
        // All costs times the cut kind's value here, so that the price of a unit is whole.
        var gap = (Int128(cost) * Int128(cut.value)) - Int128(rest) * Int128(cut.cost)
        for (kind, count) in zip(kinds, counts) {
            gap -= Int128(kind.cost) * Int128(count) * Int128(cut.value)
        }
        assert(gap >= 0, "the cut payout is the cheapest")
        var deviations = kinds.map { kind in
            let whole = Int128(kind.cost) * Int128(cut.value)
            let reduced = (whole - Int128(cut.cost) * Int128(kind.value)).magnitude
            return reduced == 0
                ? CutPayout.any : Int(min(gap.magnitude / reduced, UInt128(CutPayout.any)))
        }
        // The cut kind makes up for the others.
        deviations[cutKind] = 0
        let others = zip(kinds, deviations).reduce(rest) { $0 + $1.0.value * $1.1 }
        deviations[cutKind] = others / cut.value + 1
        return deviations
    }

    /// More than any count, and still far from overflowing when multiplied by a value.
    private static let any = 1 << 30
}

private func greatestCommonDivisor(_ one: Int64, _ other: Int64) -> Int64 {
    var (one, other) = (one, other)
    while other != 0 { (one, other) = (other, one % other) }
    return one
}
