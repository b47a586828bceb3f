import BranchDomain

/// One leg of a visit, from its beginning to its end, as reports count it.
struct Visit: Sendable, Equatable {
    let key: TicketKey
    let service: ServiceIndex
    /// When it began to wait; a later leg when the one before was over.
    let began: Timestamp
    let priority: UInt8
    /// Seconds that were promised at the beginning; nil where nothing was measured yet.
    var promise: Promise?
    var firstCalled: Timestamp?
    /// The counter that called it last; nil where it was let in, or never called.
    var counter: CounterIndex?
    var lastCalled: Timestamp?
    var started: Timestamp?
    var ended: Timestamp?
    var state = TicketState.waiting

    struct Promise: Sendable, Equatable {
        let p50: Int
        let p90: Int
    }

    /// Until it was called the first time.
    var wait: Int64? { firstCalled.map { $0.milliseconds - began.milliseconds } }

    /// At the counter, from the start or, where nobody said so, from the last call.
    var serving: Int64? {
        guard state == .served || state == .transferred || state == .noShow, let ended,
            let start = started ?? lastCalled
        else { return nil }
        return ended.milliseconds - start.milliseconds
    }
}

/// A time in which an open counter had nobody.
struct IdleStretch: Sendable, Equatable {
    let counter: CounterIndex
    let from: Timestamp
    let to: Timestamp
}

/// A time in which a counter was open and not paused.
struct Tenancy: Sendable, Equatable {
    let counter: CounterIndex
    let services: [ServiceIndex]
    let from: Timestamp
    let to: Timestamp
}
