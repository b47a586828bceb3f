import BranchDomain
import Journal
import Messages

/// What happened besides movements, for whoever watches over the branch: numbers and the names of
/// staff and devices, nothing about persons.
struct AuditEvent: Codable, Sendable, Equatable {
    var sequence: UInt64
    /// Unix milliseconds.
    var at: Int64
    /// `accountFrozen`, `staffAdded` …
    var event: String
    /// A member of staff or a device by name, `customer:4`, or nobody.
    var by: String
    var account: UInt64?
    var customer: UInt64?
    /// Whom it is about, spelled like `by`.
    var user: String?
    /// The number of the hold, approval, cash move or entry that it is about.
    var subject: UInt64?
    /// What was asked for, of an approval.
    var method: String?
    /// The drawer, ATM or vault, and where cash went to.
    var place: String?
    var to: String?
    /// Minor units.
    var amount: Int64?
    /// What a count found less what should be there, minor units.
    var difference: Int64?
    /// Of an approval.
    var approved: Bool?
    /// The business day, or the period of interest.
    var period: String?
}

/// Who did what, made of the events in the journal.
extension Bank {
    func audit(
        _ kind: EventKind, _ record: Record, _ position: Position
    ) throws(JournalFault) -> AuditEvent {
        var audit = AuditEvent(
            sequence: position.sequence, at: position.at.milliseconds, event: "\(kind)",
            by: nameless(EventAuthor(record)?.by ?? ""))
        switch kind {
        case .founded: break
        case .ownAccountOpened: audit.account = try OwnAccountOpened(record).account
        case .houseCustomerAdded: audit.customer = try HouseCustomerAdded(record).customer
        case .customerRegistered:
            let event = try CustomerRegistered(record)
            (audit.customer, audit.account) = (event.customer, event.account)
        case .customerUpdated: audit.customer = try CustomerUpdated(record).customer
        case .accountOpened:
            let event = try AccountOpened(record)
            (audit.customer, audit.account) = (event.customer, event.account)
        case .accountFrozen: audit.account = try AccountFrozen(record).account
        case .accountUnfrozen: audit.account = try AccountUnfrozen(record).account
        case .accountClosed: audit.account = try AccountClosed(record).account
        case .bulkTaken, .dayBegan, .dayClosed, .interestBegan, .interestPosted, .drawerOpened,
            .drawerCounted, .drawerGivenBack, .cashSent, .cashAccepted, .approvalAsked,
            .approvalDecided, .entryReversed, .holdPlaced, .holdSettled, .holdSuspended,
            .holdRefusedAhead:
            try describe(kind, record, &audit)
        case .accountLimitsSet: audit.account = try AccountLimitsSet(record).account
        case .staffAdded: audit.user = nameless(try StaffAdded(record).user)
        case .deviceAdded: audit.user = nameless(try DeviceAdded(record).device)
        case .userDisabled: audit.user = nameless(try UserDisabled(record).user)
        case .logInFailed: audit.user = nameless(try LogInFailed(record).user)
        case .logInSucceeded: audit.user = nameless(try LogInSucceeded(record).user)
        case .sessionsEnded: audit.user = nameless(try SessionsEnded(record).user)
        case .secretChanged: audit.user = nameless(try SecretChanged(record).user)
        case .secretReset: audit.user = nameless(try SecretReset(record).user)
        }
        return audit
    }

    /// What is done about money without moving it.
    private func describe(
        _ kind: EventKind, _ record: Record, _ audit: inout AuditEvent
    ) throws(JournalFault) {
        switch kind {
        case .holdPlaced:
            let event = try HoldPlaced(record)
            (audit.account, audit.amount) = (event.account, event.amount)
        case .holdSettled:
            let event = try HoldSettled(record)
            (audit.subject, audit.account) = (event.hold, event.account)
        case .holdSuspended: audit.subject = try HoldSuspended(record).hold
        case .entryReversed: audit.subject = try EntryReversed(record).sequence
        case .approvalAsked:
            let event = try ApprovalAsked(record)
            (audit.method, audit.amount) = (event.method, event.amount)
            if case .number(let account)? = event.account { audit.account = account }
        case .approvalDecided:
            let event = try ApprovalDecided(record)
            (audit.subject, audit.approved) = (event.approval, event.isApproved)
        case .drawerOpened:
            let event = try DrawerOpened(record)
            (audit.place, audit.amount) = (event.drawer, event.counted)
            audit.difference = event.counted - event.expected
        case .drawerCounted:
            let event = try DrawerCountedEvent(record)
            (audit.place, audit.amount) = (event.drawer, event.counted)
            audit.difference = event.counted - event.expected
        case .drawerGivenBack:
            let event = try DrawerGivenBack(record)
            (audit.place, audit.amount) = (event.drawer, event.counted)
            audit.difference = event.counted - event.expected
        case .cashSent:
            let event = try CashSent(record)
            (audit.place, audit.to, audit.amount) = (event.from, event.to, event.amount)
        case .cashAccepted: audit.subject = try CashAccepted(record).move
        case .interestBegan: audit.period = try InterestBegan(record).period
        case .dayClosed: audit.period = try DayClosed(record).date
        default: break
        }
    }

    /// A customer's user name may be a person's: the number stands for it.
    private func nameless(_ user: String) -> String {
        guard let customer = users[user]?.customer, customer > 0 else { return user }
        return "customer:\(customer)"
    }
}
