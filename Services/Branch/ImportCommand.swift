import ArgumentParser
import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// `branch import`: opening balances out of a file, all of them or none.
struct ImportCommand: BusCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Book opening balances out of a CSV file: all of them or none.",
        discussion: """
            The file has a line for each account, account,amount, and may have a third field, a \
            number of yours. A first line that names the fields is passed over. The money comes \
            out of the vault's books, or of --from. Every bad line is named before anything is \
            booked. After a lost answer: the same file with the --id that was shown.

            EXAMPLES
              branch import balances.csv
              branch import balances.csv --check      # only look at it
            """)

    @Argument(help: "The file.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "The account that it comes out of.")
    var from: String = "vault"
    @Flag(help: "Name bad lines and book nothing.")
    var check = false
    @OptionGroup var connection: ConnectionOptions

    func perform(_ branch: Caller) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError("Cannot read \(file).")
        }
        let source = try branch.call(
            AccountGet.self, AccountGet.Request(account: Wording.reference(from)))
        let sheet = ImportSheet(
            String(decoding: data, as: UTF8.self), currency: try Currency(source.currency))
        var faults = sheet.faults
        if faults.isEmpty { faults = try unknown(in: sheet, source.currency, branch) }
        guard faults.isEmpty else {
            for fault in faults { Screen.complain("\(file):\(fault.line): \(fault.reason)") }
            throw ConfigurationError("Nothing was booked: \(faults.count) lines are wrong.")
        }
        let sum = Wording.money(sheet.lines.reduce(0) { $0 + $1.amount }, source.currency)
        guard !check else { return print("\(sheet.lines.count) lines are good, \(sum).") }
        try book(sheet, source, branch)
        print("\(sheet.lines.count) balances are booked, \(sum).")
    }

    /// Lines whose account is not there, or in another currency.
    private func unknown(
        in sheet: ImportSheet, _ currency: String, _ branch: Caller
    ) throws -> [ImportSheet.Fault] {
        var faults: [ImportSheet.Fault] = []
        for (index, line) in sheet.lines.enumerated() {
            Progress.show("looking at accounts", index, of: sheet.lines.count)
            do {
                let account = try branch.call(
                    AccountGet.self, AccountGet.Request(account: .number(line.account)))
                if account.currency != currency {
                    faults.append(.init(line: line.number, reason: "it is in \(account.currency)"))
                } else if account.status == "closed" {
                    faults.append(.init(line: line.number, reason: "account is closed"))
                }
            } catch CallError.refused(let refusal) where refusal.code == .accountNotFound {
                faults.append(.init(line: line.number, reason: refusal.message))
            }
        }
        Progress.end()
        return faults
    }

    /// One linked run: it is booked wholly or not at all.
    private func book(_ sheet: ImportSheet, _ source: Account, _ branch: Caller) throws {
        let id = branch.bulkID()
        Screen.complain("id \(id)")
        let records = sheet.lines.enumerated().map { index, line in
            BulkRecord(
                id: id.advanced(by: UInt64(index)), debit: source.number, credit: line.account,
                amount: line.amount, reference: line.reference,
                flags: index < sheet.lines.count - 1 ? .linked : [])
        }
        let results = try branch.bulk(records)
        let refused = zip(sheet.lines, results).filter {
            $1.refusal.map { $0 != .linkedRefused } ?? false
        }
        for (line, result) in refused {
            Screen.complain("\(file):\(line.number): \(result.refusal?.rawValue ?? "refused")")
        }
        guard results.allSatisfy({ $0.status <= BulkResult.replayed }) else {
            throw ConfigurationError("Nothing was booked.")
        }
    }
}

/// The lines of a file of opening balances, and what is wrong with them.
struct ImportSheet {
    struct Line: Equatable {
        /// In the file, from 1.
        let number: Int
        let account: UInt64
        /// Minor units.
        let amount: Int64
        let reference: UInt64
    }

    struct Fault: Equatable {
        let line: Int
        let reason: String
    }

    private(set) var lines: [Line] = []
    private(set) var faults: [Fault] = []

    init(_ text: String, currency: Currency) {
        var seen: [UInt64: Int] = [:]
        for (index, raw) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() {
            let fields = raw.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            if raw.allSatisfy(\.isWhitespace) || index == 0 && fields[0] == "account" { continue }
            do throws(Wrong) {
                let line = try ImportSheet.line(fields, index + 1, currency)
                if let before = seen.updateValue(line.number, forKey: line.account) {
                    throw Wrong("account \(line.account) stands on line \(before) already")
                }
                lines.append(line)
            } catch {
                faults.append(Fault(line: index + 1, reason: error.reason))
            }
        }
        if lines.count > LedgerBulk.mostRecords {
            faults.append(
                Fault(
                    line: lines[LedgerBulk.mostRecords].number,
                    reason: "a file has at most \(LedgerBulk.mostRecords) lines; make several"))
        }
        if lines.isEmpty, faults.isEmpty { faults.append(Fault(line: 1, reason: "it is empty")) }
    }

    private struct Wrong: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private static func line(
        _ fields: [String], _ number: Int, _ currency: Currency
    ) throws(Wrong) -> Line {
        guard fields.count == 2 || fields.count == 3 else {
            throw Wrong("it has \(fields.count) fields instead of account,amount")
        }
        guard let account = UInt64(fields[0]), account > 0 else {
            throw Wrong("'\(fields[0])' is no account's number")
        }
        guard let amount = currency.minorUnits(text: fields[1]), (try? Amount(amount)) != nil
        else { throw Wrong("'\(fields[1])' is no sum in \(currency)") }
        var reference: UInt64 = 0
        if fields.count == 3, !fields[2].isEmpty {
            guard let own = UInt64(fields[2]) else { throw Wrong("'\(fields[2])' is no number") }
            reference = own
        }
        return Line(number: number, account: account, amount: amount, reference: reference)
    }
}

extension RequestID {
    /// The id so many places behind this one, of the same time.
    func advanced(by count: UInt64) -> RequestID {
        RequestID(high: high, low: 1 << 63 | (low &+ count) & (1 << 62 - 1))
    }
}
