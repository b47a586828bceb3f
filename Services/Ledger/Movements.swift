import BranchDomain
import Journal
import Messages

/// A deposit or withdrawal with every field checked.
struct CashRequest {
    let account: AccountReference
    let amount: Amount
    let memo: Memo?
    let drawer: AccountReference?

    /// - Throws: ``Refusal`` `malformed`.
    init(body: [UInt8]) throws(Refusal) {
        let request: LedgerDeposit.Request
        if let flat = FlatMovement(body), let account = flat.account, let amount = flat.amount,
            flat.from == nil, flat.to == nil
        {
            request = LedgerDeposit.Request(
                account: account, amount: amount, memo: flat.memo, drawer: flat.drawer)
        } else {
            request = try JSON.decode(LedgerDeposit.Request.self, from: body)
        }
        account = try request.account.checked()
        amount = try Amount(checked: request.amount)
        memo = try Memo.checked(request.memo)
        drawer = try request.drawer?.checked()
    }
}

/// A transfer with every field checked.
struct TransferRequest {
    let from: AccountReference
    let to: AccountReference
    let amount: Amount
    let memo: Memo?

    /// - Throws: ``Refusal`` `malformed`.
    init(body: [UInt8]) throws(Refusal) {
        let request: LedgerTransfer.Request
        if let flat = FlatMovement(body), let from = flat.from, let to = flat.to,
            let amount = flat.amount, flat.account == nil, flat.drawer == nil
        {
            request = LedgerTransfer.Request(from: from, to: to, amount: amount, memo: flat.memo)
        } else {
            request = try JSON.decode(LedgerTransfer.Request.self, from: body)
        }
        from = try request.from.checked()
        to = try request.to.checked()
        amount = try Amount(checked: request.amount)
        memo = try Memo.checked(request.memo)
    }
}

/// An account on one side of a movement, as it is before it.
struct Side {
    let account: AccountID
    var state: AccountState
}

/// One of the bank's own accounts as a side of a movement.
struct CashPoint {
    let side: Side
    /// The record that opens its account, where the movement is the first in its currency.
    let opening: Record?
}

extension Bank {
    func deposit(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try CashRequest(body: hearing.command.body)
        let caller = try caller(hearing.command.principal)
        let customer = try cashSide(request, caller)
        let cash = try cashPoint(for: request, of: customer, caller)
        let entry = try entry(.deposit, from: cash.side, to: customer, request.amount)
        return decision(cash.opening, entry, caller, request.memo)
    }

    func withdraw(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try CashRequest(body: hearing.command.body)
        let caller = try caller(hearing.command.principal)
        let customer = try cashSide(request, caller)
        let cash = try cashPoint(for: request, of: customer, caller)
        let entry = try entry(.withdrawal, from: customer, to: cash.side, request.amount)
        try checkLimits(entry.amount, from: entry.debit, caller)
        let notes = try caller.atm.flatMap { (atm) throws(Refusal) in
            try payout(request.amount, from: atm)
        }
        let text = EntryText(user: caller.user, memo: request.memo?.description, notes: notes)
        return .write(try withFee(entry, cash.opening, caller, text, hearing))
    }

    func transfer(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try TransferRequest(body: hearing.command.body)
        let caller = try caller(hearing.command.principal)
        guard caller.isStaff || caller.role == .customer else { throw .notPermitted }
        let from = accounts.find(request.from)
        let to = accounts.find(request.to)
        try checkMaySee(from, caller)
        // Between the bank's own accounts cash is moved and counted, not transferred.
        if from?.isOwn == true || to?.isOwn == true { throw .notPermitted }
        let entry = try entry(
            .transfer, from: try side(from, request.from), to: try side(to, request.to),
            request.amount)
        try checkLimits(entry.amount, from: entry.debit, caller)
        let text = EntryText(user: caller.user, memo: request.memo?.description)
        return .write(try withFee(entry, nil, caller, text, hearing))
    }

    /// The one place where it is decided whether money may move. The order is that of
    /// ``RefusalCode``: same_account, currency_mismatch, account_closed, account_frozen,
    /// amount_out_of_range, insufficient_funds.
    func entry(
        _ kind: EntryKind, from debit: Side, to credit: Side, _ amount: Amount
    ) throws(Refusal) -> Entry {
        guard debit.account != credit.account else { throw .sameAccount }
        try checkCurrency(of: debit.state, and: credit.state)
        if debit.state.isClosed { throw .accountClosed(accounts.reference(to: debit.account)) }
        if credit.state.isClosed { throw .accountClosed(accounts.reference(to: credit.account)) }
        if debit.state.marks.contains(.debitFrozen) {
            throw .accountFrozen(accounts.reference(to: debit.account))
        }
        if credit.state.marks.contains(.creditFrozen) {
            throw .accountFrozen(accounts.reference(to: credit.account))
        }
        guard let entry = Bank.posted(kind, from: debit, to: credit, amount) else {
            throw .amountOutOfRange
        }
        try checkFunds(debit, amount)
        return entry
    }

    /// - Throws: ``Refusal`` `currency_mismatch` where they differ in it.
    func checkCurrency(of debit: AccountState, and credit: AccountState) throws(Refusal) {
        guard debit.currency == credit.currency else {
            throw .currencyMismatch(accounts.currency(of: debit), accounts.currency(of: credit))
        }
    }

    /// - Throws: ``Refusal`` `insufficient_funds` where less is left beside holds and minimum.
    func checkFunds(_ side: Side, _ amount: Amount) throws(Refusal) {
        guard side.account.isOwn || amount.minorUnits <= side.state.available else {
            throw .insufficientFunds(side.state.available, accounts.currency(of: side.state))
        }
    }

