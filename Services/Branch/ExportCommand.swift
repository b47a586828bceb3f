import ArgumentParser
import BranchDomain
import Foundation
import Messages
import ServiceKit

/// `branch export`: every movement as CSV, for whoever wants to look at all of them.
struct ExportCommand: BusCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every movement as CSV.",
        discussion: """
            EXAMPLES
              branch export > movements.csv
              branch export --after 4711 --out new.csv
            """)

    @Option(help: "Those after this entry.")
    var after: UInt64 = 0
    @Option(help: "The file (default: standard output).", completion: .file())
    var out: String?
    @OptionGroup var connection: ConnectionOptions

    private static let header =
        "entry,time,id,kind,debit,credit,amount,currency,debit_balance,credit_balance,by,memo\n"

    func perform(_ branch: Caller) throws {
        let output = try destination()
        output.write(Data(Self.header.utf8))
        var request = LedgerEntries.Request(after: after, limit: 100)
        var count = 0
        repeat {
            let page = try branch.call(LedgerEntries.self, request)
            output.write(Data(page.entries.map(Self.line).joined().utf8))
            count += page.entries.count
            request.after = page.next
        } while request.after != nil
        if let out { print("\(count) movements are in \(out).") }
    }

    private func destination() throws -> FileHandle {
        guard let out else { return .standardOutput }
        guard FileManager.default.createFile(atPath: out, contents: nil),
            let file = FileHandle(forWritingAtPath: out)
        else { throw ConfigurationError("Cannot write \(out).") }
        return file
    }

    static func line(_ entry: LedgerEntry) -> String {
        let amount = { Wording.amount($0, entry.currency) }
        let fields = [
            String(entry.sequence), String(entry.at), entry.id, entry.kind,
            Wording.account(entry.debit), Wording.account(entry.credit), amount(entry.amount),
            entry.currency, amount(entry.balances.first ?? 0), amount(entry.balances.last ?? 0),
            quoted(entry.by ?? ""), quoted(entry.memo ?? ""),
        ]
        return fields.joined(separator: ",") + "\n"
    }

    /// In quotation marks; a text that a spreadsheet would reckon with gets an apostrophe.
    static func quoted(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = (isFormula ? "'" : "") + text.replacingOccurrences(of: "\"", with: "\"\"")
        return text.isEmpty ? "" : "\"\(safe)\""
    }
}
