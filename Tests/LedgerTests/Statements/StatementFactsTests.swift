import BranchDomain
import Testing

@testable import Ledger

@Suite struct StatementFactsTests {
    private let line = StatementLine(
        sequence: 5, request: "r", at: Timestamp(milliseconds: 150), kind: .deposit, amount: 30,
        balance: 40)

    private func make(
        from: Int64 = 100, to: Int64 = 200, opening: Int64 = 10, closing: Int64? = nil,
        available: Int64? = nil, _ lines: [StatementLine] = [], made: Int64 = 300, page: Int = 1,
        isLastPage: Bool = true
    ) throws(StatementFault) -> StatementFacts {
        guard let branch = try? BranchID("main"), let currency = try? Currency("USD") else {
            preconditionFailure("main is a branch and USD a currency")
        }
        return try StatementFacts(
            bank: "Bank", branch: branch, account: "17", currency: currency, owner: "Ada",
            from: Timestamp(milliseconds: from), to: Timestamp(milliseconds: to), opening: opening,
            closing: closing ?? lines.last?.balance ?? opening, available: available,
            lines: lines, made: Timestamp(milliseconds: made), chain: "00", page: page,
            isLastPage: isLastPage)
    }

    private func line(
        _ sequence: UInt64, at: Int64 = 150, amount: Int64, balance: Int64
    ) -> StatementLine {
        StatementLine(
            sequence: sequence, request: "r", at: Timestamp(milliseconds: at), kind: .transfer,
            amount: amount, balance: balance)
    }

    @Test func aPeriodWithoutLinesIsAStatement() throws {
        let facts = try make()
        #expect(facts.opening == facts.closing)
        #expect(facts.lastMoment == Timestamp(milliseconds: 199))
    }

    @Test func aPeriodThatIsEmptyOrToComeOrBeyondTheCalendarIsRefused() {
        let end: Int64 = 253_402_300_800_000
        let moments: [(from: Int64, to: Int64, made: Int64)] = [
            (100, 100, 300), (200, 100, 300), (100, 200, 99), (-1, 200, 300),
            (100, end + 1, 300), (100, 200, end), (100, .max, 300), (.min, 200, 300),
        ]
        for (from, to, made) in moments {
            #expect(throws: StatementFault.period) { try make(from: from, to: to, made: made) }
        }
        #expect(throws: Never.self) { try make(from: 0, to: end, made: end - 1) }
    }

    @Test func linesStandInOrderAndWithinTheHalfOpenPeriod() {
        let elder = line(4, amount: 1, balance: 41)
        #expect(throws: StatementFault.order(sequence: 4)) { try make([line, elder]) }
        #expect(throws: StatementFault.order(sequence: 5)) { try make([line, line]) }
        for at: Int64 in [99, 200] {
            #expect(throws: StatementFault.order(sequence: 6)) {
                try make([line(6, at: at, amount: 1, balance: 11)])
            }
        }
        for at: Int64 in [100, 199] {
            #expect(throws: Never.self) { try make([line(6, at: at, amount: 1, balance: 11)]) }
        }
    }

    @Test func everyBalanceIsTheOneBeforeAndTheAmount() {
        #expect(throws: Never.self) { try make([line, line(6, amount: -50, balance: -10)]) }
        #expect(throws: StatementFault.balance(sequence: 6)) {
            try make([line, line(6, amount: -50, balance: 10)])
        }
    }

    @Test func theClosingBalanceIsTheOpeningOneAndAllAmounts() {
        #expect(throws: StatementFault.closing) { try make(opening: 10, closing: 11) }
        #expect(throws: StatementFault.closing) { try make(closing: 41, [line]) }
    }

    @Test func sumsBeyondWhatAMessageCarriesAreRefusedAndNeverTrap() {
        let most = Amount.largest
        #expect(throws: StatementFault.overflow) { try make(opening: most + 1) }
        #expect(throws: StatementFault.overflow) { try make(opening: .min) }
        #expect(throws: StatementFault.overflow) { try make(available: -most - 1) }
        #expect(throws: StatementFault.overflow) {
            try make(opening: most, [line(5, amount: 1, balance: most + 1)])
        }
        #expect(throws: StatementFault.overflow) {
            try make([line(5, amount: .max, balance: 0)])
        }
        #expect(throws: Never.self) {
            try make(opening: -most, [line(5, amount: 2 * most, balance: most)])
        }
    }

    @Test func balancesBetweenPagesAreOfTheLinesBesideThem() throws {
        let lines = [line, line(6, at: 160, amount: 1, balance: 41)]
        let first = try make(lines, isLastPage: false)
        #expect(first.openingMoment == Timestamp(milliseconds: 100))
        #expect(first.closingMoment == Timestamp(milliseconds: 160))
        let last = try make(lines, page: 2)
        #expect(last.openingMoment == Timestamp(milliseconds: 150))
        #expect(last.closingMoment == Timestamp(milliseconds: 199))
    }

    @Test func aBalanceIsNeverOfAMomentAfterTheStatement() throws {
        #expect(try make(made: 170).closingMoment == Timestamp(milliseconds: 170))
    }

    @Test func theWordsOfKindsAreThoseOfTheWire() {
        #expect(
            StatementLine.Kind.allCases.map(\.rawValue) == [
                "deposit", "withdrawal", "transfer", "interest", "fee", "reversal", "opening",
                "cash",
            ])
    }
}
