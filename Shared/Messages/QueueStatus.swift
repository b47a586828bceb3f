/// Which page of a list is wanted.
public struct PageRequest: Codable, Sendable, Equatable {
    /// The `next` of the page before.
    public var after: String?
    public var limit: Int?

    public init(after: String? = nil, limit: Int? = nil) {
        self.after = after
        self.limit = limit
    }
}

/// `queue.status`: how many stand where; numbers only.
public enum QueueStatus: BusMethod {
    public static let method = Method.queueStatus
    public typealias Request = PageRequest

    public struct ServiceLine: Codable, Sendable, Equatable {
        public var service: String
        public var waiting: Int
        public var called: Int
        public var serving: Int
        public var parked: Int
        public var served: Int
        public var noShow: Int

        public init(
            service: String, waiting: Int, called: Int, serving: Int, parked: Int, served: Int,
            noShow: Int
        ) {
            self.service = service
            self.waiting = waiting
            self.called = called
            self.serving = serving
            self.parked = parked
            self.served = served
            self.noShow = noShow
        }
    }

    public struct CounterLine: Codable, Sendable, Equatable {
        public var counter: String
        public var teller: String?
        /// `idle`, `called`, `serving` or `paused`.
        public var state: String
        /// The number, not the handle.
        public var ticket: String?

        public init(counter: String, teller: String? = nil, state: String, ticket: String? = nil) {
            self.counter = counter
            self.teller = teller
            self.state = state
            self.ticket = ticket
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var services: [ServiceLine]
        public var counters: [CounterLine]
        /// The `after` of the following page of counters; that page has no services.
        public var next: String?

        public init(
            services: [ServiceLine], counters: [CounterLine], next: String? = nil
        ) {
            self.services = services
            self.counters = counters
            self.next = next
        }
    }
}

/// `queue.snapshot`: the present state of every queue topic.
public enum QueueSnapshot: BusMethod {
    public static let method = Method.queueSnapshot
    public typealias Request = PageRequest

    public struct TopicSnapshot: Codable, Sendable, Equatable {
        public var sequence: UInt64
        public var state: QueueTopic

        public init(sequence: UInt64, state: QueueTopic) {
            self.sequence = sequence
            self.state = state
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var epoch: String
        public var topics: [String: TopicSnapshot]
        /// The `after` of the following page.
        public var next: String?

        public init(epoch: String, topics: [String: TopicSnapshot], next: String? = nil) {
            self.epoch = epoch
            self.topics = topics
            self.next = next
        }
    }
}
