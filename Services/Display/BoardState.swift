import BranchDomain
import Messages

/// What the board knows: the last state of each queue topic, what to announce, since when it is
/// live. Messages and moments in, facts out; no clock and no socket.
///
/// `now` is the board's own count of time, which nobody can set; ages of calls and times that are
/// shown are the branch's, see ``branchTime(at:)``.
struct BoardState: Sendable {
    /// Publishers repeat everything each second; after this long without a word it is not live.
    static let staleAfter: Duration = .seconds(3)
    /// An older call is no news to anyone.
    static let announcedWithin: Duration = .seconds(60)
    /// A topic that is repeated no more, while others are, belongs to a service that is gone.
    static let forgottenAfter: Duration = .seconds(10)
    /// For how long the board says that it was away.
    static let gapShownFor: Duration = .seconds(30)
    private static let mostTopics = 256
    private static let mostKnownCalls = 1_024
    private static let mostAnnouncements = 16
    private static let mostRetiredEpochs = 16

    private struct Topic: Sendable {
        var epoch: String
        var sequence: UInt64
        var state: QueueTopic
        var heard: Timestamp
    }

    private let started: Timestamp
    private var clock = BoardClock()
    private var topics: [String: Topic] = [:]
    private var retiredEpochs: [String] = []
    private var known: [CallKey: Timestamp] = [:]
    private var lastHeard: Timestamp?
    private var lastGap: Gap?
    /// Counts the changes of what there is to show.
    private(set) var revision = 0
    /// Newest first.
    private(set) var announcements: [Announcement] = []

    init(started: Timestamp) {
        self.started = started
    }

    /// Takes a message of a queue topic in.
    ///
    /// Repeats and older messages change nothing but show that the branch is there.
    /// - Returns: The calls that are news, oldest first: number, counter and `calls` not seen
    ///   before, and younger than a minute.
    mutating func apply(
        topic name: String, header: TopicHeader, state: QueueTopic, now: Timestamp
    ) -> [Announcement] {
        let wasListening = lastHeard.map { now.since($0) <= BoardState.staleAfter } ?? false
        hear(now)
        if retiredEpochs.contains(header.epoch) { return [] }
        let told = Timestamp(milliseconds: header.at)
        if let topic = topics[name] {
            if topic.epoch == header.epoch {
                topics[name]?.heard = now
                let isNew = header.sequence > topic.sequence
                clock.hear(told, now: now, isFresh: isNew && wasListening)
                if !isNew { return [] }
            } else {
                retire(topic.epoch)
                clock.doubt()
                clock.hear(told, now: now, isFresh: false)
            }
        } else if topics.count >= BoardState.mostTopics {
            return []
        } else {
            clock.hear(told, now: now, isFresh: false)
        }
        revision += 1
        topics[name] = Topic(
            epoch: header.epoch, sequence: header.sequence, state: state, heard: now)
        return announce(state, now: now)
    }

    /// Lets go of what has had its time: services that are gone, calls long past.
    mutating func tick(now: Timestamp) {
        guard let lastHeard, now.since(lastHeard) <= BoardState.staleAfter else { return }
        topics = topics.filter { lastHeard.since($0.value.heard) < BoardState.forgottenAfter }
        let time = branchTime(at: now)
        known = known.filter { time.since($0.value) < .seconds(120) }
    }

    /// What the branch's clock shows.
    func branchTime(at now: Timestamp) -> Timestamp { clock.branchTime(at: now) }

    /// Whether what is shown is how things stand; since when is told in the branch's time.
    func liveness(now: Timestamp) -> Liveness {
        guard let lastHeard else {
            return now.since(started) > BoardState.staleAfter
                ? .never(since: branchTime(at: started)) : .starting
        }
        if now.since(lastHeard) > BoardState.staleAfter {
            return .stale(since: branchTime(at: lastHeard))
        }
        if let lastGap, now.since(lastGap.until) < BoardState.gapShownFor {
            let (since, until) = (branchTime(at: lastGap.since), branchTime(at: lastGap.until))
            return .live(after: Gap(since: since, until: until))
        }
        return .live(after: nil)
    }

    /// The state of each service, in order of their names.
    var services: [QueueTopic] {
        topics.values.map(\.state).sorted { $0.service < $1.service }
    }

    /// Numbers that are at a counter or on their way to one, the last called first.
    var serving: [ServiceCall] {
        BoardState.sorted(services.flatMap { topic in calls(topic.serving, of: topic) })
    }

    /// Numbers that were called before and have left their counter, the last called first.
    var recent: [ServiceCall] {
        var seen = Set(serving.map(\.call.number))
        let all = BoardState.sorted(services.flatMap { topic in calls(topic.recent, of: topic) })
        return all.filter { seen.insert($0.call.number).inserted }
    }

    /// When a call was announced here, where it was.
    func announced(_ call: BoardCall) -> Timestamp? {
        announcements.first { $0.key == CallKey(call) }?.at
    }

    private mutating func hear(_ now: Timestamp) {
        if let lastHeard, now.since(lastHeard) > BoardState.staleAfter {
            lastGap = Gap(since: lastHeard, until: now)
        } else if lastHeard == nil, now.since(started) > BoardState.staleAfter {
            lastGap = Gap(since: started, until: now)
        }
        lastHeard = now
    }

    private mutating func retire(_ epoch: String) {
        guard !retiredEpochs.contains(epoch) else { return }
        retiredEpochs.append(epoch)
        if retiredEpochs.count > BoardState.mostRetiredEpochs { retiredEpochs.removeFirst() }
    }

    private mutating func announce(_ state: QueueTopic, now: Timestamp) -> [Announcement] {
        var news: [Announcement] = []
        let time = branchTime(at: now)
        let all = (state.serving + state.recent).sorted { $0.called < $1.called }
        for call in all {
            let called = Timestamp(milliseconds: call.called)
            guard time.since(called) < BoardState.announcedWithin,
                known.updateValue(called, forKey: CallKey(call)) == nil
            else { continue }
            news.append(Announcement(call: call, service: state.service, at: now))
        }
        assert(news.allSatisfy { known[$0.key] != nil }, "what is announced is known")
        while known.count > BoardState.mostKnownCalls,
            let oldest = known.min(by: { $0.value < $1.value })
        {
            known.removeValue(forKey: oldest.key)
        }
        announcements = Array(
            (news.reversed() + announcements).prefix(BoardState.mostAnnouncements))
        return news
    }

    private func calls(_ calls: [BoardCall], of topic: QueueTopic) -> [ServiceCall] {
        calls.map { ServiceCall(call: $0, service: topic.service) }
    }

    private static func sorted(_ calls: [ServiceCall]) -> [ServiceCall] {
        calls.sorted {
            ($0.call.called, $1.call.number) > ($1.call.called, $0.call.number)
        }
    }
}
