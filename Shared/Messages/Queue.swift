/// How long a ticket is likely to wait still, in seconds.
public struct Estimate: Codable, Sendable, Equatable {
    public var p50: Int
    public var p90: Int

    public init(p50: Int, p90: Int) {
        self.p50 = p50
        self.p90 = p90
    }
}

/// A ticket as its holder and the staff see it.
public struct Ticket: Codable, Sendable, Equatable {
    /// The handle; whoever has it may see and cancel the ticket.
    public var ticket: String
    public var number: String
    public var service: String
    /// `waiting`, `called`, `serving`, `parked`, `served`, `noShow`, `cancelled` …
    public var state: String
    /// From 1; only while waiting.
    public var position: Int?
    public var estimate: Estimate?
    /// Once called.
    public var counter: String?
    public var issued: Int64
    public var calls: Int
    /// Only to staff and devices.
    public var name: String?

    public init(
        ticket: String, number: String, service: String, state: String, position: Int? = nil,
        estimate: Estimate? = nil, counter: String? = nil, issued: Int64, calls: Int,
        name: String? = nil
    ) {
        self.ticket = ticket
        self.number = number
        self.service = service
        self.state = state
        self.position = position
        self.estimate = estimate
        self.counter = counter
        self.issued = issued
        self.calls = calls
        self.name = name
    }
}

/// What a customer may choose.
public struct ServiceInfo: Codable, Sendable, Equatable {
    public var service: String
    public var prefix: String
    /// By language.
    public var names: [String: String]
    public var open: Bool
    public var parent: String?

    public init(
        service: String, prefix: String, names: [String: String], open: Bool, parent: String? = nil
    ) {
        self.service = service
        self.prefix = prefix
        self.names = names
        self.open = open
        self.parent = parent
    }
}

/// `queue.services`: what may be chosen.
public enum QueueServices: BusMethod {
    public static let method = Method.queueServices
    public typealias Request = Nothing

    public struct Reply: Codable, Sendable, Equatable {
        public var services: [ServiceInfo]

        public init(services: [ServiceInfo]) {
            self.services = services
        }
    }
}

/// `queue.issue`: a new ticket, or the open one that has one of the `unique` keys.
public enum QueueIssue: BusMethod {
    public static let method = Method.queueIssue

    public struct Request: Codable, Sendable, Equatable {
        public var service: String
        public var priority: Int?
        public var name: String?
        public var contact: String?
        public var party: Int?
        public var unique: [String]?

        public init(
            service: String, priority: Int? = nil, name: String? = nil, contact: String? = nil,
            party: Int? = nil, unique: [String]? = nil
        ) {
            self.service = service
            self.priority = priority
            self.name = name
            self.contact = contact
            self.party = party
            self.unique = unique
        }
    }

    public typealias Reply = Ticket
}

/// `queue.ticket`: the ticket as it stands.
public enum QueueTicket: BusMethod {
    public static let method = Method.queueTicket

    public struct Request: Codable, Sendable, Equatable {
        public var ticket: String

        public init(ticket: String) {
            self.ticket = ticket
        }
    }

    public typealias Reply = Ticket
}

/// `queue.cancel`: the holder gives the place up.
public enum QueueCancel: BusMethod {
    public static let method = Method.queueCancel
    public typealias Request = QueueTicket.Request
    public typealias Reply = Ticket
}

/// `queue.leave`: the holder is done; the place inside is free.
public enum QueueLeave: BusMethod {
    public static let method = Method.queueLeave
    public typealias Request = QueueTicket.Request
    public typealias Reply = Ticket
}

/// `queue.status`: how many stand where; numbers only.
public enum QueueStatus: BusMethod {
    public static let method = Method.queueStatus
    public typealias Request = Nothing

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

        public init(services: [ServiceLine], counters: [CounterLine]) {
            self.services = services
            self.counters = counters
        }
    }
}

/// `queue.list`: tickets of today, in order of arrival.
public enum QueueList: BusMethod {
    public static let method = Method.queueList

    public struct Request: Codable, Sendable, Equatable {
        public var service: String?
        public var state: String?
        public var after: String?
        public var limit: Int?

        public init(
            service: String? = nil, state: String? = nil, after: String? = nil, limit: Int? = nil
        ) {
            self.service = service
            self.state = state
            self.after = after
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var tickets: [Ticket]
        public var next: String?

        public init(tickets: [Ticket], next: String? = nil) {
            self.tickets = tickets
            self.next = next
        }
    }
}

/// `queue.snapshot`: the present state of every queue topic.
public enum QueueSnapshot: BusMethod {
    public static let method = Method.queueSnapshot
    public typealias Request = Nothing

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

        public init(epoch: String, topics: [String: TopicSnapshot]) {
            self.epoch = epoch
            self.topics = topics
        }
    }
}
