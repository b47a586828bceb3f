import BranchDomain
import Testing

@Suite struct PayoutTests {
    /// A cassette, an amount, and what is paid; nil where nothing can be.
    @Test(
        arguments: [
            ([50: 10, 20: 10], 80, [20: 4]), ([50: 10, 20: 10], 60, [20: 3]),
            ([50: 10, 20: 10], 110, [50: 1, 20: 3]), ([50: 10, 20: 10], 30, nil),
            ([50: 10, 20: 10], 10, nil), ([50: 10, 20: 3], 80, nil),
            ([50: 10, 20: 10], 700, [50: 10, 20: 10]), ([50: 10, 20: 10], 701, nil),
            ([50: 10, 20: 10], 690, nil), ([50: 10, 20: 10], 680, [50: 10, 20: 9]),
            ([50: 1], 50, [50: 1]), ([50: 0], 50, nil), ([:], 50, nil), ([100: 5], 50, nil),
            ([25: 3, 10: 10, 1: 100], 30, [10: 3]), ([25: 3, 10: 2, 1: 100], 30, [25: 1, 1: 5]),
            ([6: 9, 5: 9, 1: 9], 10, [5: 2]), ([1: 10_000], 10_000, [1: 10_000]),
            ([9: 1, 7: 3, 6: 2], 27, [7: 3, 6: 1]),
            ([5_000: 3, 2_000: 1, 1: 0], 7_000, [5_000: 1, 2_000: 1]),
        ] as [([Int64: Int64], Int64, [Int64: Int64]?)])
    func aPayoutIsFoundIfThereIsOne(
        counts: [Int64: Int64], amount: Int64, expected: [Int64: Int64]?
    ) throws {
        let cassette = try Denominations(counts)
        let payout = try cassette.notes(for: Amount(amount))
        #expect(try payout == expected.map { try Denominations($0) })
    }

    /// 60 is 50 + 10 or 30 + 30.
    @Test(
        arguments: [
            ([50: 100, 30: 4, 10: 100], [50: 1, 10: 1]), ([50: 2, 30: 50, 10: 3], [30: 2]),
            ([50: 9, 30: 100, 10: 9], [30: 2]), ([50: 10, 30: 9, 10: 10], [50: 1, 10: 1]),
        ] as [([Int64: Int64], [Int64: Int64])])
    func ofAsFewNotesTheFullerStacksPay(counts: [Int64: Int64], expected: [Int64: Int64]) throws {
        let payout = try Denominations(counts).notes(for: Amount(60))
        #expect(try payout == Denominations(expected))
    }

    @Test func theSameQuestionHasOneAnswer() throws {
        // 60 as 50 + 10 and as 30 + 30 costs the same here.
        let counts: [Int64: Int64] = [50: 5, 30: 5, 10: 5]
        let first = try Denominations(counts).notes(for: Amount(60))
        for capacity in [1, 8, 64, 500] {
            var other = [Int64: Int64](minimumCapacity: capacity)
            for value: Int64 in [10, 30, 50] { other[value] = 5 }
            #expect(try Denominations(other).notes(for: Amount(60)) == first)
        }
    }

    @Test func beyondTheBoundNothingIsClaimed() throws {
        let nine = Dictionary(uniqueKeysWithValues: (1...9).map { (Int64($0), Int64(5)) })
        #expect(throws: DomainError.self) { try Denominations(nine).notes(for: Amount(20)) }
        #expect(try Denominations(nine).notes(for: Amount(8))?.total == 8)
        let ones = try Denominations([1: 2_000_000])
        #expect(try ones.notes(for: Amount(1_000_000))?.total == 1_000_000)
        #expect(throws: DomainError.self) { try ones.notes(for: Amount(1_000_001)) }
        let hundreds = try Denominations([100: 2_000_000])
        #expect(try hundreds.notes(for: Amount(100_000_000))?.total == 100_000_000)
        let odd = Dictionary(
            uniqueKeysWithValues: [30_011, 40_009, 50_021, 60_013, 70_001, 80_021, 90_001, 99_991]
                .map { (Int64($0), Int64(10_000)) })
        #expect(throws: DomainError.self) { try Denominations(odd).notes(for: Amount(800_003)) }
    }

    /// Usual series of notes at the bounds: refused never, whatever the amount.
    @Test(
        arguments: [
            [1, 2, 5, 10, 20, 50, 100], [1, 2, 4, 10, 20, 40, 100], [1, 2, 5, 10],
            [1, 5, 10, 25, 100, 500, 1_000, 2_000], [1, 2, 5, 10, 20, 50, 100, 200],
        ] as [[Int64]], 1...3 as ClosedRange<UInt64>)
    func usualSeriesAreWithinTheBound(values: [Int64], seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<15 {
            let counts = values.map { ($0, Int64.random(in: 1...10_000, using: &random)) }
            let cassette = try Denominations(Dictionary(uniqueKeysWithValues: counts))
            let most = min(cassette.total, Denominations.mostPayoutUnits)
            let amount = try Amount(Int64.random(in: 1...most, using: &random))
            let payout = try cassette.notes(for: amount)
            if let payout {
                #expect(payout.total == amount.minorUnits, "seed \(seed)")
                _ = try cassette.subtracting(payout)
            }
        }
    }
}

/// Against all payouts there are, for small cassettes.
@Suite struct PayoutBruteForceTests {
    /// The parts of the whole that any weight of a count up to 12 is.
    private let whole: Int64 = 27_720

    private struct Cost: Comparable {
        let notes: Int64
        let weight: Int64

        static func < (left: Cost, right: Cost) -> Bool {
            (left.notes, left.weight) < (right.notes, right.weight)
        }
    }

    private func cost(of payout: Denominations, from cassette: Denominations) -> Cost {
        Cost(
            notes: payout.stacks.reduce(0) { $0 + $1.count },
            weight: payout.stacks.reduce(0) {
                $0 + $1.count * (whole / cassette.count(of: $1.value))
            })
    }

    /// The least cost of each amount that can be made.
    private func cheapest(from cassette: Denominations) -> [Int64: Cost] {
        var costs: [Int64: Cost] = [0: Cost(notes: 0, weight: 0)]
        for stack in cassette.stacks where stack.count > 0 {
            var next = costs
            for (sum, cost) in costs {
                for taken in 1...stack.count {
                    let other = Cost(
                        notes: cost.notes + taken,
                        weight: cost.weight + taken * (whole / stack.count))
                    let total = sum + taken * stack.value
                    next[total] = min(next[total] ?? other, other)
                }
            }
            costs = next
        }
        return costs
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func everyAmountIsPaidAtTheLeastCostOrNotAtAll(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let largest = [9, 30, 120][Int.random(in: 0..<3, using: &random)] as Int64
        var counts: [Int64: Int64] = [:]
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let value = Int64.random(in: 1...largest, using: &random)
            counts[value] = Int64.random(in: 0...12, using: &random)
        }
        let cassette = try Denominations(counts)
        let cheapest = cheapest(from: cassette)
        // All amounts of a small cassette, and some of a large one.
        let step = Int(1 + cassette.total / 150)
        for amount in stride(from: 1, through: cassette.total + 2, by: step) {
            let payout = try cassette.notes(for: Amount(amount))
            guard let payout else {
                #expect(cheapest[amount] == nil, "seed \(seed): \(counts) pays \(amount)")
                continue
            }
            _ = try cassette.subtracting(payout)
            #expect(payout.total == amount, "seed \(seed): \(counts), \(amount)")
            #expect(
                cost(of: payout, from: cassette) == cheapest[amount],
                "seed \(seed): \(counts), \(amount)")
        }
    }
}
