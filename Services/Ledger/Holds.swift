import BranchDomain
import Journal
import Messages

struct HoldPlaced: Event {
    static let kind = EventKind.holdPlaced
    var by: String
    var id: String
    var account: UInt64
    var amount: Int64
    var until: Int64
    var atm: UInt64?
    /// What the ATM is to give.
    var notes: Notes?
}

/// A hold ends without a movement of its own: released, or moved by the entry behind it.
struct HoldSettled: Event {
    static let kind = EventKind.holdSettled
    var by: String
    var hold: UInt64
    var account: UInt64
}

/// At an ATM the deadline passed in silence: the entry behind it moves the money to `suspense`.
struct HoldSuspended: Event {
    static let kind = EventKind.holdSuspended
    var by: String
    var hold: UInt64
}

/// A release came before its request, which is refused when it comes.
struct HoldRefusedAhead: Event {
    static let kind = EventKind.holdRefusedAhead
    var by: String
    var id: String
}

extension Bank {
    /// The longest that money may be reserved.
    private static let longestHold = Duration.seconds(31 * 86_400)

    /// `ledger.hold`: reserves a sum; it counts against what is available until it is settled.
    func hold(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(LedgerHold.Request.self)
        let reference = try request.account.checked()
        let amount = try Amount(checked: request.amount)
        let until = Timestamp(milliseconds: request.until)
        guard until > hearing.now, until <= hearing.now.adding(Bank.longestHold) else {
            throw Refusal(.malformed, "A hold ends within 31 days from now.")
        }
        let caller = try caller(hearing.command.principal)
        if caller.role == .customer, caller.atm == nil { throw .cashNeedsATM }
        let id = hearing.command.id.description
        guard holds.refusedAhead[id] == nil else { throw .holdSettled(.id(id)) }
        let account = accounts.find(reference)
        try checkMaySee(account, caller)
        if account?.isOwn == true { throw .notPermitted }
        let side = try side(account, reference)
        let atm = caller.role == .customer ? caller.atm : nil
        if let cash = atm.flatMap(accounts.state(of:)) {
            try checkCurrency(of: side.state, and: cash)
        }
        try checkCanGive(side, amount)
        try checkLimits(amount, from: side.account, caller)
        if atm != nil { try checkFunds(side, amount, andFeeOf: .withdrawal) }
        let notes = try atm.flatMap { (atm) throws(Refusal) in try payout(amount, from: atm) }
        return .write([
            HoldPlaced(
                by: caller.user, id: id, account: side.account.number,
                amount: amount.minorUnits, until: until.milliseconds, atm: atm?.number,
                notes: notes
            ).record
        ])
    }

    /// `ledger.capture`: moves what was held, or part of it; the rest is free again.
    func capture(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(LedgerCapture.Request.self)
        let caller = try caller(hearing.command.principal)
        let (number, hold) = try openHold(request.hold, caller, hearing)
        let amount = try Amount(checked: request.amount ?? hold.amount)
        guard amount.minorUnits <= hold.amount else { throw .holdExceeded(hold.amount) }
        var records = [HoldSettled(by: caller.user, hold: number, account: hold.account).record]
        var from = try source(of: hold)
        if let back = rest(of: hold, amount, from) {
            records.append(record(back, caller))
            from.state.balance = back.debitBalance
            from.state.last = hearing.next + 1
        }
        let (target, opening) = try target(of: request.to, hold, caller)
        // Back to where it came from is a release.
        guard target.account != hold.accountID else { throw .sameAccount }
        let kind: EntryKind =
            if !target.account.isOwn { .transfer } else if from.account.isOwn { .cash } else {
                .withdrawal
            }
        if target.account == hold.atmID, kind == .withdrawal {
            records += fee(
                on: kind, of: amount, payer: &from, caller,
                next: hearing.next + UInt64(records.count))
        }
        let entry = try entry(kind, from: from, to: target, amount)
        // What a machine gave is given; what the staff lets go of counts as if it were taken now.
        if hold.atm == nil, caller.isStaff {
            try checkRoleLimits(amount, caller, accounts.currency(of: from.state))
        }
        if let opening { records.append(opening) }
        let notes = given(amount, number, hold, from: target.account, hearing)
        records.append(entry.record(EntryText(user: caller.user, notes: notes)))
        return .write(records)
    }

    /// The notes that an ATM gave: those that it was told to give, unless it gave less.
    ///
    /// What was given was given: that the books say otherwise of the notes changes nothing.
    private func given(
        _ amount: Amount, _ number: UInt64, _ hold: HoldState, from place: AccountID,
        _ hearing: Hearing
    ) -> Notes? {
        if amount.minorUnits == hold.amount, hold.atmID == place,
            let record = (try? hearing.reader.record(at: number))??.record,
            record.kind == EventKind.holdPlaced.rawValue,
            let notes = (try? HoldPlaced(record))?.notes
        {
            return notes
        }
        return (try? payout(amount, from: place)) ?? nil
    }

    /// `ledger.release`: lets go of a hold, also of one that has not been asked for yet.
    func release(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(LedgerRelease.Request.self)
        let caller = try caller(hearing.command.principal)
        if case .id(let text) = request.hold, let id = RequestID(text: text.utf8),
            holdNumber(request.hold, hearing) == nil
        {
            guard caller.isStaff || caller.atm != nil else { throw .notPermitted }
            return .write([HoldRefusedAhead(by: caller.user, id: id.description).record])
        }
        let (number, hold) = try openHold(request.hold, caller, hearing)
        let settled = HoldSettled(by: caller.user, hold: number, account: hold.account).record
        guard hold.isSuspended else { return .write([settled]) }
        let back = try Amount(checked: hold.amount)
        let entry = try entry(
            .reversal, from: try source(of: hold), to: try customerSide(of: hold), back)
        return .write([record(entry, caller), settled])
    }

