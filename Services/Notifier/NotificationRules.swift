import BranchDomain
import Messages
import ServiceKit

/// Who is told what: the rules of the configuration, checked, applied to what happens.
struct NotificationRules: Sendable {
    enum Target: Sendable, Equatable {
        case customer
        case staff(phone: String)
        case webhook(name: String, fullAccounts: Bool)

        /// The lane of the outbox.
        var lane: String {
            switch self {
            case .customer, .staff: NotificationRules.smsLane
            case .webhook(let name, _): NotificationRules.lane(ofWebhook: name)
            }
        }
    }

    struct Line: Sendable {
        /// The place in the configuration, from 1.
        let number: Int
        let target: Target
        let rule: NotificationSettings.Rule
    }

    static let smsLane = "sms"
    static func lane(ofWebhook name: String) -> String { "webhook:\(name)" }

    let branch: String
    let accountLines: [Line]
    let queueLines: [Line]

    /// - Throws: ``ConfigurationError`` naming the rule that cannot be meant.
    init(_ settings: NotificationSettings, branch: String) throws(ConfigurationError) {
        self.branch = branch
        var lines: [Line] = []
        for (index, rule) in settings.rules.enumerated() {
            let place = "notifications: rule \(index + 1)"
            let isOfQueue = rule.on == "queue"
            guard isOfQueue || (rule.service == nil && rule.waitingAbove == nil),
                !isOfQueue || (rule.kinds == nil && rule.minimum == nil)
            else { throw ConfigurationError("\(place): a setting of another kind of rule.") }
            let target = try NotificationRules.target(rule, settings, place)
            guard !isOfQueue || target != .customer else {
                throw ConfigurationError(
                    "\(place): numbers in a queue have no phone; tell a webhook or the staff.")
            }
            if case .staff = target, isOfQueue, rule.waitingAbove == nil {
                throw ConfigurationError("\(place): a text for each call? Say waitingAbove.")
            }
            lines.append(Line(number: index + 1, target: target, rule: rule))
        }
        accountLines = lines.filter { $0.rule.on == "account" }
        queueLines = lines.filter { $0.rule.on == "queue" }
    }

    private static func target(
        _ rule: NotificationSettings.Rule, _ settings: NotificationSettings, _ place: String
    ) throws(ConfigurationError) -> Target {
        if rule.to.hasPrefix("webhook:") {
            let name = String(rule.to.dropFirst(8))
            guard let webhook = settings.webhooks?.first(where: { $0.name == name }) else {
                throw ConfigurationError("\(place): there is no webhook '\(name)'.")
            }
            return .webhook(name: name, fullAccounts: webhook.fullAccounts ?? false)
        }
        guard settings.sms != nil else {
            throw ConfigurationError("\(place): '\(rule.to)' needs the part sms.")
        }
        if rule.to == "customer" { return .customer }
        guard rule.to.hasPrefix("+"), rule.to.count >= 8, rule.to.dropFirst().allSatisfy(\.isNumber)
        else {
            throw ConfigurationError(
                "\(place): 'to' is customer, webhook:NAME or a number such as +34600000000.")
        }
        return .staff(phone: rule.to)
    }

    /// What a movement says to whom; the same ids each time that it is read.
    func notices(of entry: LedgerEntry) -> [Outgoing] {
        MovementNotice.both(of: entry).flatMap { movement in
            accountLines.filter { $0.takes(movement) }.map { outgoing(movement, $0) }
        }
    }

    /// A message before anyone says when.
    struct Outgoing: Sendable, Equatable {
        let id: String
        let lane: String
        let body: [UInt8]
    }

    private func outgoing(_ movement: MovementNotice, _ line: Line) -> Outgoing {
        let name = "\(movement.sequence):\(movement.account)"
        switch line.target {
        case .customer:
            let notice = TextNotice(urgent: line.isUrgent, movement: movement)
            return Outgoing(id: "sms:\(name)", lane: line.target.lane, body: JSON.encode(notice))
        case .staff(let phone):
            let notice = TextNotice(phone: phone, urgent: line.isUrgent, movement: movement)
            return Outgoing(
                id: "sms:\(line.number):\(name)", lane: line.target.lane,
                body: JSON.encode(notice))
        case .webhook(let webhook, let isFull):
            let id = "\(webhook):\(name)"
            let shown = { (account: UInt64) in
                isFull ? String(account) : MaskedAccount.text(account)
            }
            let event = WebhookEvent(
                id: id,
                event: movement.side == .credit ? "account.credited" : "account.debited",
                branch: branch, at: movement.at, sequence: movement.sequence,
                kind: movement.kind, account: shown(movement.account),
                to: movement.to.map(shown), amount: movement.amount,
                currency: movement.currency)
            return Outgoing(id: id, lane: line.target.lane, body: JSON.encode(event))
        }
    }
}

extension NotificationRules.Line {
    var isUrgent: Bool { rule.urgent ?? false }

    func takes(_ movement: MovementNotice) -> Bool {
        (rule.kinds?.contains(movement.kind) ?? true) && movement.amount >= rule.minimum ?? 0
    }

    func takes(service: String) -> Bool { rule.service == nil || rule.service == service }
}
