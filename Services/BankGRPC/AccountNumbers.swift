import BranchDomain
import Messages

/// Which account of the ledger a client's account id means: `"1"` is the first account of the
/// house customer `rpc`, `"2"` the second, in the order in which they were opened.
///
/// The ledger keeps that order for ever, closed accounts included, so nothing else has to be
/// remembered: after a restart, and in two such services at once, the ids are the same.
struct AccountNumbers: Sendable {
    struct Entry: Sendable, Equatable {
        /// In the ledger.
        let number: UInt64
        /// Of its currency.
        let decimals: Int
    }

    private var entries: [Entry] = []

    /// The last account that is known, to ask for those behind it.
    var last: UInt64? { entries.last?.number }

    /// Takes a page of the ledger's list, in its order.
    ///
    /// Accounts that are known already are passed over: two pages may overlap.
    mutating func append(_ accounts: [Account]) {
        for account in accounts where account.number > last ?? 0 {
            let decimals = (try? Currency(account.currency).decimals) ?? 2
            entries.append(Entry(number: account.number, decimals: decimals))
        }
    }

    /// The account of an id, where it is known.
    func entry(of id: Int) -> Entry? {
        entries.indices.contains(id - 1) ? entries[id - 1] : nil
    }

    /// The id of an account, where it is known.
    func id(of number: UInt64) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        guard low < entries.count, entries[low].number == number else { return nil }
        return low + 1
    }

    /// Reads an id as this service gives it: a whole number from 1, without sign or zeros before.
    ///
    /// - Returns: nil for every other text; no account has it.
    static func id(_ text: String) -> Int? {
        guard let id = Int(text), id > 0, String(id) == text else { return nil }
        return id
    }
}
