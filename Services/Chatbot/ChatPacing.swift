import BranchDomain
import Outbox

/// The rates that the messenger allows: so many a second over all, one a second in a chat,
/// twenty a minute in a group.
struct ChatPacing: Sendable {
    private var all = SlidingWindow(limit: 30, span: .seconds(1))
    private var chats: [String: SlidingWindow] = [:]

    /// Chooses of the messages at the heads of their chats those that may go out now, and counts
    /// them.
    mutating func choose(_ heads: [OutboxMessage], now: Timestamp) -> [OutboxMessage] {
        chats = chats.filter { entry in
            var window = entry.value
            return !window.isIdle(now: now)
        }
        var chosen: [OutboxMessage] = []
        for head in heads where head.due <= now {
            guard all.free(now: now) > 0 else { break }
            let keys = ChatPacing.windows(of: head.lane)
            let isFree = keys.allSatisfy { key, make in
                var window = chats[key] ?? make
                return window.free(now: now) > 0
            }
            guard isFree else { continue }
            for (key, make) in keys { chats[key, default: make].take(1, now: now) }
            all.take(1, now: now)
            chosen.append(head)
        }
        return chosen
    }

    /// When one of these may go out; nil where there is none.
    mutating func opens(_ heads: [OutboxMessage], after now: Timestamp) -> Timestamp? {
        let overall = all.opens(after: now)
        return heads.map { head in
            ChatPacing.windows(of: head.lane).reduce(max(head.due, overall)) { moment, entry in
                var window = chats[entry.key] ?? entry.make
                return max(moment, window.opens(after: now))
            }
        }.min()
    }

    /// A lane is a chat's number; a group's is negative.
    private static func windows(of lane: String) -> [(key: String, make: SlidingWindow)] {
        guard !lane.hasPrefix("press:") else { return [] }
        let second = (key: lane, make: SlidingWindow(limit: 1, span: .seconds(1)))
        guard lane.hasPrefix("-") else { return [second] }
        return [second, ("\(lane)/minute", SlidingWindow(limit: 20, span: .seconds(60)))]
    }
}
