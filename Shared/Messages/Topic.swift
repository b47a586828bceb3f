/// A number on the board.
public struct BoardCall: Codable, Sendable, Equatable {
    public var number: String
    public var counter: String
    /// Unix milliseconds.
    public var called: Int64
    /// 1 for the first call, one more with each recall.
    public var calls: Int

    public init(number: String, counter: String, called: Int64, calls: Int) {
        self.number = number
        self.counter = counter
        self.called = called
        self.calls = calls
    }
}

/// How many are inside, where a service admits by occupancy.
public struct Admission: Codable, Sendable, Equatable {
    public var inside: Int
    public var capacity: Int
    public var batch: Int

    public init(inside: Int, capacity: Int, batch: Int) {
        self.inside = inside
        self.capacity = capacity
        self.batch = batch
    }
}

/// The full state of one queue topic: numbers only, never names.
public struct QueueTopic: Codable, Sendable, Equatable {
    public var service: String
    public var open: Bool
    public var waiting: Int
    /// At most 20.
    public var next: [String]
    public var serving: [BoardCall]
    /// The last ten calls, newest first.
    public var recent: [BoardCall]
    public var admission: Admission?

    public init(
        service: String, open: Bool, waiting: Int, next: [String], serving: [BoardCall],
        recent: [BoardCall], admission: Admission? = nil
    ) {
        self.service = service
        self.open = open
        self.waiting = waiting
        self.next = next
        self.serving = serving
        self.recent = recent
        self.admission = admission
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(service, forKey: .service)
        try container.encode(open, forKey: .open)
        try container.encode(waiting, forKey: .waiting)
        try container.encode(next, forKey: .next)
        try container.encode(serving, forKey: .serving)
        try container.encode(recent, forKey: .recent)
        try container.encode(admission, forKey: .admission)
    }
}

/// The header of every published message.
public struct TopicHeader: Codable, Sendable, Equatable {
    /// A UUID; a restart is a new epoch.
    public var epoch: String
    /// Per topic, from 1 in an epoch.
    public var sequence: UInt64
    /// Unix milliseconds.
    public var at: Int64

    public init(epoch: String, sequence: UInt64, at: Int64) {
        self.epoch = epoch
        self.sequence = sequence
        self.at = at
    }
}

/// The state of the `ledger.` heartbeat.
public struct LedgerHeartbeat: Codable, Sendable, Equatable {
    public var head: UInt64

    public init(head: UInt64) {
        self.head = head
    }
}

/// The state of `ledger.bulk.`: movements that came in bulk and became durable together.
public struct BulkTopic: Codable, Sendable, Equatable {
    /// Sequences; refusals among them are no movements.
    public var first: UInt64
    public var last: UInt64

    public init(first: UInt64, last: UInt64) {
        self.first = first
        self.last = last
    }
}

/// The names of the topics; each ends in a dot, since ZeroMQ matches prefixes.
public enum Topic {
    /// The longest topic in bytes that is published.
    public static let longest = 200
    public static let ledger = "ledger."
    public static let ledgerBulk = "ledger.bulk."
    public static let audit = "audit."
    /// Users whose generation was raised; gateways subscribe to it.
    public static let sessions = "sessions."

    public static func queue(branch: String, service: String) -> String {
        "queue.\(branch).\(service)."
    }

    public static func queues(branch: String) -> String { "queue.\(branch)." }

    public static func account(_ number: UInt64) -> String { "account.\(number)." }
}
