import BranchDomain
import Messages
import ServiceKit

/// What changes in the queues that a rule wants told: numbers that are called, lines that have
/// grown long. Full states come in, news go out.
struct QueueWatch: Sendable {
    /// Calls older than this were told before, or are of no interest any more.
    static let freshness = Duration.seconds(600)
    private static let mostRemembered = 10_000

    /// Rule and service of each line that is too long now; kept, so that a restart tells nobody
    /// twice.
    private(set) var crowded: Set<String>
    private var told: Set<String> = []

    init(crowded: Set<String> = []) {
        self.crowded = crowded
    }

    mutating func notices(
        of topic: QueueTopic, by rules: NotificationRules, now: Timestamp
    ) -> [NotificationRules.Outgoing] {
        if told.count > QueueWatch.mostRemembered { told.removeAll() }
        return rules.queueLines.filter { $0.takes(service: topic.service) }.flatMap { line in
            if let most = line.rule.waitingAbove {
                crowd(topic, line, most: most, rules, now: now)
            } else {
                calls(topic, line, rules, now: now)
            }
        }
    }

    private mutating func calls(
        _ topic: QueueTopic, _ line: NotificationRules.Line, _ rules: NotificationRules,
        now: Timestamp
    ) -> [NotificationRules.Outgoing] {
        guard case .webhook(let webhook, _) = line.target else { return [] }
        var news: [NotificationRules.Outgoing] = []
        for call in topic.recent.reversed() + topic.serving {
            let age = now.since(Timestamp(milliseconds: call.called))
            let id = "\(webhook):\(topic.service):\(call.number):\(call.called):\(call.calls)"
            guard age < QueueWatch.freshness, told.insert(id).inserted else { continue }
            let event = WebhookEvent(
                id: id, event: "queue.called", branch: rules.branch, at: call.called,
                service: topic.service, number: call.number, counter: call.counter,
                calls: call.calls)
            news.append(
                NotificationRules.Outgoing(
                    id: id, lane: line.target.lane, body: JSON.encode(event)))
        }
        return news
    }

    /// Told when it begins, and again only after the line was half as long in between.
    private mutating func crowd(
        _ topic: QueueTopic, _ line: NotificationRules.Line, most: Int,
        _ rules: NotificationRules, now: Timestamp
    ) -> [NotificationRules.Outgoing] {
        let key = "\(line.number):\(topic.service)"
        if topic.waiting <= most / 2 { crowded.remove(key) }
        guard topic.waiting > most, crowded.insert(key).inserted else { return [] }
        let at = now.milliseconds
        switch line.target {
        case .customer: return []
        case .staff(let phone):
            let notice = TextNotice(
                phone: phone, urgent: line.isUrgent,
                crowd: CrowdNotice(service: topic.service, waiting: topic.waiting, at: at))
            return [
                NotificationRules.Outgoing(
                    id: "sms:\(key):\(at)", lane: line.target.lane, body: JSON.encode(notice))
            ]
        case .webhook(let webhook, _):
            let id = "\(webhook):\(key):\(at)"
            let event = WebhookEvent(
                id: id, event: "queue.crowded", branch: rules.branch, at: at,
                service: topic.service, waiting: topic.waiting)
            return [
                NotificationRules.Outgoing(
                    id: id, lane: line.target.lane, body: JSON.encode(event))
            ]
        }
    }
}
