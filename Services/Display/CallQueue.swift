import BranchDomain
import Messages

/// What is told to the hall in one go: a chime, then the call in each language.
struct SpokenCall: Equatable, Sendable {
    struct Sentence: Equatable, Sendable {
        let language: SpokenLanguage
        let text: String
    }

    let key: CallKey
    let sentences: [Sentence]
}

/// The calls of a hall, one after another, so that voices never overlap; no clock, no voice.
struct CallQueue: Sendable {
    /// Whoever was called longer ago has seen it on the board, or needs a recall.
    static let oldest: Duration = .seconds(45)
    /// At six seconds a call more would be too old when their turn comes.
    static let most = 16

    /// In which languages a call is told, in this order.
    let languages: [SpokenLanguage]
    private var waiting: [Announcement] = []
    private(set) var isSpeaking = false
    /// How many were never told, for being too old or too many.
    private(set) var dropped = 0

    init(languages: [SpokenLanguage]) {
        self.languages = languages
    }

    /// Puts a call in line. One of the same number that waits still is told only as the new one.
    mutating func add(_ announcement: Announcement) {
        waiting.removeAll { $0.call.number == announcement.call.number }
        waiting.append(announcement)
        if waiting.count > CallQueue.most {
            waiting.removeFirst()
            dropped += 1
        }
        assert(waiting.count <= CallQueue.most, "calls that wait are bounded")
    }

    /// What to tell now; nil: nothing, or a call is being told.
    ///
    /// - Parameter now: The board's own count, as in ``Announcement/at``.
    mutating func next(now: Timestamp) -> SpokenCall? {
        guard !isSpeaking else { return nil }
        let count = waiting.count
        waiting.removeAll { now.since($0.at) >= CallQueue.oldest }
        dropped += count - waiting.count
        guard !waiting.isEmpty else { return nil }
        let first = waiting.removeFirst()
        isSpeaking = true
        return SpokenCall(
            key: first.key,
            sentences: languages.map { .init(language: $0, text: $0.sentence(first.call)) })
    }

    /// The call is told, or could not be.
    mutating func finished() {
        precondition(isSpeaking, "only a call that was begun can end")
        isSpeaking = false
    }
}
