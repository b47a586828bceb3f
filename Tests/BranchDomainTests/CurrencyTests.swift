import BranchDomain
import Testing

@Suite struct CurrencyTests {
    @Test(arguments: [
        ("USD", 2), ("EUR", 2), ("JPY", 0), ("CLP", 0), ("KWD", 3), ("TND", 3), ("ZWG", 2),
    ])
    func aCurrencyHasItsDecimals(code: String, decimals: Int) throws {
        let currency = try Currency(code)
        #expect(currency.decimals == decimals)
        #expect(currency.description == code)
    }

    @Test(arguments: ["", "usd", "US", "USDX", "XXX", "US D", "U\u{0421}D", "ＵＳＤ"])
    func whatIsNoCodeIsRefused(code: String) {
        #expect(throws: DomainError.self) { try Currency(code) }
    }

    @Test(arguments: [
        ("USD", 0, "0.00"), ("USD", 5, "0.05"), ("USD", 12_550, "125.50"), ("USD", -5, "-0.05"),
        ("USD", -12_550, "-125.50"), ("USD", Amount.largest, "90071992547409.91"),
        ("USD", Int64.min, "-92233720368547758.08"), ("JPY", 0, "0"), ("JPY", 125, "125"),
        ("JPY", -1, "-1"), ("KWD", 1, "0.001"), ("KWD", 1_000, "1.000"),
        ("KWD", 125_500, "125.500"),
    ])
    func aSumIsWrittenWithTheCurrencysDecimals(code: String, minorUnits: Int64, text: String)
        throws
    {
        #expect(try Currency(code).text(minorUnits: minorUnits) == text)
    }

    @Test(arguments: [
        ("USD", "125.5", 12_550), ("USD", "125,50", 12_550), ("USD", "125", 12_500),
        ("USD", "0.05", 5), ("USD", "0", 0), ("USD", "007", 700), ("JPY", "125", 125),
        ("KWD", "0.001", 1), ("KWD", "1.5", 1_500), ("USD", "92233720368547758.07", Int64.max),
    ])
    func whatAPersonTypesIsReadExactly(code: String, text: String, minorUnits: Int64) throws {
        #expect(try Currency(code).minorUnits(text: text) == minorUnits)
    }

    @Test(arguments: [
        ("USD", ""), ("USD", "."), ("USD", ".5"), ("USD", "5."), ("USD", "1.234"), ("USD", "-1"),
        ("USD", "+1"), ("USD", "1 000"), ("USD", "1.000,50"), ("USD", "1,2,3"), ("USD", "1e3"),
        ("USD", "nan"), ("USD", "inf"), ("USD", "0x10"), ("USD", "١٢"), ("USD", "１"),
        ("JPY", "1.5"), ("JPY", "1.0"), ("KWD", "0.0001"), ("USD", "92233720368547758.08"),
        ("USD", "99999999999999999999999999"), ("USD", " 5"), ("USD", "5 "), ("USD", "5\u{0}"),
    ])
    func whatIsNoSumIsNotRounded(code: String, text: String) throws {
        #expect(try Currency(code).minorUnits(text: text) == nil)
    }

    @Test func whatIsWrittenIsReadBackAlike() throws {
        for code in ["USD", "JPY", "KWD"] {
            let currency = try Currency(code)
            for minorUnits in [0, 1, 9, 10, 99, 100, 999, 1_000, 12_345, Amount.largest] {
                let text = currency.text(minorUnits: minorUnits)
                #expect(currency.minorUnits(text: text) == minorUnits, "\(code) \(text)")
            }
        }
    }
}
