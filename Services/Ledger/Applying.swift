import BranchDomain
import Journal
import Messages

/// How records change the state. Starting is this over the whole journal; so is `verify`.
extension Bank {
    static func knows(_ kind: UInt16) -> Bool {
        EntryKind(rawValue: kind) != nil || EventKind(rawValue: kind) != nil
    }

    mutating func apply(_ record: Record, sequence: UInt64, at time: Timestamp) {
        do throws(JournalFault) {
            try fold(record, sequence: sequence, at: time)
        } catch {
            // Printed in release builds too: it names what `verify` has to be asked about.
            fatalError("record \(sequence), kind \(record.kind), cannot be: \(error)")
        }
    }

    /// Applies one record, or says why it cannot follow what came before.
    mutating func fold(
        _ record: Record, sequence: UInt64, at time: Timestamp
    ) throws(JournalFault) {
        guard sequence > head else { throw JournalFault("its sequence is not behind \(head)") }
        head = sequence
        if EntryKind(rawValue: record.kind & ~Record.bulkFlag) != nil {
            return try post(record, sequence: sequence)
        }
        if record.kind == Record.refusalKind || record.kind >= Record.firstJournalKind { return }
        guard let kind = EventKind(rawValue: record.kind) else {
            throw JournalFault("the ledger knows no such kind")
        }
        switch kind {
        case .founded: try apply(try Founded(record))
        case .ownAccountOpened: try apply(try OwnAccountOpened(record))
        case .houseCustomerAdded: try apply(try HouseCustomerAdded(record))
        case .customerRegistered: try apply(try CustomerRegistered(record))
        case .customerUpdated: try apply(try CustomerUpdated(record))
        case .accountOpened: try apply(try AccountOpened(record))
        case .accountFrozen: try apply(try AccountFrozen(record))
        case .accountUnfrozen: try apply(try AccountUnfrozen(record))
        case .accountClosed: try apply(try AccountClosed(record))
        // The movements behind it say what it changed.
        case .bulkTaken: _ = try BulkTaken(record)
        case .staffAdded: try apply(try StaffAdded(record))
        case .deviceAdded: try apply(try DeviceAdded(record))
        case .userDisabled: try apply(try UserDisabled(record))
        case .logInFailed: try apply(try LogInFailed(record))
        case .logInSucceeded: try apply(try LogInSucceeded(record))
        case .sessionsEnded: try apply(try SessionsEnded(record))
        case .secretChanged: try apply(try SecretChanged(record))
        case .secretReset: try apply(try SecretReset(record))
        case .accountLimitsSet: try apply(try AccountLimitsSet(record))
        case .holdPlaced: try apply(try HoldPlaced(record), sequence: sequence)
        case .holdSettled: try apply(try HoldSettled(record))
        case .holdSuspended: try apply(try HoldSuspended(record))
        case .holdRefusedAhead:
            holds.refuse(ahead: try HoldRefusedAhead(record).id, now: time)
        case .entryReversed: try apply(try EntryReversed(record))
        case .interestBegan: try apply(try InterestBegan(record), sequence: sequence)
        case .interestPosted: try apply(try InterestPosted(record))
        case .drawerOpened: try apply(try DrawerOpened(record))
        case .drawerCounted: try apply(try DrawerCountedEvent(record))
        case .drawerGivenBack: try apply(try DrawerGivenBack(record))
        case .cashSent: try apply(try CashSent(record), sequence: sequence)
        case .cashAccepted: try apply(try CashAccepted(record))
        case .approvalAsked: try apply(try ApprovalAsked(record), sequence: sequence)
        case .approvalDecided: try apply(try ApprovalDecided(record))
        case .dayBegan: try apply(try DayBegan(record))
        case .dayClosed: try apply(try DayClosed(record), sequence: sequence)
        }
    }

