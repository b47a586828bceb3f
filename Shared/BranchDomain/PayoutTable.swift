/// The cheapest payout with each kind's count within a range, exactly.
///
/// Kind by kind, the table holds the least cost of each sum that can still be completed; a sum's
/// best predecessor is the least of a sliding window (one sum per note taken), kept in a monotone
/// queue, so that a cell costs the same however many notes there are.
struct PayoutTable {
    /// The sums, in units, that are worth a cell after some kinds: reachable with them, and
    /// completable with the others.
    private struct Layer {
        let kind: Int
        let sums: ClosedRange<Int>
    }

    private let kinds: [PayoutKind]
    /// Notes of each kind that every payout has, and how many more it may have.
    private let base: [Int]
    private let extra: [Int]
    /// What is left to pay beyond the base, in units.
    private let target: Int
    private let layers: [Layer]

    /// A cost that no payout has.
    private static let never = Int64.max

    init(kinds: [PayoutKind], box: [ClosedRange<Int>], units: Int) {
        precondition(kinds.count == box.count, "a range for each kind")
        self.kinds = kinds
        base = box.map(\.lowerBound)
        extra = box.map { $0.upperBound - $0.lowerBound }
        target = units - zip(kinds, base).reduce(0) { $0 + $1.0.value * $1.1 }
        layers = PayoutTable.layers(kinds: kinds, extra: extra, target: target)
    }

    /// How many cells ``solve()`` fills, which is its work and its memory.
    var cells: Int { layers.reduce(0) { $0 + $1.sums.count } }

    /// - Returns: How many notes of each kind, or nil where no payout is within the ranges.
    func solve() -> [Int]? {
        guard let last = layers.last else { return target == 0 ? base : nil }
        var filled: [[Int64]] = []
        var (sums, costs) = (0...0, [Int64(0)])
        for layer in layers {
            costs = fill(layer, after: sums, costs)
            filled.append(costs)
            sums = layer.sums
        }
        assert(last.sums == target...target, "the last kind completes the sum")
        return costs[0] == PayoutTable.never ? nil : trace(filled)
    }

    /// The kinds with anything to decide, the narrowest first, so that the layers are narrow at
    /// either end; none where the target is out of reach.
    private static func layers(kinds: [PayoutKind], extra: [Int], target: Int) -> [Layer] {
        let order = kinds.indices.filter { extra[$0] > 0 }.sorted {
            let (one, other) = (kinds[$0].value * extra[$0], kinds[$1].value * extra[$1])
            return one == other ? $0 < $1 : one < other
        }
        var following = order.reduce(0) { $0 + kinds[$1].value * extra[$1] }
        guard target >= 0, target <= following else { return [] }
        var reached = 0
        return order.map { index in
            reached += kinds[index].value * extra[index]
            following -= kinds[index].value * extra[index]
            return Layer(kind: index, sums: max(0, target - following)...min(reached, target))
        }
    }

    /// The least costs after one more kind, residue by residue of its value.
    private func fill(
        _ layer: Layer, after sums: ClosedRange<Int>, _ costs: [Int64]
    ) -> [Int64] {
        let value = kinds[layer.kind].value
        var filled = [Int64](repeating: PayoutTable.never, count: layer.sums.count)
        var queue = CheapestQueue(capacity: layer.sums.upperBound / value + 2)
        let lowest = layer.sums.lowerBound
        precondition(lowest >= sums.lowerBound, "no note is worth less than nothing")
        for sum in lowest...min(lowest + value - 1, layer.sums.upperBound) {
            let first = sum - (sum - sums.lowerBound) / value * value
            fillResidue(from: first, layer, after: sums, costs, &filled, &queue)
        }
        return filled
    }

    /// Walks the sums of one residue upwards, a note at a time.
    private func fillResidue(
        from first: Int, _ layer: Layer, after sums: ClosedRange<Int>, _ costs: [Int64],
        _ filled: inout [Int64], _ queue: inout CheapestQueue
    ) {
        let (value, cost) = (kinds[layer.kind].value, kinds[layer.kind].cost)
        queue.removeAll()
        var sum = first
        var step = 0
        // What a predecessor costs is held less the notes to it, so that costs compare.
        var toHere: Int64 = 0
        while sum <= layer.sums.upperBound {
            if sums.contains(sum), costs[sum - sums.lowerBound] != PayoutTable.never {
                queue.append(costs[sum - sums.lowerBound] - toHere, at: step)
            }
            if sum >= layer.sums.lowerBound,
                let least = queue.least(since: step - extra[layer.kind])
            {
                filled[sum - layer.sums.lowerBound] = least + toHere
            }
            sum += value
            step += 1
            toHere += cost
        }
    }

    /// Goes back from the target: of each kind the fewest notes that explain the cost.
    private func trace(_ filled: [[Int64]]) -> [Int] {
        var counts = base
        var sum = target
        for index in layers.indices.reversed() {
            let kind = kinds[layers[index].kind]
            let before = index == 0 ? 0...0 : layers[index - 1].sums
            let costs = index == 0 ? [0] : filled[index - 1]
            let cost = filled[index][sum - layers[index].sums.lowerBound]
            let taken = (0...extra[layers[index].kind]).first { taken in
                let rest = sum - taken * kind.value
                return before.contains(rest)
                    && costs[rest - before.lowerBound] == cost - Int64(taken) * kind.cost
            }
            guard let taken else { preconditionFailure("layer \(index) has no predecessor") }
            counts[layers[index].kind] += taken
            sum -= taken * kind.value
        }
        assert(sum == 0, "the trace ends where the table began")
        return counts
    }
}

/// A queue whose least entry is known: an entry leaves when a cheaper one comes, or by age.
private struct CheapestQueue {
    private var costs: [Int64]
    private var steps: [Int]
    private var head = 0
    private var tail = 0

    init(capacity: Int) {
        costs = Array(repeating: 0, count: capacity)
        steps = Array(repeating: 0, count: capacity)
    }

    mutating func removeAll() {
        (head, tail) = (0, 0)
    }

    mutating func append(_ cost: Int64, at step: Int) {
        while tail > head, costs[tail - 1] >= cost { tail -= 1 }
        costs[tail] = cost
        steps[tail] = step
        tail += 1
    }

    /// The least cost of the entries from `step` on, or nil where there is none.
    mutating func least(since step: Int) -> Int64? {
        while head < tail, steps[head] < step { head += 1 }
        return head < tail ? costs[head] : nil
    }
}
