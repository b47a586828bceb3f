import BranchDomain
import Testing

@testable import Ledger

@Suite struct StatementOFXTests {
    @Test func aStatementIsTheAnswerToADownload() throws {
        let facts = try StatementSamples.page(
            "USD", opening: 500, available: 20,
            [.init(amount: -480, counterparty: "18", memo: "Rent")])
        #expect(
            facts.ofx == """
                <?xml version="1.0" encoding="UTF-8" standalone="no"?>
                <?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" \
                NEWFILEUID="NONE"?>
                <OFX>
                <SIGNONMSGSRSV1>
                <SONRS>
                <STATUS>
                <CODE>0</CODE>
                <SEVERITY>INFO</SEVERITY>
                </STATUS>
                <DTSERVER>20260202000000.000[0:GMT]</DTSERVER>
                <LANGUAGE>ENG</LANGUAGE>
                <FI>
                <ORG>Branchline Bank</ORG>
                </FI>
                </SONRS>
                </SIGNONMSGSRSV1>
                <BANKMSGSRSV1>
                <STMTTRNRS>
                <TRNUID>0</TRNUID>
                <STATUS>
                <CODE>0</CODE>
                <SEVERITY>INFO</SEVERITY>
                </STATUS>
                <STMTRS>
                <CURDEF>USD</CURDEF>
                <BANKACCTFROM>
                <BANKID>Branchlin</BANKID>
                <BRANCHID>main</BRANCHID>
                <ACCTID>17</ACCTID>
                <ACCTTYPE>CHECKING</ACCTTYPE>
                </BANKACCTFROM>
                <BANKTRANLIST>
                <DTSTART>20260101000000.000[0:GMT]</DTSTART>
                <DTEND>20260201000000.000[0:GMT]</DTEND>
                <STMTTRN>
                <TRNTYPE>XFER</TRNTYPE>
                <DTPOSTED>20260101120000.007[0:GMT]</DTPOSTED>
                <TRNAMT>-4.80</TRNAMT>
                <FITID>4711</FITID>
                <NAME>18</NAME>
                <MEMO>Rent</MEMO>
                </STMTTRN>
                </BANKTRANLIST>
                <LEDGERBAL>
                <BALAMT>0.20</BALAMT>
                <DTASOF>20260131235959.999[0:GMT]</DTASOF>
                </LEDGERBAL>
                <AVAILBAL>
                <BALAMT>0.20</BALAMT>
                <DTASOF>20260131235959.999[0:GMT]</DTASOF>
                </AVAILBAL>
                </STMTRS>
                </STMTTRNRS>
                </BANKMSGSRSV1>
                </OFX>

                """)
    }

    @Test func aPeriodWithoutLinesHasAnEmptyList() throws {
        let ofx = try StatementSamples.page("JPY", opening: -12).ofx
        #expect(!ofx.contains("STMTTRN>"))
        #expect(ofx.contains("[0:GMT]</DTEND>\n</BANKTRANLIST>\n"))
        #expect(ofx.contains("<LEDGERBAL>\n<BALAMT>-12</BALAMT>\n"))
        #expect(!ofx.contains("AVAILBAL"))
    }

    @Test func onlyTheLastPageSaysWhatIsAvailable() throws {
        let ofx = try StatementSamples.page(
            "USD", opening: 5, available: 5, [.init(amount: 1)], isLastPage: false
        ).ofx
        #expect(!ofx.contains("AVAILBAL"))
        #expect(ofx.contains("<BALAMT>0.06</BALAMT>\n<DTASOF>20260101120000.007[0:GMT]"))
    }

    @Test func anUnfinishedPeriodEndsWhereTheNextDownloadBegins() throws {
        let whole = try StatementSamples.page("USD", opening: 5)
        let facts = try StatementFacts(
            bank: whole.bank, branch: whole.branch, account: whole.account,
            currency: whole.currency, owner: whole.owner, from: whole.from, to: whole.to,
            opening: 5, closing: 5, lines: [],
            made: Timestamp(milliseconds: StatementSamples.january + 1), chain: "00")
        #expect(facts.ofx.contains("<DTEND>20260101000000.001[0:GMT]</DTEND>"))
        #expect(facts.ofx.contains("<DTASOF>20260101000000.001[0:GMT]</DTASOF>"))
    }

    @Test func everyKindHasAType() throws {
        let table: [(kind: StatementLine.Kind, paid: String, received: String)] = [
            (.deposit, "DEBIT", "DEP"), (.withdrawal, "CASH", "CREDIT"),
            (.transfer, "XFER", "XFER"), (.interest, "INT", "INT"), (.fee, "FEE", "FEE"),
            (.reversal, "DEBIT", "CREDIT"), (.opening, "DEBIT", "CREDIT"),
            (.cash, "XFER", "XFER"),
        ]
        #expect(table.map(\.kind) == StatementLine.Kind.allCases)
        for (kind, paid, received) in table {
            for (amount, type, text) in [(-5, paid, "-0.005"), (5, received, "0.005")] {
                let ofx = try StatementSamples.page(
                    "KWD", opening: 0, [.init(kind: kind, amount: Int64(amount))]
                ).ofx
                #expect(ofx.contains("<TRNTYPE>\(type)</TRNTYPE>\n"))
                #expect(
                    ofx.contains(
                        """
                        <TRNAMT>\(text)</TRNAMT>
                        <FITID>4711</FITID>
                        <NAME>\(kind.rawValue)</NAME>
                        </STMTTRN>
                        """))
            }
        }
    }

    @Test func textsAreEscapedAndCutBeforeTheyAreEscaped() throws {
        let long = String(repeating: "&", count: 300)
        let table: [(text: String, name: String, memo: String)] = [
            ("<script>", "&lt;script&gt;", "&lt;script&gt;"), ("O'Brien", "O'Brien", "O'Brien"),
            ("\"=cmd\"", "\"=cmd\"", "\"=cmd\""), ("a\r\nb", "a  b", "a  b"),
            ("\u{1b}[0m", "\u{fffd}[0m", "\u{fffd}[0m"),
            (
                long, String(repeating: "&amp;", count: 32),
                String(repeating: "&amp;", count: 255)
            ),
            (
                // Ten code points in a character: two of these fit beside eight letters.
                "abcdefgh👩🏽‍❤️‍💋‍👨🏽👩🏽‍❤️‍💋‍👨🏽👩🏽‍❤️‍💋‍👨🏽", "abcdefgh👩🏽‍❤️‍💋‍👨🏽👩🏽‍❤️‍💋‍👨🏽",
                "abcdefgh👩🏽‍❤️‍💋‍👨🏽👩🏽‍❤️‍💋‍👨🏽👩🏽‍❤️‍💋‍👨🏽"
            ),
        ]
        for (text, name, memo) in table {
            let ofx = try StatementSamples.page(
                "USD", opening: 0, [.init(amount: 1, counterparty: text, memo: text)]
            ).ofx
            #expect(ofx.contains("<NAME>\(name)</NAME>\n<MEMO>\(memo)</MEMO>\n</STMTTRN>"))
        }
    }

    @Test func aTextOfSpacesIsNone() throws {
        let ofx = try StatementSamples.page(
            "USD", opening: 0, [.init(kind: .fee, amount: -1, counterparty: " ", memo: "\n")]
        ).ofx
        #expect(ofx.contains("<NAME>fee</NAME>\n</STMTTRN>"))
    }
}
