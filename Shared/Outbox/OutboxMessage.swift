import BranchDomain

/// A message that is to go out, as its maker writes it down.
public struct NewMessage: Sendable, Equatable {
    /// Stable: the same event makes the same id, and a second message with it is not taken.
    public let id: String
    /// Whose turn it shares: a provider, or a chat. Each lane is paced on its own.
    public let lane: String
    /// Before this moment it is not sent.
    public let due: Timestamp
    /// What its carrier makes of it.
    public let body: [UInt8]

    public init(id: String, lane: String, due: Timestamp, body: [UInt8]) {
        self.id = id
        self.lane = lane
        self.due = due
        self.body = body
    }
}

/// A message that waits in the outbox.
public struct OutboxMessage: Sendable, Equatable {
    /// The order in which messages were written down.
    public let number: Int64
    public let id: String
    public let lane: String
    public let made: Timestamp
    public let due: Timestamp
    /// How often it was tried.
    public let attempts: Int
    public let body: [UInt8]

    public init(
        number: Int64, id: String, lane: String, made: Timestamp, due: Timestamp, attempts: Int,
        body: [UInt8]
    ) {
        self.number = number
        self.id = id
        self.lane = lane
        self.made = made
        self.due = due
        self.attempts = attempts
        self.body = body
    }
}

/// What an attempt to deliver came to.
public enum DeliveryOutcome: Sendable, Equatable {
    case delivered
    /// Nobody wants it any more; it is forgotten.
    case unwanted
    /// It may not go out before this moment; that is no attempt.
    case held(until: Timestamp)
    /// The message itself will never be taken.
    case refused(String)
    /// It may or may not have arrived; later again, no sooner than the other side asks for.
    case failed(String, retryAfter: Duration?)
}

/// What becomes of a message in the outbox.
public enum Settlement: Sendable, Equatable {
    case sent
    case gone
    case again(due: Timestamp, attempts: Int, trouble: String?)
    /// A dead letter: kept until somebody sends it again.
    case dead(trouble: String)
}

extension OutboxMessage {
    /// The rule of the outbox: waiting → sent, dead or waiting again.
    ///
    /// - Parameter random: Any number, for the jitter.
    public func settlement(
        _ outcome: DeliveryOutcome, now: Timestamp, schedule: RetrySchedule, random: UInt64
    ) -> Settlement {
        switch outcome {
        case .delivered: return .sent
        case .unwanted: return .gone
        case .held(let until):
            return .again(due: max(until, now), attempts: attempts, trouble: nil)
        case .refused(let why): return .dead(trouble: why)
        case .failed(let why, let retryAfter):
            let next = attempts + 1
            guard now.since(made) < schedule.lifetime else {
                return .dead(trouble: "\(why); given up after \(next) attempts")
            }
            let delay = max(
                schedule.delay(afterAttempt: next, random: random), retryAfter ?? .zero)
            return .again(
                due: now.adding(min(delay, schedule.lifetime)), attempts: next, trouble: why)
        }
    }
}
