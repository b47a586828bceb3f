import BranchDomain
import Testing

@testable import Ledger

@Suite struct StatementCSVTests {
    private let header =
        "account,sequence,id,at,kind,amount,currency,balance,counterparty,memo\r\n"

    /// The one row of a statement, from the kind on.
    private func row(_ currency: String, _ movement: StatementSamples.Movement) throws -> String {
        let csv = try StatementSamples.page(currency, opening: 0, [movement]).csv
        let start =
            header
            + #""17",4711,"019b7a5d-0000-7000-8000-000000000000",2026-01-01T12:00:00.007Z,"#
        #expect(csv.hasPrefix(start))
        return String(csv.unicodeScalars.dropFirst(start.unicodeScalars.count))
    }

    @Test func aPeriodWithoutLinesIsAHeader() throws {
        #expect(try StatementSamples.page("USD", opening: 12).csv == header)
    }

    @Test func amountsHaveTheDecimalsOfTheirCurrency() throws {
        let table: [(currency: String, amount: Int64, text: String)] = [
            ("JPY", -5, "-5"), ("USD", -5, "-0.05"), ("KWD", -5, "-0.005"),
            ("USD", 125_50, "125.50"), ("KWD", 1_000, "1.000"),
            ("USD", Amount.largest, "90071992547409.91"), ("JPY", 0, "0"),
        ]
        for (currency, amount, text) in table {
            #expect(
                try row(currency, .init(kind: .interest, amount: amount))
                    == "interest,\(text),\(currency),\(text),,\r\n")
        }
    }

    @Test func textsAreQuotedAndTheirQuotesDoubled() throws {
        let table: [(text: String, field: String)] = [
            ("Rent", #""Rent""#), ("a,b;c", #""a,b;c""#), (#"say "hi""#, #""say ""hi""""#),
            ("O'Brien", #""O'Brien""#), ("two\r\nlines", "\"two\r\nlines\""), ("", ""),
            ("<script>", #""<script>""#), ("\u{0}x", "\"\u{fffd}x\""), ("🧑🏽‍🚀", #""🧑🏽‍🚀""#),
            ("\"\u{301}", "\"\"\"\u{301}\""),
        ]
        for (text, field) in table {
            #expect(
                try row("USD", .init(amount: 1, counterparty: text, memo: text))
                    == "transfer,0.01,USD,0.01,\(field),\(field)\r\n")
        }
    }

    @Test func noTextIsAFormula() throws {
        let formulas = [
            "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n1", " =1", "\u{a0}=1",
            "\u{200b}=1", "＝1", "＋1", "－1", "＠1",
        ]
        for text in formulas {
            let field = "\"'\(text)\""
            #expect(
                try row("USD", .init(amount: -1, counterparty: text, memo: text))
                    == "transfer,-0.01,USD,-0.01,\(field),\(field)\r\n")
        }
        for text in ["1=1", "a@b", "'=1", "(-1)"] {
            let field = "\"\(text)\""
            #expect(try row("USD", .init(amount: 1, memo: text)).hasSuffix(",,\(field)\r\n"))
        }
    }
}
