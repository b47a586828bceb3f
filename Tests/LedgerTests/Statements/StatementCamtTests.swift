import BranchDomain
import Testing

@testable import Ledger

@Suite struct StatementCamtTests {
    @Test func aMessageBeginsWithItsHeaderAndTheAccount() throws {
        let camt = try StatementSamples.page("USD", opening: 500, available: -20).camt053
        #expect(
            camt == """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
                <BkToCstmrStmt>
                <GrpHdr>
                <MsgId>1769990400000-1-17</MsgId>
                <CreDtTm>2026-02-02T00:00:00.000Z</CreDtTm>
                <MsgPgntn>
                <PgNb>1</PgNb>
                <LastPgInd>true</LastPgInd>
                </MsgPgntn>
                </GrpHdr>
                <Stmt>
                <Id>1767225600000-1769904000000</Id>
                <ElctrncSeqNb>1769990400000</ElctrncSeqNb>
                <CreDtTm>2026-02-02T00:00:00.000Z</CreDtTm>
                <FrToDt>
                <FrDtTm>2026-01-01T00:00:00.000Z</FrDtTm>
                <ToDtTm>2026-01-31T23:59:59.999Z</ToDtTm>
                </FrToDt>
                <Acct>
                <Id>
                <Othr>
                <Id>17</Id>
                </Othr>
                </Id>
                <Ccy>USD</Ccy>
                <Ownr>
                <Nm>Ada King</Nm>
                </Ownr>
                <Svcr>
                <FinInstnId>
                <Nm>Branchline Bank</Nm>
                </FinInstnId>
                <BrnchId>
                <Id>main</Id>
                </BrnchId>
                </Svcr>
                </Acct>
                \(balance("OPBD", "5.00", "CRDT", "2026-01-01"))
                \(balance("CLBD", "5.00", "CRDT", "2026-01-31"))
                \(balance("CLAV", "0.20", "DBIT", "2026-01-31"))
                <AddtlStmtInf>chain 9f86d081884c7d65</AddtlStmtInf>
                </Stmt>
                </BkToCstmrStmt>
                </Document>

                """)
    }

    private func balance(
        _ code: String, _ amount: String, _ side: String, _ date: String, subType: String = "",
        currency: String = "USD"
    ) -> String {
        """
        <Bal>
        <Tp>
        <CdOrPrtry>
        <Cd>\(code)</Cd>
        </CdOrPrtry>
        \(subType)</Tp>
        <Amt Ccy="\(currency)">\(amount)</Amt>
        <CdtDbtInd>\(side)</CdtDbtInd>
        <Dt>
        <Dt>\(date)</Dt>
        </Dt>
        </Bal>
        """
    }

    @Test func anEntryIsBookedWithItsCodeItsPartyAndItsMemo() throws {
        let camt = try StatementSamples.page(
            "KWD", opening: 0, [.init(amount: -12_345, counterparty: "18", memo: "Rent")]
        ).camt053
        #expect(
            camt.contains(
                """
                <Ntry>
                <Amt Ccy="KWD">12.345</Amt>
                <CdtDbtInd>DBIT</CdtDbtInd>
                <Sts>
                <Cd>BOOK</Cd>
                </Sts>
                <BookgDt>
                <DtTm>2026-01-01T12:00:00.007Z</DtTm>
                </BookgDt>
                <ValDt>
                <Dt>2026-01-01</Dt>
                </ValDt>
                <AcctSvcrRef>4711</AcctSvcrRef>
                <BkTxCd>
                <Domn>
                <Cd>PMNT</Cd>
                <Fmly>
                <Cd>ICDT</Cd>
                <SubFmlyCd>BOOK</SubFmlyCd>
                </Fmly>
                </Domn>
                </BkTxCd>
                <NtryDtls>
                <TxDtls>
                <Refs>
                <AcctSvcrRef>4711</AcctSvcrRef>
                <InstrId>019b7a5d000070008000000000000000</InstrId>
                </Refs>
                <Amt Ccy="KWD">12.345</Amt>
                <CdtDbtInd>DBIT</CdtDbtInd>
                <RltdPties>
                <Cdtr>
                <Pty>
                <Nm>18</Nm>
                </Pty>
                </Cdtr>
                </RltdPties>
                <RmtInf>
                <Ustrd>Rent</Ustrd>
                </RmtInf>
                </TxDtls>
                </NtryDtls>
                </Ntry>
                <AddtlStmtInf>chain
                """))
    }

    @Test func aReversalSaysSoAndACreditNamesItsDebtor() throws {
        let camt = try StatementSamples.page(
            "KWD", opening: 0, [.init(kind: .reversal, amount: 5, counterparty: "Zoë")]
        ).camt053
        #expect(
            camt.contains(
                """
                <Ntry>
                <Amt Ccy="KWD">0.005</Amt>
                <CdtDbtInd>CRDT</CdtDbtInd>
                <RvslInd>true</RvslInd>
                <Sts>
                """))
        #expect(
            camt.contains(
                """
                <RltdPties>
                <Dbtr>
                <Pty>
                <Nm>Zoë</Nm>
                </Pty>
                </Dbtr>
                </RltdPties>
                </TxDtls>
                """))
    }

    @Test func everyKindHasATransactionCode() throws {
        let table: [(kind: StatementLine.Kind, paid: String, received: String)] = [
            (.deposit, "PMNT CNTR CDPT", "PMNT CNTR CDPT"),
            (.withdrawal, "PMNT CNTR CWDL", "PMNT CNTR CWDL"),
            (.transfer, "PMNT ICDT BOOK", "PMNT RCDT BOOK"),
            (.interest, "ACMT MDOP INTR", "ACMT MCOP INTR"),
            (.fee, "ACMT MDOP FEES", "ACMT MCOP FEES"),
            (.reversal, "ACMT MDOP ADJT", "ACMT MCOP ADJT"),
            (.opening, "ACMT OPCL ACCO", "ACMT OPCL ACCO"),
            (.cash, "PMNT CNTR OTHR", "PMNT CNTR OTHR"),
        ]
        #expect(table.map(\.kind) == StatementLine.Kind.allCases)
        for (kind, paid, received) in table {
            for (amount, code) in [(-5, paid), (5, received)] {
                let camt = try StatementSamples.page(
                    "USD", opening: 0, [.init(kind: kind, amount: Int64(amount))]
                ).camt053
                let parts = code.split(separator: " ")
                #expect(
                    camt.contains(
                        """
                        <Domn>
                        <Cd>\(parts[0])</Cd>
                        <Fmly>
                        <Cd>\(parts[1])</Cd>
                        <SubFmlyCd>\(parts[2])</SubFmlyCd>
                        """))
                #expect(camt.contains("<RvslInd>") == (kind == .reversal))
            }
        }
    }

    @Test func balancesBetweenPagesAreIntermediate() throws {
        let intermediate = "<SubTp>\n<Cd>INTM</Cd>\n</SubTp>\n"
        let lines = [StatementSamples.Movement(amount: -7), .init(amount: 4)]
        let middle = try StatementSamples.page(
            "JPY", opening: 1, available: 1, lines, page: 2, isLastPage: false
        ).camt053
        #expect(middle.contains("<PgNb>2</PgNb>\n<LastPgInd>false</LastPgInd>"))
        let opening = balance(
            "OPBD", "1", "CRDT", "2026-01-01", subType: intermediate, currency: "JPY")
        let closing = balance(
            "CLBD", "2", "DBIT", "2026-01-02", subType: intermediate, currency: "JPY")
        #expect(middle.contains("</Acct>\n\(opening)\n\(closing)\n<Ntry>"))
        let last = try StatementSamples.page("JPY", opening: 1, lines, page: 3).camt053
        #expect(last.contains(opening))
        #expect(last.contains(balance("CLBD", "2", "DBIT", "2026-01-31", currency: "JPY")))
    }

    @Test func textsAreEscapedAndALongMemoIsSeveralOfTheSchemasLength() throws {
        let camt = try StatementSamples.page(
            "USD", opening: 0, owner: "O'Brien & \"Sons\"",
            [
                .init(
                    amount: 1, counterparty: String(repeating: "<", count: 150),
                    memo: String(repeating: "x", count: 139) + "&>" + "\u{0}]]>"),
                .init(amount: 1, counterparty: "=cmd()", memo: String(repeating: "y", count: 999)),
            ]
        ).camt053
        #expect(camt.contains("<Nm>O'Brien &amp; \"Sons\"</Nm>"))
        #expect(camt.contains("<Nm>\(String(repeating: "&lt;", count: 140))</Nm>"))
        let first = String(repeating: "x", count: 139) + "&amp;"
        #expect(camt.contains("<Ustrd>\(first)</Ustrd>\n<Ustrd>&gt;\u{fffd}]]&gt;</Ustrd>\n"))
        #expect(camt.contains("<Nm>=cmd()</Nm>"))
        let full = "<Ustrd>\(String(repeating: "y", count: 140))</Ustrd>\n"
        #expect(camt.contains("<RmtInf>\n\(String(repeating: full, count: 4))</RmtInf>"))
    }

    @Test func longNamesOfAccountsAreCutToTheirFields() throws {
        let whole = try StatementSamples.page("USD", opening: 0)
        let name = "vault:" + String(repeating: "é", count: 58)
        let facts = try StatementFacts(
            bank: " ", branch: whole.branch, account: name, currency: whole.currency, owner: "\t",
            from: whole.from, to: whole.to, opening: 0, closing: 0, lines: [], made: whole.made,
            chain: "00")
        let acute = { String(repeating: "é", count: $0) }
        #expect(facts.camt053.contains("<MsgId>1769990400000-1-vault:\(acute(13))</MsgId>"))
        #expect(facts.camt053.contains("<Othr>\n<Id>vault:\(acute(28))</Id>\n</Othr>"))
        #expect(facts.camt053.contains("</Ccy>\n<Svcr>\n<FinInstnId>\n<Nm>main</Nm>"))
        #expect(facts.ofx.contains("<BANKID>0</BANKID>"))
        #expect(facts.ofx.contains("<ACCTID>vault:\(acute(16))</ACCTID>"))
    }
}
