import ArgumentParser
import BranchDomain
import Foundation
import Messages
import ServiceKit

extension AccountCommand {
    struct Statement: BusCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write an account's movements of some days to files.",
            discussion: """
                A page a file, in the current folder or in --out. Days are those of this \
                computer's time zone, the last one included.

                EXAMPLES
                  branch account statement 17 --from 2026-11-01 --to 2026-11-30 --format camt053
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case json, csv, ofx, camt053
        }

        @Argument(help: "Its number or name.")
        var account: String
        @Option(help: "The first day, such as 2026-11-01.")
        var from: String
        @Option(help: "The last day.")
        var to: String
        @Option(help: "The form of the file.")
        var format: Format = .csv
        @Option(help: "The folder to write to.", completion: .directory)
        var out: String = "."
        @OptionGroup var connection: ConnectionOptions

        func perform(_ branch: Caller) throws {
            var request = AccountStatement.Request(
                account: Wording.reference(account), from: try Statement.midnight(from),
                to: try Statement.midnight(to, daysLater: 1), format: format.rawValue)
            repeat {
                let page = try branch.call(AccountStatement.self, request)
                let path = "\(out)/\(page.name)"
                guard
                    FileManager.default.createFile(
                        atPath: path, contents: Data(page.text.utf8))
                else { throw ConfigurationError("Cannot write \(path).") }
                print(path)
                request.after = page.next
            } while request.after != nil
        }

        /// The first moment of a day, Unix milliseconds.
        static func midnight(
            _ text: String, daysLater: Int = 0, zone: TimeZone = .current
        ) throws -> Int64 {
            let date: CivilDate
            do {
                date = try CivilDate(text).adding(days: daysLater)
            } catch {
                throw ConfigurationError("\(text) is no day, such as 2026-11-01.")
            }
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let parts = DateComponents(year: date.year, month: date.month, day: date.day)
            guard let moment = calendar.date(from: parts) else {
                throw ConfigurationError("\(text) is no day of this time zone.")
            }
            return Int64((moment.timeIntervalSince1970 * 1_000).rounded())
        }
    }
}
