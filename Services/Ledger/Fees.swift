import BranchDomain
import Journal
import Messages

/// Records of a movement with what it costs, in the order in which they are written.
extension Bank {
    /// The movement behind its fee, where the account's product has one.
    ///
    /// - Parameters:
    ///   - opening: The record that opens the cash's account, where it is new.
    ///   - entry: Made as if there were no fee.
    func withFee(
        _ entry: Entry, _ opening: Record?, _ caller: Caller, _ text: EntryText,
        _ hearing: Hearing
    ) throws(Refusal) -> [Record] {
        let openings = [opening].compactMap(\.self)
        let units = products.fee(for: entry.kind, on: entry.debit)
        guard let amount = try? Amount(units), var payer = side(of: entry.debit) else {
            return openings + [entry.record(text)]
        }
        let account = ownAccount(
            for: OwnAccount.fees, in: payer.state.currency, caller, behind: openings.count)
        let fee = try self.entry(.fee, from: payer, to: account.side, amount)
        payer.state.balance = fee.debitBalance
        let before = openings + [account.opening].compactMap(\.self)
        payer.state.last = hearing.next + UInt64(before.count)
        try checkFunds(payer, entry.amount)
        guard let receiver = side(of: entry.credit) ?? newSide(entry, openings),
            let moved = Bank.posted(entry.kind, from: payer, to: receiver, entry.amount)
        else { throw .amountOutOfRange }
        let feeText = EntryText(user: caller.user, memo: "\(entry.kind.name) fee")
        return before + [fee.record(feeText), moved.record(text)]
    }

    /// - Throws: ``Refusal`` `insufficient_funds` where a sum can be paid, but not with its fee.
    func checkFunds(
        _ payer: Side, _ amount: Amount, andFeeOf kind: EntryKind
    ) throws(Refusal) {
        let fee = products.fee(for: kind, on: payer.account)
        guard fee > 0 else { return }
        guard let both = try? Amount(amount.minorUnits + fee) else { throw .amountOutOfRange }
        try checkFunds(payer, both)
    }

    /// The fee on what a machine has given already; none where there is nothing left to pay it
    /// with, since the cash is gone.
    ///
    /// - Parameters:
    ///   - payer: As it is without the hold; then as it is behind the fee.
    ///   - next: The sequence of the first of these records.
    func fee(
        on kind: EntryKind, of amount: Amount, payer: inout Side, _ caller: Caller, next: UInt64
    ) -> [Record] {
        guard (try? checkFunds(payer, amount, andFeeOf: kind)) != nil,
            let units = try? Amount(products.fee(for: kind, on: payer.account))
        else { return [] }
        let account = ownAccount(for: OwnAccount.fees, in: payer.state.currency, caller)
        guard let fee = try? entry(.fee, from: payer, to: account.side, units) else { return [] }
        let before = [account.opening].compactMap(\.self)
        payer.state.balance = fee.debitBalance
        payer.state.last = next + UInt64(before.count)
        return before + [fee.record(EntryText(user: caller.user, memo: "\(kind.name) fee"))]
    }

    private func side(of account: AccountID) -> Side? {
        accounts.state(of: account).map { Side(account: account, state: $0) }
    }

    /// The cash's account, which the first record opens.
    private func newSide(_ entry: Entry, _ openings: [Record]) -> Side? {
        guard !openings.isEmpty, let payer = accounts.state(of: entry.debit) else { return nil }
        return Side(account: entry.credit, state: AccountState(currency: payer.currency))
    }
}
