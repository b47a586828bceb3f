import BranchDomain
import Messages

/// What the bot says by itself when a queue changes: to holders that they are next and called,
/// to the group that the next may come. Full states come in; what was said is in the desk.
extension Conversation {
    /// Calls older than this are no news any more.
    private static let freshness = Duration.seconds(3_600)

    /// Something to say, with an id that is the same for the same event.
    struct Item: Sendable, Equatable {
        let id: String
        let says: [Say]
    }

    func news(of topic: QueueTopic, _ desk: inout Desk, now: Timestamp) -> [Item] {
        var items: [Item] = []
        let calls = (topic.recent.reversed() + topic.serving).filter {
            now.since(Timestamp(milliseconds: $0.called)) < Conversation.freshness
        }
        let own = desk.tickets.values.filter { !$0.isOver && $0.service == topic.service }
            .sorted { $0.issued < $1.issued }
        let isAdmission = topic.admission != nil
        for ticket in own {
            // Numbers come again on another day; a call is never before its ticket.
            let call = calls.filter { $0.number == ticket.number && $0.called >= ticket.issued }
                .max { $0.calls < $1.calls }
            if let call, call.calls > ticket.saidCalls {
                let text = ticket.language.text(
                    isAdmission ? .mayCome : .goTo,
                    ["number": ticket.number, "counter": call.counter])
                items.append(
                    Item(
                        id: "call:\(ticket.handle):\(call.calls)", says: [Say(ticket.chat, text)]))
                desk.update(ticket.handle) { $0.saidCalls = call.calls }
            } else if call == nil, topic.next.first == ticket.number, !ticket.saidNext,
                ticket.saidCalls == 0
            {
                let text = ticket.language.text(.youAreNext, ["number": ticket.number])
                items.append(
                    Item(id: "next:\(ticket.handle)", says: [Say(ticket.chat, text)]))
                desk.update(ticket.handle) { $0.saidNext = true }
            }
        }
        if isAdmission, let batch = batch(of: topic, calls, &desk) { items.append(batch) }
        return items
    }

    private func batch(
        of topic: QueueTopic, _ calls: [BoardCall], _ desk: inout Desk
    ) -> Item? {
        guard let group, topic.service == service else { return nil }
        var names: [String] = []
        var seen: Set<String> = []
        let told = Set(desk.announced[topic.service] ?? [])
        for call in calls.sorted(by: { ($0.called, $0.number) < ($1.called, $1.number) }) {
            let key = "\(call.number)@\(call.called)"
            guard seen.insert(key).inserted, !told.contains(key), call.calls == 1 else { continue }
            let ticket = desk.tickets.values.first {
                $0.number == call.number && $0.service == topic.service && $0.issued <= call.called
            }
            // Their own answer has told them; the group waits for nobody of these.
            if ticket?.calledAtOnce == true { continue }
            names.append(call.number + (ticket?.flat.map { " (\($0))" } ?? ""))
        }
        desk.announced[topic.service] = seen.sorted()
        guard let first = names.first, let at = calls.map(\.called).max() else { return nil }
        let text = language.text(.batch, ["numbers": names.joined(separator: ", ")])
        return Item(id: "batch:\(topic.service):\(first):\(at)", says: [Say(group, text)])
    }
}