    // MARK: Parts

    /// Where the money of a hold is: with the customer, or in suspense.
    private func source(of hold: HoldState) throws(Refusal) -> Side {
        guard hold.isSuspended else {
            var side = try customerSide(of: hold)
            side.state.held -= hold.amount
            return side
        }
        return try side(accounts.own(named: OwnAccount.suspense), .name(OwnAccount.suspense))
    }

    private func customerSide(of hold: HoldState) throws(Refusal) -> Side {
        try side(hold.accountID, .number(hold.account))
    }

    private func target(
        of reference: AccountReference?, _ hold: HoldState, _ caller: Caller
    ) throws(Refusal) -> (Side, opening: Record?) {
        if let reference {
            guard caller.isStaff else { throw .notPermitted }
            let checked = try reference.checked()
            return (try side(accounts.find(checked), checked), nil)
        }
        if let atm = hold.atmID { return (try side(atm, .number(atm.number)), nil) }
        let till = till(of: caller, in: try customerSide(of: hold).state.currency)
        return (till.side, till.opening)
    }

    /// What of a suspended hold is not captured goes back to its owner.
    private func rest(of hold: HoldState, _ amount: Amount, _ suspense: Side) -> Entry? {
        guard hold.isSuspended, let left = try? Amount(hold.amount - amount.minorUnits),
            let owner = try? customerSide(of: hold)
        else { return nil }
        return Bank.posted(.reversal, from: suspense, to: owner, left)
    }

    private func record(_ entry: Entry, _ caller: Caller) -> Record {
        entry.record(EntryText(user: caller.user))
    }

    /// The hold that a caller means and may settle.
    private func openHold(
        _ reference: HoldReference, _ caller: Caller, _ hearing: Hearing
    ) throws(Refusal) -> (number: UInt64, state: HoldState) {
        guard let number = holdNumber(reference, hearing) else { throw .holdNotFound(reference) }
        guard let state = holds[number] else {
            let wasHold =
                (try? hearing.reader.record(at: number))??.record.kind
                == EventKind.holdPlaced.rawValue
            throw wasHold ? .holdSettled(reference) : .holdNotFound(reference)
        }
        // A machine settles what was held at it, whoever stands there by then.
        if caller.device == .atm, state.atm != nil, state.atmID == caller.atm {
            return (number, state)
        }
        try checkMaySee(state.accountID, caller)
        guard caller.isStaff || caller.atm != nil else { throw .cashNeedsATM }
        return (number, state)
    }

    private func holdNumber(_ reference: HoldReference, _ hearing: Hearing) -> UInt64? {
        switch reference {
        case .number(let number): number
        // The ids of open holds are known longer than those of requests are remembered.
        case .id(let text):
            RequestID(text: text.utf8).flatMap { id in
                holds.number(of: id.description) ?? hearing.reader.verdict(on: id)
            }
        }
    }

    // MARK: Deadlines

    /// Holds that fall due: released; at an ATM, where cash may have been given, suspended, one
    /// at a time, since each moves the same account.
    func dueHolds(now: Timestamp) -> [Record] {
        var records: [Record] = []
        for (hold, state) in holds.due(at: now).prefix(512) {
            guard state.atm != nil else {
                records.append(HoldSettled(by: "", hold: hold, account: state.account).record)
                continue
            }
            if records.isEmpty { return suspend(hold, state) }
            break
        }
        return records
    }

    private func suspend(_ hold: UInt64, _ state: HoldState) -> [Record] {
        guard let amount = try? Amount(state.amount), let from = try? source(of: state),
            let suspense = accounts.own(named: OwnAccount.suspense),
            let to = accounts.state(of: suspense), to.currency == from.state.currency,
            let entry = Bank.posted(
                .cash, from: from, to: Side(account: suspense, state: to), amount)
        else { return [HoldSettled(by: "", hold: hold, account: state.account).record] }
        return [
            HoldSuspended(by: "", hold: hold).record, entry.record(EntryText(user: "")),
        ]
    }

    // MARK: Applying

    mutating func apply(_ event: HoldPlaced, sequence: UInt64) throws(JournalFault) {
        guard let account = try? AccountID(event.account), !account.isOwn,
            accounts.state(of: account) != nil
        else { throw JournalFault("its account is unknown") }
        holds.place(
            sequence,
            HoldState(
                account: event.account, amount: event.amount, until: event.until, atm: event.atm,
                id: event.id))
        accounts.hold(event.amount, on: account)
    }

    mutating func apply(_ event: HoldSettled) throws(JournalFault) {
        guard let hold = holds.settle(event.hold) else {
            throw JournalFault("its hold is settled already")
        }
        if !hold.isSuspended { accounts.hold(-hold.amount, on: hold.accountID) }
    }

    mutating func apply(_ event: HoldSuspended) throws(JournalFault) {
        guard let hold = holds[event.hold], !hold.isSuspended else {
            throw JournalFault("its hold is not held")
        }
        holds.suspend(event.hold)
        accounts.hold(-hold.amount, on: hold.accountID)
    }
}
