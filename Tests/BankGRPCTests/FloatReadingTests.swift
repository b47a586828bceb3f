import BranchDomain
import Testing

@testable import BankGRPC

/// A sum as it comes over the wire, and the minor units that it is; nil: none.
struct ReadSum: CustomTestStringConvertible {
    let value: Float
    let decimals: Int
    let minorUnits: Int64?

    init(_ value: Float, _ minorUnits: Int64?, decimals: Int = 2) {
        self.value = value
        self.minorUnits = minorUnits
        self.decimals = decimals
    }

    var testDescription: String { "\(value) at \(decimals) decimals" }
}

@Suite("Floats of the old wire")
struct FloatReadingTests {
    @Test(
        "a float is the decimal that it prints as",
        arguments: [
            ReadSum(100.10, 10_010), ReadSum(0.01, 1), ReadSum(0.1, 10), ReadSum(0.29, 29),
            ReadSum(1.005, nil), ReadSum(1e6, 100_000_000), ReadSum(123_456.78, 12_345_678),
            ReadSum(16_777_216, 1_677_721_600), ReadSum(16_777_215, 1_677_721_500),
            ReadSum(16_777_218, 1_677_721_800), ReadSum(1e10, 1_000_000_000_000),
            ReadSum(9e13, 9_000_000_000_000_000), ReadSum(9.1e13, nil), ReadSum(1e14, nil),
            ReadSum(1e17, nil), ReadSum(.greatestFiniteMagnitude, nil),
        ])
    func prints(sum: ReadSum) { check(sum) }

    @Test(
        "no sum is read out of nothing, less than nothing, or no number",
        arguments: [
            ReadSum(0, nil), ReadSum(-0.0, nil), ReadSum(-0.01, nil), ReadSum(-50, nil),
            ReadSum(.nan, nil), ReadSum(.signalingNaN, nil), ReadSum(.infinity, nil),
            ReadSum(-.infinity, nil), ReadSum(.leastNonzeroMagnitude, nil),
            ReadSum(.leastNormalMagnitude, nil), ReadSum(1e-9, nil), ReadSum(0.004, nil),
            ReadSum(0.005, nil), ReadSum(0.006, nil), ReadSum(0.001, nil),
        ])
    func none(sum: ReadSum) { check(sum) }

    @Test(
        "more decimals are taken only where they are the noise of floats",
        arguments: [
            ReadSum(99.999, nil), ReadSum(0.999_999, nil), ReadSum(105.105, nil),
            // What a client adds up in floats is off by the last bit.
            ReadSum((0.3 as Float).nextUp, 30), ReadSum((0.3 as Float).nextDown, 30),
            ReadSum((100.1 as Float).nextUp, 10_010),
            ReadSum((100.1 as Float).nextUp.nextUp, nil),
            // Here one float is 0.0078 from the next: half a cent is noise, and goes to even.
            ReadSum(65_536.125, 6_553_612), ReadSum(65_536.375, 6_553_638),
            ReadSum(33_333.335, 3_333_334), ReadSum(8_388.605, nil),
        ])
    func noise(sum: ReadSum) { check(sum) }

    @Test(
        "a currency has the decimals that it has",
        arguments: [
            ReadSum(500, 500, decimals: 0), ReadSum(0.5, nil, decimals: 0),
            ReadSum(1.5, nil, decimals: 0), ReadSum(0.005, 5, decimals: 3),
            ReadSum(1.234, 1_234, decimals: 3), ReadSum(1.2345, nil, decimals: 3),
        ])
    func currencies(sum: ReadSum) { check(sum) }

    @Test("every sum that a float can tell from its neighbours is read exactly")
    func property() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed)
        for _ in 0..<20_000 {
            // Below 131,072.00 a float is closer to the next one than a cent.
            let cents = Int64(random.next() % 13_107_199) + 1
            let value = Float("\(cents)e-2") ?? .nan
            #expect(
                FloatReading.amount(value, decimals: 2)?.minorUnits == cents,
                "\(value), seed \(seed)")
            #expect(FloatReading.float(minorUnits: cents, decimals: 2) == value, "seed \(seed)")
        }
    }

    @Test("whatever the bits are, what is read shows as this float or a neighbour of it")
    func anyBits() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed)
        var read = 0
        for _ in 0..<200_000 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
            guard let amount = FloatReading.amount(value, decimals: 2) else { continue }
            read += 1
            let shown = FloatReading.float(minorUnits: amount.minorUnits, decimals: 2)
            #expect(value.isFinite && value > 0 && amount.minorUnits > 0, "seed \(seed)")
            #expect(
                [value, value.nextUp, value.nextDown].contains(shown), "\(value), seed \(seed)")
        }
        #expect(read > 1_000, "seed \(seed)")
    }

    @Test(
        "a rate is a percentage from 0 to 100",
        arguments: [
            (5 as Float, "5"), (2.5, "2.5"), (0, "0"), (-0.0, "0"), (100, "100"),
            (0.1, "0.1"), (3.333_333_3, "3.3333333"), (1e-9, "0.000000001"), (1e-12, "0"),
            (99.99999, "99.99999"),
        ])
    func rates(rate: Float, text: String) {
        #expect(FloatReading.rate(rate)?.description == text)
    }

    @Test(
        "anything else is no rate",
        arguments: [-1, -0.001, 100.001, 1e30, .nan, .infinity, -.infinity] as [Float])
    func noRates(rate: Float) {
        #expect(FloatReading.rate(rate) == nil)
    }

    @Test("a balance is shown as the nearest float, also beyond what a float can hold")
    func balances() {
        #expect(FloatReading.float(minorUnits: 10_510, decimals: 2) == 105.1)
        #expect(FloatReading.float(minorUnits: 0, decimals: 2) == 0)
        #expect(FloatReading.float(minorUnits: -1, decimals: 2) == -0.01)
        #expect(FloatReading.float(minorUnits: 100_000_001, decimals: 2) == 1_000_000)
        #expect(FloatReading.float(minorUnits: Amount.largest, decimals: 2) == 9.007_199e13)
        #expect(FloatReading.float(minorUnits: 7, decimals: 0) == 7)
    }

    private func check(_ sum: ReadSum) {
        #expect(
            FloatReading.amount(sum.value, decimals: sum.decimals)?.minorUnits == sum.minorUnits)
    }
}
