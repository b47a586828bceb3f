import BranchDomain
import Messages

/// Which notes an ATM gives: the ledger knows what its cassettes were loaded with.
extension Bank {
    /// The notes for a sum out of an ATM.
    ///
    /// - Returns: Nil where the account is no ATM's, or one that was never loaded by notes.
    /// - Throws: ``Refusal`` `notes_cannot_make_amount`; `nearest` is the largest smaller sum that
    ///   they can make, where one is near.
    func payout(_ amount: Amount, from account: AccountID) throws(Refusal) -> Notes? {
        guard account.isOwn, case .name(let name) = accounts.reference(to: account),
            let cassette = drawers.cassettes[name],
            let held = try? Denominations(cassette: cassette)
        else { return nil }
        if let notes = try? held.notes(for: amount) { return notes.wire }
        let currency = accounts.state(of: account).map(accounts.currency(of:))
        let sum = currency?.text(minorUnits: amount.minorUnits) ?? "the amount"
        throw .notesCannotMake(sum, in: name, nearest: Bank.nearest(below: amount, in: held))
    }

    private static func nearest(below amount: Amount, in held: Denominations) -> Int64? {
        guard let step = held.stacks.last(where: { $0.count > 0 })?.value else { return nil }
        let start = amount.minorUnits / step * step
        for lower in stride(from: start, to: max(0, start - 20 * step), by: Int(-step))
        where lower < amount.minorUnits {
            if let sum = try? Amount(lower), (try? held.notes(for: sum)) != nil { return lower }
        }
        return nil
    }
}

extension Denominations {
    init(cassette: Notes) throws(DomainError) {
        var counts: [Int64: Int64] = [:]
        for (value, count) in cassette {
            if let value = Int64(value) { counts[value] = Int64(count) }
        }
        try self.init(counts)
    }

    /// As messages have it.
    var wire: Notes {
        var notes: Notes = [:]
        for stack in stacks where stack.count > 0 { notes[String(stack.value)] = Int(stack.count) }
        return notes
    }
}
