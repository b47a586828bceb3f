import BranchDomain
import Journal
import Messages

/// A page of an account's movements as JSON, written by hand as a receipt is: an encoder takes
/// as long over twenty lines as reading them from the journal takes.
///
/// Equal to `JSON.encode(AccountHistory.Reply)` but for the order of the fields.
struct HistoryText {
    /// Whether the page ends before the history does.
    var hasMore = false
    private var bytes: [UInt8] = []
    private var last: UInt64?

    init() {
        bytes.reserveCapacity(4_096)
        bytes.append(contentsOf: "{\"entries\":[".utf8)
    }

    mutating func add(
        _ entry: Entry, _ record: Record, _ position: Position, on account: AccountID,
        _ accounts: AccountBook
    ) {
        if last != nil { bytes.append(UInt8(ascii: ",")) }
        last = position.sequence
        let other = account == entry.debit ? entry.credit : entry.debit
        var line = FlatJSONWriter(capacity: 256)
        line.number("sequence", position.sequence)
        line.identifier("id", record.id)
        line.number("at", position.at.milliseconds)
        line.plain("kind", entry.kind.name)
        line.number("amount", entry.signedAmount(on: account))
        line.number("balance", entry.balance(of: account).minorUnits)
        line.account("counterparty", accounts.reference(to: other))
        if let memo = EntryText(record.varying)?.memo { line.text("memo", memo) }
        bytes.append(contentsOf: line.end())
    }

    consuming func end() -> [UInt8] {
        bytes.append(UInt8(ascii: "]"))
        if hasMore, let last { bytes.append(contentsOf: ",\"next\":\(last)".utf8) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
