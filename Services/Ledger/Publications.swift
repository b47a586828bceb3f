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
}

/// What subscribers are told once it is on disk.
extension Bank {
    func publications(
        of group: [(record: Record, position: Position)], wanted: (String) -> Bool
    ) -> [Publication] {
        var publications: [Publication] = []
        let wantsAudit = wanted(Topic.audit)
        var endsSessions = false
        for (record, position) in group {
            if let entry = Entry(record) {
                publish(entry, record, position, wanted, &publications)
            } else if let kind = EventKind(rawValue: record.kind) {
                endsSessions = endsSessions || kind.endsSessions
                if wantsAudit, let event = try? audit(kind, record, position) {
                    publications.append(
                        Publication(topic: Topic.audit, state: JSON.encode(event), keep: false))
                }
            }
        }
        if endsSessions { publications.append(sessions()) }
        return publications
    }

    func initialPublications() -> [Publication] { [sessions()] }

    /// A receipt to the topic of each of the two accounts that someone listens to, with the
    /// balance of that account and of no other.
    private func publish(
        _ entry: Entry, _ record: Record, _ position: Position, _ wanted: (String) -> Bool,
        _ publications: inout [Publication]
    ) {
        for account in [entry.debit, entry.credit] {
            let topic = Topic.account(account.number)
            guard wanted(topic) else { continue }
            let receipt = receipt(of: entry, record, at: position, from: account)
            publications.append(
                Publication(topic: topic, state: receipt.bytes, keep: false))
        }
    }

    private func sessions() -> Publication {
        Publication(
            topic: Topic.sessions, state: JSON.encode(users.raisedGenerations), keep: true)
    }

    private func audit(
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
            .approvalDecided, .entryReversed, .holdSettled, .holdSuspended, .holdRefusedAhead:
            break
        case .holdPlaced: audit.account = try HoldPlaced(record).account
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

    /// A customer's user name may be a person's: the number stands for it.
    private func nameless(_ user: String) -> String {
        guard let customer = users[user]?.customer, customer > 0 else { return user }
        return "customer:\(customer)"
    }
}

extension EventKind {
    /// Whether sessions that were good before it are not behind it.
    fileprivate var endsSessions: Bool {
        switch self {
        case .userDisabled, .sessionsEnded, .secretChanged, .secretReset, .deviceAdded: true
        default: false
        }
    }
}
