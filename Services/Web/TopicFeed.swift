import BranchDomain
import Bus
import Messages
import NIOCore
import Synchronization

/// What the queue topics said last, and every page that follows them.
///
/// One thread brings messages in; each event is made once and shared by all pages.
final class TopicFeed: Sendable {
    /// Publishers repeat everything each second; after so long without a word it is not live.
    static let staleAfter: Duration = .seconds(3)
    /// A topic that is repeated no more, while others are, belongs to a service that is gone.
    static let forgottenAfter: Duration = .seconds(10)
    private static let mostTopics = 256

    private struct Known {
        var state: [UInt8]
        var heard: ContinuousClock.Instant
    }

    private struct Page {
        let listener: Listener
        /// The topic of the account that it shows beside the queues.
        let account: String?
    }

    private struct State {
        var topics: [String: Known] = [:]
        var pages: [UInt64: Page] = [:]
        var lastPage: UInt64 = 0
        var lastHeard: ContinuousClock.Instant?
        /// How many pages follow an account's topic.
        var accounts: [String: Int] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let mostPages: Int
    private let accountsChanged: @Sendable () -> Void

    /// - Parameter accountsChanged: Called from any thread when other accounts are followed.
    init(mostPages: Int, accountsChanged: @escaping @Sendable () -> Void) {
        self.mostPages = mostPages
        self.accountsChanged = accountsChanged
    }

    // MARK: Pages

    /// A new page, which is sent the whole picture first.
    ///
    /// - Returns: nil where there are too many.
    func join(account: UInt64?, now: ContinuousClock.Instant) -> (id: UInt64, Listener)? {
        let listener = Listener()
        let topic = account.map(Topic.account)
        let id = state.withLock { state -> UInt64? in
            guard !state.isClosed, state.pages.count < mostPages else { return nil }
            state.lastPage += 1
            state.pages[state.lastPage] = Page(listener: listener, account: topic)
            if let topic { state.accounts[topic, default: 0] += 1 }
            if isLive(state, now) {
                listener.offer(TopicFeed.picture(state), key: "topics")
            } else {
                listener.offer(TopicFeed.alive(false), key: "alive")
            }
            return state.lastPage
        }
        guard let id else { return nil }
        if topic != nil { accountsChanged() }
        return (id, listener)
    }

    func leave(_ id: UInt64) {
        let account = state.withLock { state -> String? in
            guard let page = state.pages.removeValue(forKey: id) else { return nil }
            page.listener.close()
            guard let account = page.account, let count = state.accounts[account] else {
                return nil
            }
            state.accounts[account] = count > 1 ? count - 1 : nil
            return count > 1 ? nil : account
        }
        if account != nil { accountsChanged() }
    }

    /// The topics of accounts that some page shows.
    var accounts: Set<String> { state.withLock { Set($0.accounts.keys) } }

    /// How many pages follow.
    var count: Int { state.withLock(\.pages.count) }

    /// Whether what pages show is how things stand.
    func isLive(now: ContinuousClock.Instant) -> Bool { state.withLock { isLive($0, now) } }

    /// Ends every page's stream.
    func close() {
        let pages = state.withLock { state in
            state.isClosed = true
            return Array(state.pages.values)
        }
        for page in pages { page.listener.close() }
    }

    // MARK: Messages

    /// Takes a message of a queue topic in; repeats only show that the branch is there.
    func take(_ message: PublishedMessage, now: ContinuousClock.Instant) {
        guard TopicFeed.isOneLine(message.state) else { return }
        state.withLock { state in
            let wasLive = isLive(state, now)
            state.lastHeard = now
            guard state.topics.count < TopicFeed.mostTopics || state.topics[message.topic] != nil
            else { return }
            let isNews = state.topics[message.topic]?.state != message.state
            state.topics[message.topic] = Known(state: message.state, heard: now)
            if !wasLive {
                // After a silence pages get the whole picture: services may be gone.
                let picture = TopicFeed.picture(state)
                for page in state.pages.values { page.listener.offer(picture, key: "topics") }
            } else if isNews {
                let event = TopicFeed.event("topic", message.state)
                for page in state.pages.values {
                    page.listener.offer(event, key: message.topic)
                }
            }
        }
    }

    /// Takes a receipt of an account in.
    func takeReceipt(_ message: PublishedMessage) {
        guard TopicFeed.isOneLine(message.state) else { return }
        let event = TopicFeed.event("receipt", message.state)
        state.withLock { state in
            for page in state.pages.values where page.account == message.topic {
                page.listener.offer(event, key: "receipt")
            }
        }
    }

    /// Each second: whether what pages show is how things stand.
    func tick(now: ContinuousClock.Instant) {
        state.withLock { state in
            let live = isLive(state, now)
            if live, let lastHeard = state.lastHeard {
                let before = state.topics.count
                state.topics = state.topics.filter {
                    lastHeard - $0.value.heard < TopicFeed.forgottenAfter
                }
                if state.topics.count < before {
                    let picture = TopicFeed.picture(state)
                    for page in state.pages.values { page.listener.offer(picture, key: "topics") }
                }
            }
            let event = TopicFeed.alive(live)
            for page in state.pages.values { page.listener.offer(event, key: "alive") }
        }
    }

    private func isLive(_ state: State, _ now: ContinuousClock.Instant) -> Bool {
        state.lastHeard.map { now - $0 < TopicFeed.staleAfter } ?? false
    }

    // MARK: Events

    /// All states in order of their topics.
    private static func picture(_ state: State) -> ByteBuffer {
        let states = state.topics.sorted { $0.key < $1.key }.map(\.value.state)
        return event("topics", [UInt8(ascii: "[")] + states.joined(separator: [44]) + [93])
    }

    private static func alive(_ live: Bool) -> ByteBuffer {
        event("alive", Array("{\"live\":\(live)}".utf8))
    }

    /// One event as the HTML standard has it, "Server-sent events".
    private static func event(_ name: String, _ data: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeString("event: \(name)\ndata: ")
        buffer.writeBytes(data)
        buffer.writeString("\n\n")
        return buffer
    }

    /// The publisher's JSON has no line breaks; anything that has would end the event.
    private static func isOneLine(_ bytes: [UInt8]) -> Bool {
        !bytes.contains { $0 == 10 || $0 == 13 }
    }
}
