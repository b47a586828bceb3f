import BranchDomain
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [1, 12_550, Amount.largest])
    func anAmountIsFromOneToTheLargest(minorUnits: Int64) throws {
        #expect(try Amount(minorUnits).minorUnits == minorUnits)
    }

    @Test(arguments: [0, -1, Amount.largest + 1, Int64.max, Int64.min])
    func outsideThatNothingIsAnAmount(minorUnits: Int64) {
        #expect(throws: DomainError.self) { try Amount(minorUnits) }
    }

    @Test func theLargestIsWhatEveryLanguageHolds() {
        #expect(Amount.largest == (1 << 53) - 1)
    }

    @Test func amountsAndBalancesAreInOrder() throws {
        #expect(try Amount(1) < Amount(2))
        #expect(try Balance(minorUnits: -1) < Balance.zero)
    }

    @Test func sumsStopAtTheBoundsAndNeverWrap() throws {
        let most = try Amount(Amount.largest)
        let one = try Amount(1)
        let full = try Balance.zero.adding(most)
        #expect(full.minorUnits == Amount.largest)
        #expect(throws: BalanceOverflow.self) { try full.adding(one) }
        #expect(throws: BalanceOverflow.self) { try full.adding(most) }
        let empty = try Balance.zero.subtracting(most)
        #expect(empty.minorUnits == -Amount.largest)
        #expect(throws: BalanceOverflow.self) { try empty.subtracting(one) }
        #expect(try full.subtracting(most) == .zero)
        #expect(try empty.adding(most) == .zero)
    }

    @Test(arguments: [Amount.largest + 1, -Amount.largest - 1, Int64.max, Int64.min])
    func noBalanceIsBeyondTheBounds(minorUnits: Int64) {
        #expect(throws: BalanceOverflow.self) { try Balance(minorUnits: minorUnits) }
    }
}