    /// Posts an entry. It is checked here once more, against the accounts as they are: that is
    /// what was asserted before the write, asserted after the read.
    private mutating func post(_ record: Record, sequence: UInt64) throws(JournalFault) {
        guard let entry = Entry(record) else { throw JournalFault("its words are no entry's") }
        guard let debit = accounts.state(of: entry.debit),
            let credit = accounts.state(of: entry.credit), entry.debit != entry.credit
        else { throw JournalFault("it does not have two accounts") }
        guard debit.currency == credit.currency else {
            throw JournalFault("its accounts differ in currency")
        }
        guard entry.debitPrevious == debit.last, entry.creditPrevious == credit.last else {
            throw JournalFault("it does not follow the last entry of its accounts")
        }
        let left = Bank.balance(
            of: Side(account: entry.debit, state: debit), losing: entry.amount)
        let right = Bank.balance(
            of: Side(account: entry.credit, state: credit), gaining: entry.amount)
        guard entry.debitBalance == left, entry.creditBalance == right else {
            throw JournalFault("its balances do not follow from those before and the amount")
        }
        guard
            entry.debit.isOwn
                || entry.debitBalance.minorUnits - debit.held >= debit.floor
        else { throw JournalFault("it leaves less than holds and the account's floor allow") }
        terms.note(entry)
        noteStaffUse(entry, record)
        if !products.accruals.isEmpty, let today {
            for (account, state) in [(entry.debit, debit), (entry.credit, credit)] {
                products.accrue(account, at: state.balance, to: today)
            }
        }
        if entry.credit.isOwn, !drawers.cassettes.isEmpty { dispense(entry, record) }
        accounts.write(entry.debitBalance, last: sequence, to: entry.debit)
        accounts.write(entry.creditBalance, last: sequence, to: entry.credit)
    }
}

// MARK: - Accounts

extension Bank {
    /// Takes the notes that an ATM gave out of its cassettes.
    private mutating func dispense(_ entry: Entry, _ record: Record) {
        guard case .name(let place) = accounts.reference(to: entry.credit),
            drawers.cassettes[place] != nil, let notes = EntryText(record.varying)?.notes
        else { return }
        drawers.dispense(notes, from: place)
    }

    private mutating func apply(_ event: Founded) throws(JournalFault) {
        guard accounts.currencies.isEmpty, let currency = try? Currency(event.currency) else {
            throw JournalFault("a branch is founded once, in a known currency")
        }
        accounts.found(in: currency)
    }

    private mutating func apply(_ event: OwnAccountOpened) throws(JournalFault) {
        guard let account = try? AccountID(event.account),
            let currency = try? Currency(event.currency),
            accounts.openOwn(account, name: event.name, currency: currency)
        else { throw JournalFault("its account has not the next number, or a name that is taken") }
    }

    private mutating func apply(_ event: AccountOpened) throws(JournalFault) {
        try open(event.account, for: event.customer, in: event.currency)
        guard let terms = event.terms, let account = try? AccountID(event.account) else { return }
        products.open(account, under: terms, day: today ?? 0)
        guard let limits = terms.limits else { return }
        self.terms.set(limits, for: account)
        accounts.setFloor(limits.floor, of: account)
    }

    private mutating func open(
        _ number: UInt64, for customer: UInt64, in code: String
    ) throws(JournalFault) {
        guard customers[customer] != nil else { throw JournalFault("its customer is unknown") }
        guard let account = try? AccountID(number), let currency = try? Currency(code),
            accounts.openForCustomer(account, owner: customer, currency: currency)
        else { throw JournalFault("its account has not the next number") }
        customers.give(account, to: customer)
    }

    private mutating func apply(_ event: AccountFrozen) throws(JournalFault) {
        try mark(event.account) { $0.formUnion(event.side.marks) }
    }

    private mutating func apply(_ event: AccountUnfrozen) throws(JournalFault) {
        try mark(event.account) { $0.subtract(event.side.marks) }
    }

