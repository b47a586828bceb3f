import BranchDomain
import Journal
import Messages

/// Cash left one place and is on its way to another.
struct CashSent: Event {
    static let kind = EventKind.cashSent
    var by: String
    var from: String
    var to: String
    var notes: Notes
    var amount: Int64
}

/// The other side has the cash: the entry behind it moves it.
struct CashAccepted: Event {
    static let kind = EventKind.cashAccepted
    var by: String
    var move: UInt64
}

extension Bank {
    /// `drawer.move`: nothing is posted before the other side has accepted.
    func sendCash(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(DrawerMove.Request.self)
        let notes = try CheckedNotes(request.notes)
        let amount = try Amount(checked: notes.total)
        let caller = try caller(hearing.command.principal)
        let (from, to) = (try cashPlace(request.from), try cashPlace(request.to))
        try checkHasPart(caller, in: [from.name, to.name])
        guard from.name != to.name else { throw .sameAccount }
        try checkCurrency(of: from.side.state, and: to.side.state)
        let there = from.side.state.balance.minorUnits - onTheWay(from: from.name)
        guard amount.minorUnits <= there else {
            throw .insufficientFunds(max(0, there), accounts.currency(of: from.side.state))
        }
        return .write([
            CashSent(
                by: caller.user, from: from.name, to: to.name, notes: notes.notes,
                amount: amount.minorUnits
            ).record
        ])
    }

    /// `drawer.accept`: by the other side, never by who sent it.
    func acceptCash(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(DrawerAccept.Request.self)
        let caller = try caller(hearing.command.principal)
        guard let move = drawers.moves[request.move] else { throw .moveNotFound(request.move) }
        guard move.by != caller.user else { throw .approvalOwn }
        try checkHasPart(caller, in: [move.from, move.to])
        let (from, to) = (try cashPlace(.name(move.from)), try cashPlace(.name(move.to)))
        let entry = try entry(
            .cash, from: to.side, to: from.side, try Amount(checked: move.amount))
        return .write([
            CashAccepted(by: caller.user, move: request.move).record,
            entry.record(EntryText(user: caller.user, memo: "\(move.from) \(move.to)")),
        ])
    }

    private func cashPlace(
        _ reference: AccountReference
    ) throws(Refusal) -> (name: String, side: Side) {
        guard let account = accounts.find(try reference.checked()), account.isOwn,
            case .name(let name) = accounts.reference(to: account), Bank.holdsCash(name),
            let state = accounts.state(of: account)
        else { throw .drawerNotFound }
        return (name, Side(account: account, state: state))
    }

    /// A teller moves what goes into or comes out of the own drawer; vault and ATMs are the
    /// supervisors'.
    private func checkHasPart(_ caller: Caller, in places: [String]) throws(Refusal) {
        switch caller.role {
        case .supervisor: return
        case .teller:
            guard let own = drawers.drawer(of: caller.user), places.contains(own) else {
                throw .notPermitted
            }
        default: throw .notPermitted
        }
    }

    /// What left a place and was not accepted elsewhere yet, minor units.
    func onTheWay(from place: String) -> Int64 {
        drawers.moves.values.filter { $0.from == place }.reduce(0) { $0 + $1.amount }
    }

    mutating func apply(_ event: CashSent, sequence: UInt64) throws(JournalFault) {
        drawers.send(
            sequence,
            CashMove(
                from: event.from, to: event.to, notes: event.notes, amount: event.amount,
                by: event.by))
    }

    mutating func apply(_ event: CashAccepted) throws(JournalFault) {
        guard drawers.accept(event.move) != nil else {
            throw JournalFault("nothing was on its way")
        }
    }
}