    /// Whether an account may give a sum now: open, not frozen, enough in it.
    func checkCanGive(_ side: Side, _ amount: Amount) throws(Refusal) {
        if side.state.isClosed { throw .accountClosed(accounts.reference(to: side.account)) }
        if side.state.marks.contains(.debitFrozen) {
            throw .accountFrozen(accounts.reference(to: side.account))
        }
        try checkFunds(side, amount)
    }

    /// The entry itself, whoever asks for it; nil where a balance would be out of range.
    static func posted(
        _ kind: EntryKind, from debit: Side, to credit: Side, _ amount: Amount
    ) -> Entry? {
        guard let left = balance(of: debit, losing: amount),
            let right = balance(of: credit, gaining: amount)
        else { return nil }
        return Entry(
            kind: kind, debit: debit.account, credit: credit.account, amount: amount,
            debitBalance: left, creditBalance: right, debitPrevious: debit.state.last,
            creditPrevious: credit.state.last)
    }

    /// The balance after a debit: a customer's falls, that of the bank's own cash rises.
    static func balance(of side: Side, losing amount: Amount) -> Balance? {
        side.account.isOwn
            ? try? side.state.balance.adding(amount) : try? side.state.balance.subtracting(amount)
    }

    /// The balance after a credit: a customer's rises, that of the bank's own cash falls.
    static func balance(of side: Side, gaining amount: Amount) -> Balance? {
        side.account.isOwn
            ? try? side.state.balance.subtracting(amount) : try? side.state.balance.adding(amount)
    }

    func side(_ account: AccountID?, _ reference: AccountReference) throws(Refusal) -> Side {
        guard let account, let state = accounts.state(of: account) else {
            throw .accountNotFound(reference)
        }
        return Side(account: account, state: state)
    }

    private func decision(
        _ opening: Record?, _ entry: Entry, _ caller: Caller, _ memo: Memo?
    ) -> Decision {
        let text = EntryText(user: caller.user, memo: memo?.description)
        let record = entry.record(text)
        guard let opening else { return .write([record]) }
        return .write([opening, record])
    }
}

// MARK: - Cash

extension Bank {
    /// Whose account cash may be paid into or out of by this caller.
    private func cashSide(_ request: CashRequest, _ caller: Caller) throws(Refusal) -> Side {
        if caller.role == .customer, caller.atm == nil { throw .cashNeedsATM }
        if !caller.isStaff, request.drawer != nil { throw .notPermitted }
        let account = accounts.find(request.account)
        try checkMaySee(account, caller)
        if account?.isOwn == true { throw .notPermitted }
        return try side(account, request.account)
    }

    /// A customer's cash is the ATM's at which the session was opened; a teller's is the drawer
    /// that the request names, else the vault of the account's currency.
    private func cashPoint(
        for request: CashRequest, of customer: Side, _ caller: Caller
    ) throws(Refusal) -> CashPoint {
        if caller.role == .customer {
            guard let atm = caller.atm, let state = accounts.state(of: atm) else {
                throw .cashNeedsATM
            }
            return CashPoint(side: Side(account: atm, state: state), opening: nil)
        }
        if let drawer = request.drawer {
            guard let account = accounts.find(drawer), account.isOwn,
                isDrawer(accounts.reference(to: account)), let state = accounts.state(of: account)
            else { throw .drawerNotFound }
            return CashPoint(side: Side(account: account, state: state), opening: nil)
        }
        return till(of: caller, in: customer.state.currency)
    }

    /// A teller's open drawer, where it holds the currency, else the currency's vault.
    func till(of caller: Caller, in currency: UInt8) -> CashPoint {
        if let own = drawers.drawer(of: caller.user), let account = accounts.own(named: own),
            let state = accounts.state(of: account), state.currency == currency
        {
            return CashPoint(side: Side(account: account, state: state), opening: nil)
        }
        return ownAccount(for: OwnAccount.vault, in: currency, caller)
    }

    private func isDrawer(_ reference: AccountReference) -> Bool {
        guard case .name(let name) = reference else { return false }
        return Bank.holdsCash(name) && !name.hasPrefix(OwnAccount.atmPrefix)
    }

    /// The bank's own account for a purpose in a currency; the first movement there opens it.
    ///
    /// - Parameter others: How many own accounts are opened before it in the same decision.
    func ownAccount(
        for purpose: String, in currency: UInt8, _ caller: Caller, behind others: Int = 0
    ) -> CashPoint {
        let code = accounts.currencies[Int(currency)].code
        let name = currency == 0 ? purpose : purpose + ":" + code
        if let account = accounts.own(named: name), let state = accounts.state(of: account) {
            return CashPoint(side: Side(account: account, state: state), opening: nil)
        }
        let account = accounts.nextOwnAccount(behind: others)
        let opened = OwnAccountOpened(
            by: caller.user, account: account.number, name: name, currency: code)
        return CashPoint(
            side: Side(account: account, state: AccountState(currency: currency)),
            opening: opened.record)
    }
}

/// The names of the bank's own accounts.
enum OwnAccount {
    static let vault = "vault"
    static let drawerPrefix = "drawer:"
    static let atmPrefix = "atm:"
    /// Opened at the founding, in this order from 2⁵².
    static let first = [vault, interest, fees, overShort, suspense]
    static let fees = "fees"
    static let interest = "interest"
    static let overShort = "over-short"
    static let suspense = "suspense"

    /// The name of an ATM's cash account: the device's own, behind `atm:`.
    static func cash(ofATM device: String) -> String {
        device.hasPrefix(atmPrefix) ? device : atmPrefix + device
    }
}
