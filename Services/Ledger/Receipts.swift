import BranchDomain
import Journal
import Messages

/// What the bank shows of its accounts and entries.
extension Bank {
    /// The proof of an entry. `available` is of now, everything else of then.
    func receipt(of entry: Entry, _ record: Record, at position: Position) -> ReceiptFacts {
        receipt(
            of: entry, record, at: position,
            from: entry.shown)
    }

    /// The proof of an entry with the balance of one of its accounts.
    func receipt(
        of entry: Entry, _ record: Record, at position: Position, from account: AccountID
    ) -> ReceiptFacts {
        guard let state = accounts.state(of: account) else {
            preconditionFailure("an entry in the journal is of accounts that exist")
        }
        return ReceiptFacts(
            entry: entry, id: record.id, position: position,
            account: accounts.reference(to: account),
            to: entry.kind == .transfer ? accounts.reference(to: entry.credit) : nil,
            currency: accounts.currency(of: state), balance: entry.balance(of: account),
            available: available(account, state),
            notes: entry.credit.isOwn ? EntryText(record.varying)?.notes : nil)
    }

    /// What may be taken out of the account now.
    func available(_ account: AccountID, _ state: AccountState) -> Int64 {
        guard state.marks.isDisjoint(with: [.debitFrozen, .closed]) else { return 0 }
        return account.isOwn ? state.balance.minorUnits : state.available
    }

    /// The movement from the side of one of its accounts.
    func line(of entry: Entry, _ record: Record, _ position: Position, on account: AccountID)
        -> AccountLine
    {
        let other = account == entry.debit ? entry.credit : entry.debit
        return AccountLine(
            sequence: position.sequence, id: record.id.description, at: position.at.milliseconds,
            kind: entry.kind.name, amount: entry.signedAmount(on: account),
            balance: entry.balance(of: account).minorUnits,
            counterparty: accounts.reference(to: other), memo: EntryText(record.varying)?.memo)
    }

    /// The movement as it stands in the journal.
    func ledgerEntry(of entry: Entry, _ record: Record, _ position: Position) -> LedgerEntry {
        guard let state = accounts.state(of: entry.debit) else {
            preconditionFailure("an entry in the journal is of accounts that exist")
        }
        let text = EntryText(record.varying)
        return LedgerEntry(
            sequence: position.sequence, id: record.id.description, at: position.at.milliseconds,
            kind: entry.kind.name, debit: accounts.reference(to: entry.debit),
            credit: accounts.reference(to: entry.credit), amount: entry.amount.minorUnits,
            currency: accounts.currency(of: state).code,
            balances: [entry.debitBalance.minorUnits, entry.creditBalance.minorUnits],
            memo: text?.memo, by: text?.user)
    }

    /// The account as the wire shows it.
    func account(_ account: AccountID) -> Account {
        guard let state = accounts.state(of: account) else {
            preconditionFailure("only accounts that exist are shown")
        }
        let reference = accounts.reference(to: account)
        let name: String
        if case .name(let own) = reference {
            name = own
        } else {
            name = customers[state.owner]?.person.name ?? ""
        }
        return Account(
            account: reference, number: account.number,
            customer: account.isOwn ? nil : state.owner, name: name,
            currency: accounts.currency(of: state).code, balance: state.balance.minorUnits,
            available: available(account, state), status: state.status,
            frozen: state.frozenSide?.rawValue)
    }

    /// The customer as the wire shows it; `account.list` has the accounts beyond the first 100.
    func customer(_ number: UInt64) -> Customer {
        guard let customer = customers[number] else {
            preconditionFailure("only customers that exist are shown")
        }
        let person = customer.person
        return Customer(
            customer: number, user: customer.user, name: person.name,
            nationalId: person.nationalID, phone: person.phone, email: person.email,
            language: person.language, smsConsent: person.smsConsent,
            accounts: Array(customer.accounts.prefix(100)))
    }
}
