import BranchDomain
import Testing

@Suite struct RateTests {
    @Test(arguments: [
        ("0", 0), ("2.5", 2_500_000_000), ("0.125", 125_000_000), ("100", 100_000_000_000),
        ("0.000000001", 1), ("99.999999999", 99_999_999_999), ("7", 7_000_000_000),
        ("2.50", 2_500_000_000), ("10.000000000", 10_000_000_000), ("0.0", 0),
        ("100.000000000", 100_000_000_000),
    ])
    func aPercentageIsReadExactly(text: String, numerator: Int64) throws {
        #expect(try Rate(text).numerator == numerator)
    }

    @Test(arguments: [
        "", " ", " 2", "2 ", "+2", "-2", "-0", ".5", "5.", ".", "1.2.3", "1..2", "2,5", "1e1",
        "0x1", "NaN", "nan", "inf", "-inf", "infinity", "100.000000001", "101", "999", "1000",
        "0.0000000001", "1.0000000000", "007", "00", "02.5", "٢", "２", "2.5%", "2\u{0}",
        "2.5\n", "1_0", "99999999999999999999",
    ])
    func whatIsNoPercentageIsRefused(text: String) {
        #expect(throws: DomainError.self) { try Rate(text) }
    }

    @Test(arguments: [
        (0, "0"), (1, "0.000000001"), (10, "0.00000001"), (125_000_000, "0.125"),
        (1_000_000_000, "1"), (2_500_000_000, "2.5"), (10_000_000_000, "10"),
        (99_999_999_999, "99.999999999"), (100_000_000_000, "100"),
    ])
    func theTextIsTheShortest(numerator: Int64, text: String) throws {
        #expect(try Rate(numerator: numerator).description == text)
        #expect(try Rate(text).numerator == numerator)
    }

    @Test(arguments: [-1, 100_000_000_001, Int64.min, Int64.max])
    func outsideZeroToAHundredNothingIsARate(numerator: Int64) {
        #expect(throws: DomainError.self) { try Rate(numerator: numerator) }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func whatIsWrittenIsReadBackAlike(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let rate = try Rate(numerator: Int64.random(in: 0...Rate.denominator, using: &random))
            #expect(try Rate(rate.description) == rate, "seed \(seed): \(rate)")
        }
    }

    @Test func ratesAreInOrder() throws {
        #expect(try Rate("9.5") < Rate("10"))
        #expect(try Rate("2.50") == Rate("2.5"))
        #expect(try Rate("0") == Rate.zero)
    }
}
