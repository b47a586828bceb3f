import Testing

@testable import Scheduler

@Suite struct WaitingLineTests {
    func place(_ ordinal: UInt64, rank: UInt8 = 1, time: Int64 = 0) -> LinePlace {
        LinePlace(rank: rank, time: time, arrival: ordinal, key: TicketKey(ordinal: ordinal))
    }

    @Test func rankComesBeforeTimeAndTimeBeforeArrival() {
        var line = WaitingLine()
        for place in [place(1), place(2, time: -9), place(3, rank: 2), place(4, rank: 0), place(5)]
        {
            line.insert(place)
        }
        #expect(line.prefix(9).map(\.key.ordinal) == [4, 2, 1, 5, 3])
        #expect(line.first?.key.ordinal == 4)
        #expect(line.first(fromRank: 1)?.key.ordinal == 2)
        #expect(line.first(fromRank: 2)?.key.ordinal == 3)
        #expect(line.first(fromRank: 3) == nil)
        #expect(line.count(before: .start(ofRank: 2)) == 4)
    }

    /// A million operations against a sorted array.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func itIsASortedArrayUnderRandomOperations(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var line = WaitingLine()
        var model: [LinePlace] = []
        for step in 1...20_000 as ClosedRange<UInt64> {
            let isGrowing = random.below(5) < (step < 12_000 ? 4 : 1)
            if model.isEmpty || isGrowing {
                let new = place(
                    step, rank: UInt8(random.below(3)),
                    time: Int64(random.below(3) == 0 ? 0 : step))
                line.insert(new)
                model.insert(new, at: model.partition(before: new))
            } else {
                let index = random.below(2) == 0 ? 0 : Int(random.below(UInt64(model.count)))
                let old = model[index]
                #expect(line.ahead(of: old) == index, "seed \(seed), step \(step)")
                line.remove(old)
                model.remove(at: index)
            }
            #expect(line.first == model.first)
            let rank = UInt8(random.below(4))
            #expect(line.first(fromRank: rank) == model.first { $0.rank >= rank })
        }
        #expect(line.count == model.count)
        #expect(line.prefix(line.count) == model, "seed \(seed)")
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: UInt64) -> UInt64 { next() % bound }
}
