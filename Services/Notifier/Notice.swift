import Messages

/// What the outbox keeps of a text message: what happened, not to whom. Who is to read it is
/// looked up when it is sent, so that a new phone and a withdrawn consent count at once.
struct TextNotice: Codable, Sendable, Equatable {
    /// A telephone number of the staff; nil: the account's owner.
    var phone: String?
    /// Also in quiet hours.
    var urgent: Bool
    var movement: MovementNotice?
    var crowd: CrowdNotice?
}

/// A movement as one of its two accounts sees it.
struct MovementNotice: Codable, Sendable, Equatable {
    enum Side: String, Codable, Sendable {
        case credit, debit
    }

    var sequence: UInt64
    /// Unix milliseconds.
    var at: Int64
    var kind: String
    var account: UInt64
    var side: Side
    var amount: Int64
    var currency: String
    /// Who was credited, for the sender of a transfer.
    var to: UInt64?

    /// One for each side that is a customer's account.
    static func both(of entry: LedgerEntry) -> [MovementNotice] {
        var notices: [MovementNotice] = []
        let sides: [(Side, AccountReference)] = [(.debit, entry.debit), (.credit, entry.credit)]
        for (side, reference) in sides {
            guard case .number(let account) = reference else { continue }
            var to: UInt64?
            if side == .debit, case .number(let credited) = entry.credit { to = credited }
            notices.append(
                MovementNotice(
                    sequence: entry.sequence, at: entry.at, kind: entry.kind, account: account,
                    side: side, amount: entry.amount, currency: entry.currency, to: to))
        }
        return notices
    }
}

/// More wait than should.
struct CrowdNotice: Codable, Sendable, Equatable {
    var service: String
    var waiting: Int
    /// Unix milliseconds.
    var at: Int64
}

/// The body of a webhook.
struct WebhookEvent: Codable, Sendable, Equatable {
    /// Stable: the same event again is the same id.
    var id: String
    /// `account.credited`, `account.debited`, `queue.called` or `queue.crowded`.
    var event: String
    var branch: String
    /// Unix milliseconds.
    var at: Int64
    // Of an account.
    var sequence: UInt64?
    var kind: String?
    /// Masked, unless the webhook is configured to have it in full.
    var account: String?
    var to: String?
    var amount: Int64?
    var currency: String?
    // Of a queue.
    var service: String?
    var number: String?
    var counter: String?
    var calls: Int?
    var waiting: Int?
}
