import Messages
import Testing

@testable import Branch

@Suite("Tables")
struct TableTests {
    @Test("columns are as wide as their widest cell, numbers to the right")
    func columns() {
        var table = Table(.right("account"), .left("name"), .right("balance"))
        table.add("17", "Ana García", "125.50")
        table.add("1024", "Lu", "-3.00")
        #expect(
            table.text() == """
                account  name        balance
                     17  Ana García   125.50
                   1024  Lu            -3.00
                """)
    }

    @Test("no line ends in blanks")
    func noTrailingBlanks() {
        var table = Table(.left("number"), .left("memo"))
        table.add("A012", "")
        #expect(table.text() == "number  memo\nA012")
    }

    @Test("without rows it says so")
    func empty() {
        #expect(Table(.left("a")).text() == "none")
        #expect(Table(.left("a")).text(empty: "nobody waits") == "nobody waits")
    }

    @Test("wide letters take two cells")
    func wide() {
        var table = Table(.left("name"), .left("x"))
        table.add("田中", "1")
        table.add("Li", "2")
        #expect(table.text() == "name  x\n田中  1\nLi    2")
    }

    @Test("what people typed cannot move the cursor or break a row")
    func controlCharacters() {
        var table = Table(.left("name"), .left("x"))
        table.add("a\u{1b}[2Jb\nc\u{202E}", "1")
        let text = table.text()
        #expect(!text.contains("\u{1b}") && !text.contains("\u{202E}"))
        #expect(text.split(separator: "\n").count == 2)
    }

    @Test("an account's balance has the decimals of its currency")
    func accountTable() {
        let accounts = [
            Account(
                account: 17, number: 17, customer: 4, name: "Ana", currency: "USD",
                balance: 12_550, available: 12_550, status: "open"),
            Account(
                account: 18, number: 18, customer: 4, name: "Ana", currency: "JPY",
                balance: 12_550, available: 0, status: "frozen", frozen: "debit"),
            Account(
                account: "vault", number: 1 << 52, name: "Vault", currency: "KWD",
                balance: 1_234_567, available: 0, status: "open"),
        ]
        #expect(
            AccountCommand.table(accounts).text() == """
                account  name   customer   balance  available  currency  status
                     17  Ana           4    125.50     125.50  USD       open
                     18  Ana           4     12550          0  JPY       frozen (debit)
                  vault  Vault            1234.567      0.000  KWD       open
                """)
    }
}
