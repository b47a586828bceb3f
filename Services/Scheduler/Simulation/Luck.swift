import Foundation

/// Numbers that look random and are the same for the same seed on every machine: SplitMix64.
struct Luck: Sendable {
    private var state: UInt64
    /// The second of a pair of normal numbers.
    private var spare: Double?

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

    /// More than 0, at most 1.
    mutating func unit() -> Double { (Double(next() >> 11) + 1) / 0x1p53 }

    /// So many numbers above 0 and at most 1, one in each of as many equal parts, in a random
    /// order: a mean over them varies less than over numbers that know nothing of each other.
    mutating func spread(_ count: Int) -> [Double] {
        var numbers = (0..<count).map { (Double($0) + unit()) / Double(count) }
        for last in stride(from: count - 1, to: 0, by: -1) {
            numbers.swapAt(last, Int(next() % UInt64(last + 1)))
        }
        return numbers
    }

    mutating func exponential(mean: Double) -> Double { -log(unit()) * mean }

    /// Of mean 0 and deviation 1, by Box and Muller.
    mutating func normal() -> Double {
        if let spare {
            self.spare = nil
            return spare
        }
        let radius = (-2 * log(unit())).squareRoot()
        let angle = 2 * Double.pi * unit()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }

    /// - Parameter spread: The deviation as a part of the mean.
    mutating func logNormal(mean: Double, spread: Double) -> Double {
        let variance = log(1 + spread * spread)
        return mean * exp(variance.squareRoot() * normal() - variance / 2)
    }
}
