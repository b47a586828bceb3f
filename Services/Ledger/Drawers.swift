import BranchDomain
import Journal
import Messages

/// A teller took a drawer and counted it.
struct DrawerOpened: Event {
    static let kind = EventKind.drawerOpened
    var by: String
    var drawer: String
    var notes: Notes
    var expected: Int64
    var counted: Int64
}

/// An open drawer was counted.
struct DrawerCountedEvent: Event {
    static let kind = EventKind.drawerCounted
    var by: String
    var drawer: String
    var notes: Notes
    var expected: Int64
    var counted: Int64
    /// Whose drawer it is, where somebody else counted it.
    var teller: String?
}

/// A drawer was counted and given back.
struct DrawerGivenBack: Event {
    static let kind = EventKind.drawerGivenBack
    var by: String
    var drawer: String
    var notes: Notes
    var expected: Int64
    var counted: Int64
    /// Whose drawer it is, where somebody else counted it.
    var teller: String?
}

/// A drawer as a request finds it.
private struct CountedDrawer {
    let name: String
    let place: CashPoint
    let counted: CheckedNotes
    /// What has to lie in it: cash on its way elsewhere is still the drawer's, and no longer there.
    let expected: Int64
}

extension Bank {
    /// `drawer.open`: a teller takes a drawer that nobody has.
    func openDrawer(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(DrawerOpen.Request.self)
        let caller = try teller(hearing)
        let drawer = try countedDrawer(request, caller, mayBeNew: true)
        if let teller = drawers.tellers[drawer.name], teller != caller.user {
            throw .drawerTaken(drawer.name)
        }
        if let own = drawers.drawer(of: caller.user), own != drawer.name {
            throw .drawerTaken(own)
        }
        let event = DrawerOpened(
            by: caller.user, drawer: drawer.name, notes: drawer.counted.notes,
            expected: drawer.expected, counted: drawer.counted.total)
        return .write(try difference(in: drawer, caller) + [event.record])
    }

    /// `drawer.count`: what differs is posted to `over-short`, with the teller's name.
    func countDrawer(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(DrawerOpen.Request.self)
        let caller = try teller(hearing)
        let drawer = try ownDrawer(request, caller)
        let event = DrawerCountedEvent(
            by: caller.user, drawer: drawer.name, notes: drawer.counted.notes,
            expected: drawer.expected, counted: drawer.counted.total,
            teller: otherTeller(of: drawer, caller))
        return .write(try difference(in: drawer, caller) + [event.record])
    }

    /// `drawer.close`: the last count; then nobody has it.
    func closeDrawer(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(DrawerOpen.Request.self)
        let caller = try teller(hearing)
        let drawer = try ownDrawer(request, caller)
        let event = DrawerGivenBack(
            by: caller.user, drawer: drawer.name, notes: drawer.counted.notes,
            expected: drawer.expected, counted: drawer.counted.total,
            teller: otherTeller(of: drawer, caller))
        return .write(try difference(in: drawer, caller) + [event.record])
    }

    /// `drawer.list`: every place that holds cash, and what is on its way.
    func listDrawers(_ hearing: Hearing) throws(Refusal) -> Decision {
        _ = try hearing.body(DrawerList.Request.self)
        guard try caller(hearing.command.principal).isStaff else { throw .notPermitted }
        var reply = DrawerList.Reply(drawers: [], moves: [])
        for name in accounts.ownNames where Bank.holdsCash(name) {
            guard let account = accounts.own(named: name), let state = accounts.state(of: account)
            else { continue }
            reply.drawers.append(
                DrawerList.Drawer(
                    drawer: .name(name), teller: drawers.tellers[name],
                    balance: state.balance.minorUnits,
                    currency: accounts.currency(of: state).code, notes: drawers.cassettes[name]))
        }
        reply.moves = drawers.moves.sorted { $0.key < $1.key }.prefix(Page.largest).map {
            DrawerList.Move(
                move: $0.key, from: .name($0.value.from), to: .name($0.value.to),
                amount: $0.value.amount, notes: $0.value.notes, by: $0.value.by)
        }
        return .read(JSON.encode(reply))
    }

