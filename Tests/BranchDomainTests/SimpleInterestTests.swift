import BranchDomain
import Testing

/// One sum in each rounding.
struct RoundingCase: Sendable {
    let balance: Int64
    let rate: String
    let halfEven: Int64
    let halfUp: Int64
    let down: Int64

    init(_ balance: Int64, _ rate: String, _ halfEven: Int64, _ halfUp: Int64, _ down: Int64) {
        (self.balance, self.rate) = (balance, rate)
        (self.halfEven, self.halfUp, self.down) = (halfEven, halfUp, down)
    }
}

@Suite struct SimpleInterestTests {
    @Test(arguments: [
        RoundingCase(10_010, "5", 500, 501, 500), RoundingCase(10_030, "5", 502, 502, 501),
        RoundingCase(1, "50", 0, 1, 0), RoundingCase(3, "50", 2, 2, 1),
        RoundingCase(5, "50", 2, 3, 2), RoundingCase(-1, "50", 0, -1, 0),
        RoundingCase(-3, "50", -2, -2, -1), RoundingCase(-10_010, "5", -500, -501, -500),
        RoundingCase(1, "50.000000001", 1, 1, 0), RoundingCase(1, "49.999999999", 0, 0, 0),
        RoundingCase(-1, "50.000000001", -1, -1, 0), RoundingCase(9, "10", 1, 1, 0),
        RoundingCase(100, "2.5", 2, 3, 2), RoundingCase(300, "2.5", 8, 8, 7),
        RoundingCase(0, "100", 0, 0, 0), RoundingCase(12_345, "0", 0, 0, 0),
        RoundingCase(
            9_007_199_254_740_991, "100", 9_007_199_254_740_991, 9_007_199_254_740_991,
            9_007_199_254_740_991),
        RoundingCase(
            -9_007_199_254_740_991, "50", -4_503_599_627_370_496, -4_503_599_627_370_496,
            -4_503_599_627_370_495),
        RoundingCase(9_007_199_254_740_991, "0.000000001", 90_072, 90_072, 90_071),
    ])
    func theInterestIsRoundedOnce(line: RoundingCase) throws {
        let balance = try Balance(minorUnits: line.balance)
        let rate = try Rate(line.rate)
        #expect(SimpleInterest.interest(on: balance, at: rate) == line.halfEven)
        #expect(SimpleInterest.interest(on: balance, at: rate, rounding: .halfUp) == line.halfUp)
        #expect(SimpleInterest.interest(on: balance, at: rate, rounding: .down) == line.down)
    }

    @Test func aHundredAndTenCentsWithFivePerCentIsAHundredAndFiveAndTen() throws {
        let balance = try Balance(minorUnits: 10_010)
        let interest = SimpleInterest.interest(on: balance, at: try Rate("5"))
        #expect(try balance.adding(Amount(interest)).minorUnits == 10_510)
    }

    @Test func theWireSpellsTheRoundings() {
        #expect(RoundingMode.allCases.map(\.rawValue) == ["halfEven", "halfUp", "down"])
    }
}
