import BranchDomain
import Foundation
import Testing

@testable import Branch

@Suite struct ImportSheetTests {
    private func sheet(_ text: String, _ currency: String = "USD") throws -> ImportSheet {
        ImportSheet(text, currency: try Currency(currency))
    }

    @Test func linesAreAccountsSumsAndANumberOfOnesOwn() throws {
        let sheet = try sheet("account,amount,reference\r\n17, 1000.50\r\n\r\n18,2,77\r\n")
        #expect(sheet.faults.isEmpty)
        #expect(
            sheet.lines == [
                .init(number: 2, account: 17, amount: 100_050, reference: 0),
                .init(number: 4, account: 18, amount: 200, reference: 77),
            ])
    }

    @Test func sumsAreOfTheCurrencyAndExact() throws {
        #expect(try sheet("1,5", "JPY").lines.first?.amount == 5)
        #expect(try sheet("1,5.125", "KWD").lines.first?.amount == 5_125)
        #expect(try sheet("1,5.125").faults.map(\.line) == [1])
    }

    @Test func everyBadLineIsNamed() throws {
        let sheet = try sheet("1,1e3\n0,5\nx,5\n1\n1,5,x\n1,-5\n2,0\n3,5\n3,6\n")
        #expect(sheet.faults.map(\.line) == [1, 2, 3, 4, 5, 6, 7, 9])
        #expect(sheet.faults.last?.reason == "account 3 stands on line 8 already")
    }

    @Test func nothingAndTooMuchAreFaults() throws {
        #expect(try sheet("account,amount\n").faults.count == 1)
        let many = (1...8_191).map { "\($0),1" }.joined(separator: "\n")
        #expect(try sheet(many).faults.map(\.line) == [8_191])
    }

    @Test func idsOfARunDifferAndKeepTheirTime() {
        let first = RequestID(high: 0x0199_c5e2_7a11_7c3d, low: UInt64.max)
        let ids = (0..<3).map { first.advanced(by: $0) }
        #expect(Set(ids).count == 3)
        for id in ids { #expect(RequestID(text: id.textBytes) == id && id.time == first.time) }
    }

    @Test func whatASpreadsheetWouldReckonWithIsText() {
        #expect(ExportCommand.quoted("=1+1") == "\"'=1+1\"")
        #expect(ExportCommand.quoted("the \"big\" one") == "\"the \"\"big\"\" one\"")
        #expect(ExportCommand.quoted("") == "")
    }

    @Test func notesAreValuesTimesCounts() throws {
        let dollars = try Currency("USD")
        #expect(
            try DrawerCommand.notes(["50x10", "0.50x4", "50x1"], dollars)
                == ["5000": 11, "50": 4])
        for bad in ["50", "x5", "50x", "50x-1", "0x1", "5.001x1"] {
            #expect(throws: (any Error).self) { try DrawerCommand.notes([bad], dollars) }
        }
    }

    @Test func aDayIsFromItsMidnight() throws {
        let utc = try #require(TimeZone(identifier: "UTC"))
        let start = try AccountCommand.Statement.midnight("2026-11-21", zone: utc)
        #expect(start == 1_795_219_200_000)
        #expect(
            try AccountCommand.Statement.midnight("2026-11-20", daysLater: 1, zone: utc) == start)
        #expect(throws: (any Error).self) {
            try AccountCommand.Statement.midnight("21.11.2026", zone: utc)
        }
    }
}