    private mutating func apply(_ event: AccountClosed) throws(JournalFault) {
        guard let account = try? AccountID(event.account),
            accounts.state(of: account)?.balance == .zero
        else { throw JournalFault("its account is not at zero") }
        try mark(event.account) { $0.insert(.closed) }
    }

    private mutating func mark(
        _ number: UInt64, _ change: (inout AccountState.Marks) -> Void
    ) throws(JournalFault) {
        guard let account = try? AccountID(number), accounts.state(of: account) != nil else {
            throw JournalFault("its account is unknown")
        }
        accounts.mark(account, change)
    }
}

// MARK: - Customers and users

extension Bank {
    private mutating func apply(_ event: HouseCustomerAdded) throws(JournalFault) {
        guard event.customer == customers.nextHouseNumber,
            customers.houseCustomer(named: event.name) == nil
        else { throw JournalFault("its house customer has not the next number") }
        customers.addHouse(named: event.name)
    }

    private mutating func apply(_ event: CustomerRegistered) throws(JournalFault) {
        guard event.customer == customers.nextNumber else {
            throw JournalFault("its customer has not the next number")
        }
        var user = UserState(user: event.user, role: .customer, verifier: event.verifier)
        user.customer = event.customer
        try add(user)
        customers.add(CustomerState(user: event.user, person: event.person))
        try open(event.account, for: event.customer, in: event.currency)
    }

    private mutating func apply(_ event: CustomerUpdated) throws(JournalFault) {
        guard let customer = customers[event.customer], !customer.user.isEmpty else {
            throw JournalFault("its customer is unknown")
        }
        customers.update(event.customer, to: event.person)
    }

    private mutating func apply(_ event: StaffAdded) throws(JournalFault) {
        guard let role = Role(rawValue: event.role) else { throw JournalFault("no such role") }
        var user = UserState(user: event.user, role: role, verifier: event.verifier)
        user.name = event.name
        try add(user)
    }

    private mutating func apply(_ event: DeviceAdded) throws(JournalFault) {
        guard let kind = DeviceKind(rawValue: event.deviceKind) else {
            throw JournalFault("no such kind of device")
        }
        if users[event.device] == nil {
            try add(UserState(user: event.device, role: .device, verifier: event.verifier))
        }
        try change(event.device) { device in
            device.device = kind
            device.key = event.key
            device.cash = event.cash ?? 0
            device.verifier = event.verifier
            device.generation = event.generation
            device.isDisabled = false
            device.forgetFailures()
        }
    }

    private mutating func apply(_ event: UserDisabled) throws(JournalFault) {
        try change(event.user) { user in
            user.isDisabled = true
            user.generation = event.generation
        }
    }

    private mutating func apply(_ event: LogInFailed) throws(JournalFault) {
        try change(event.user) { user in
            user.failures = event.failures
            user.locks = event.locks
            if let until = event.lockedUntil {
                user.lockedUntil = Timestamp(milliseconds: until)
            }
        }
    }

    private mutating func apply(_ event: LogInSucceeded) throws(JournalFault) {
        try change(event.user) { $0.forgetFailures() }
    }

    private mutating func apply(_ event: SessionsEnded) throws(JournalFault) {
        try change(event.user) { $0.generation = event.generation }
    }

    private mutating func apply(_ event: SecretChanged) throws(JournalFault) {
        try change(event.user) { user in
            user.verifier = event.verifier
            user.generation = event.generation
            user.forgetFailures()
        }
    }

    private mutating func apply(_ event: SecretReset) throws(JournalFault) {
        try change(event.user) { user in
            user.verifier = event.verifier
            user.generation = event.generation
            user.isDisabled = false
            user.forgetFailures()
        }
    }

    private mutating func add(_ user: UserState) throws(JournalFault) {
        guard users[user.user] == nil else { throw JournalFault("its user's name is taken") }
        users.add(user)
    }

    private mutating func change(
        _ name: String, _ change: (inout UserState) -> Void
    ) throws(JournalFault) {
        guard users.change(name, change) else { throw JournalFault("its user is unknown") }
    }
}
