import BranchDomain
import Testing

@testable import ATM

@Suite struct MoneyTextTests {
    private func money(_ code: String, _ language: Language = .spanish) throws -> MoneyText {
        MoneyText(currency: try Currency(code), language: language)
    }

    @Test(arguments: [
        ("USD", "125", 12_500), ("USD", "125.50", 12_550), ("USD", "125,50", 12_550),
        ("USD", "0.01", 1), ("USD", "007", 700), ("JPY", "125", 125), ("KWD", "1.250", 1_250),
        ("USD", "90071992547409.91", 9_007_199_254_740_991), ("USD", "1 250", 125_000),
    ])
    func amountsAreReadExactly(code: String, text: String, minorUnits: Int64) throws {
        #expect(try money(code).amount(text)?.minorUnits == minorUnits)
    }

    @Test(arguments: [
        ("USD", "12.345"), ("USD", "1,5"), ("USD", "-5"), ("USD", "−5"), ("USD", "nan"),
        ("USD", "inf"), ("USD", "0"), ("USD", "1,234.00"), ("USD", "1.234,00"), ("JPY", "1.5"),
        ("JPY", "1,50"), ("KWD", "1.25"), ("USD", "90071992547409.92"), ("USD", "5."),
        ("USD", "99999999999999999999"), ("USD", "0x10"), ("USD", "１２"), ("USD", ""),
    ])
    func whatIsNoAmountIsNone(code: String, text: String) throws {
        #expect(try money(code).amount(text) == nil)
    }

    @Test func sumsAreWrittenInTheLanguage() throws {
        #expect(try money("USD").text(123_456_789) == "1.234.567,89 USD")
        #expect(try money("USD", .english).text(123_456_789) == "1,234,567.89 USD")
        #expect(try money("JPY", .english).text(-1_234) == "−1,234 JPY")
        #expect(try money("KWD").plain(5) == "0,005")
        #expect(try money("USD").signed(100) == "+1,00")
        #expect(try money("USD").signed(-100) == "−1,00")
        #expect(try money("USD").signed(0) == "0,00")
    }

    @Test func whatIsWrittenWithoutGroupsIsReadBack() throws {
        let money = try money("USD")
        for minorUnits: Int64 in [1, 99, 100, 101, 99_999] {
            #expect(money.amount(money.plain(minorUnits))?.minorUnits == minorUnits)
        }
    }

    @Test func theSumsOfferedAreWholeUnits() throws {
        #expect(try money("USD").offered == [2_000, 5_000, 10_000, 20_000, 30_000, 50_000])
        #expect(try money("JPY").offered.first == 2_000)
        #expect(try money("KWD").offered.first == 20_000)
    }
}
