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
    /// Who gave it up, once cancelled or abandoned: `holder`, `staff` or `device`.
    public var by: String?
    /// The time that was booked, Unix milliseconds.
    public var at: Int64?

    public init(
        ticket: String, number: String, service: String, state: String, position: Int? = nil,
        estimate: Estimate? = nil, counter: String? = nil, issued: Int64, calls: Int,
        name: String? = nil, by: String? = nil, at: Int64? = nil
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
        self.by = by
        self.at = at
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
        /// Services of the same visit behind the first, in this order, under the same number.
        public var then: [String]?

        public init(
            service: String, priority: Int? = nil, name: String? = nil, contact: String? = nil,
            party: Int? = nil, unique: [String]? = nil, then: [String]? = nil
        ) {
            self.service = service
            self.priority = priority
            self.name = name
            self.contact = contact
            self.party = party
            self.unique = unique
            self.then = then
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

    public struct Request: Codable, Sendable, Equatable {
        public var ticket: String
        /// Said by staff and devices: the person left without a word.
        public var abandoned: Bool?

        public init(ticket: String, abandoned: Bool? = nil) {
            self.ticket = ticket
            self.abandoned = abandoned
        }
    }

    public typealias Reply = Ticket
}

/// `queue.leave`: the holder is done; the place inside is free.
public enum QueueLeave: BusMethod {
    public static let method = Method.queueLeave
    public typealias Request = QueueTicket.Request
    public typealias Reply = Ticket
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