    static func holdsCash(_ name: String) -> Bool {
        name == OwnAccount.vault || name.hasPrefix(OwnAccount.vault + ":")
            || name.hasPrefix(OwnAccount.drawerPrefix) || name.hasPrefix(OwnAccount.atmPrefix)
    }

    // MARK: Parts

    private func teller(_ hearing: Hearing) throws(Refusal) -> Caller {
        let caller = try caller(hearing.command.principal)
        try checkRole(caller, .teller, .supervisor)
        return caller
    }

    private func ownDrawer(
        _ request: DrawerOpen.Request, _ caller: Caller
    ) throws(Refusal) -> CountedDrawer {
        let drawer = try countedDrawer(request, caller, mayBeNew: false)
        guard let teller = drawers.tellers[drawer.name] else { throw .drawerClosed(drawer.name) }
        guard teller == caller.user || caller.role == .supervisor else {
            throw .drawerTaken(drawer.name)
        }
        return drawer
    }

    /// Whose drawer it is, where that is not who counts.
    private func otherTeller(of drawer: CountedDrawer, _ caller: Caller) -> String? {
        drawers.tellers[drawer.name].flatMap { $0 == caller.user ? nil : $0 }
    }

    private func countedDrawer(
        _ request: DrawerOpen.Request, _ caller: Caller, mayBeNew: Bool
    ) throws(Refusal) -> CountedDrawer {
        let counted = try CheckedNotes(request.counted)
        guard case .name(let name) = request.drawer, name.hasPrefix(OwnAccount.drawerPrefix),
            (try? CounterID(String(name.dropFirst(OwnAccount.drawerPrefix.count)))) != nil
        else { throw .drawerNotFound }
        let place = ownAccount(for: name, in: 0, caller)
        guard mayBeNew || place.opening == nil else { throw .drawerNotFound }
        return CountedDrawer(
            name: name, place: place, counted: counted,
            expected: place.side.state.balance.minorUnits - onTheWay(from: name))
    }

    /// What a count found too much or too little, as an entry; the drawer's account where it is
    /// new.
    private func difference(
        in drawer: CountedDrawer, _ caller: Caller
    ) throws(Refusal) -> [Record] {
        let records = [drawer.place.opening].compactMap(\.self)
        let found = drawer.counted.total - drawer.expected
        guard found != 0 else { return records }
        let other = try side(
            accounts.own(named: OwnAccount.overShort), .name(OwnAccount.overShort))
        let amount = try Amount(checked: abs(found))
        let entry = try entry(
            .cash, from: found > 0 ? drawer.place.side : other,
            to: found > 0 ? other : drawer.place.side, amount)
        let teller = otherTeller(of: drawer, caller) ?? caller.user
        let text = EntryText(user: caller.user, memo: "\(drawer.name) \(teller)")
        return records + [entry.record(text)]
    }

    // MARK: Applying

    mutating func apply(_ event: DrawerOpened) throws(JournalFault) {
        guard accounts.own(named: event.drawer) != nil else {
            throw JournalFault("its drawer has no account")
        }
        drawers.open(event.drawer, by: event.by)
    }

    mutating func apply(_ event: DrawerCountedEvent) throws(JournalFault) {
        guard drawers.tellers[event.drawer] != nil else {
            throw JournalFault("its drawer is not open")
        }
        drawers.note(
            DrawerProof(
                teller: event.teller ?? event.by, expected: event.expected, counted: event.counted,
                isClosed: false), of: event.drawer)
    }

    mutating func apply(_ event: DrawerGivenBack) throws(JournalFault) {
        guard drawers.tellers[event.drawer] != nil else {
            throw JournalFault("its drawer is not open")
        }
        drawers.giveBack(event.drawer)
        drawers.note(
            DrawerProof(
                teller: event.teller ?? event.by, expected: event.expected, counted: event.counted,
                isClosed: true), of: event.drawer)
    }
}
