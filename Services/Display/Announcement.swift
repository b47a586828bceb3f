import BranchDomain
import Messages

/// What makes a call news: any of the three that was not seen together before.
struct CallKey: Hashable, Sendable {
    let number: String
    let counter: String
    let calls: Int

    init(_ call: BoardCall) {
        number = call.number
        counter = call.counter
        calls = call.calls
    }
}

/// A call with the service whose topic it was in.
struct ServiceCall: Equatable, Sendable {
    let call: BoardCall
    let service: String
}

/// A call that is told to the hall, once.
struct Announcement: Equatable, Sendable {
    let call: BoardCall
    let service: String
    /// When the board heard of it, by its own count.
    let at: Timestamp

    var key: CallKey { CallKey(call) }
}

/// A time in which the board heard nothing.
struct Gap: Equatable, Sendable {
    let since: Timestamp
    let until: Timestamp
}

/// Whether what the board shows is how things stand.
enum Liveness: Equatable, Sendable {
    /// Just started and nothing heard yet.
    case starting
    /// Nothing heard since the start.
    case never(since: Timestamp)
    case stale(since: Timestamp)
    /// With the last gap while that is worth saying.
    case live(after: Gap?)

    var isLive: Bool {
        switch self {
        case .live, .starting: true
        case .never, .stale: false
        }
    }
}
