import BranchDomain
import Journal
import Messages

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
