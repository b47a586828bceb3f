/// `queue.next`: finishes the counter's ticket and calls the next one.
public enum QueueNext: BusMethod {
    public static let method = Method.queueNext
    public typealias Request = CounterRequest

    public struct Reply: Codable, Sendable, Equatable {
        /// Spelled `null` where nobody waits.
        public var ticket: Ticket?
        public var why: String
        /// The rule of the service, `priority` …
        public var rule: String?
        /// Who would have been called instead, at most three.
        public var runnersUp: [RunnerUp]?

        public init(
            ticket: Ticket? = nil, why: String, rule: String? = nil, runnersUp: [RunnerUp]? = nil
        ) {
            self.ticket = ticket
            self.why = why
            self.rule = rule
            self.runnersUp = runnersUp
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(ticket, forKey: .ticket)
            try container.encode(why, forKey: .why)
            try container.encodeIfPresent(rule, forKey: .rule)
            try container.encodeIfPresent(runnersUp, forKey: .runnersUp)
        }
    }
}

/// Somebody who waited when another was called.
public struct RunnerUp: Codable, Sendable, Equatable {
    public var number: String
    public var service: String
    /// Seconds until then.
    public var waited: Int

    public init(number: String, service: String, waited: Int) {
        self.number = number
        self.service = service
        self.waited = waited
    }
}

/// `queue.recall`: calls the counter's ticket once more.
public enum QueueRecall: BusMethod {
    public static let method = Method.queueRecall
    public typealias Request = CounterRequest
    public typealias Reply = CounterTicket
}

/// `queue.start`: the called customer is at the counter.
public enum QueueStart: BusMethod {
    public static let method = Method.queueStart
    public typealias Request = CounterRequest
    public typealias Reply = CounterTicket
}

/// `queue.done`: the counter's ticket is served.
public enum QueueDone: BusMethod {
    public static let method = Method.queueDone
    public typealias Request = CounterRequest
    public typealias Reply = CounterTicket
}

/// `queue.noShow`: the called customer did not come.
public enum QueueNoShow: BusMethod {
    public static let method = Method.queueNoShow
    public typealias Request = CounterRequest
    public typealias Reply = CounterTicket
}

/// `queue.hold`: parks the counter's ticket; back by order of arrival at the deadline.
public enum QueueHold: BusMethod {
    public static let method = Method.queueHold

    public struct Request: Codable, Sendable, Equatable {
        public var counter: String
        /// 1 … 240, 10 where it is not given.
        public var minutes: Int?

        public init(counter: String, minutes: Int? = nil) {
            self.counter = counter
            self.minutes = minutes
        }
    }

    public typealias Reply = CounterTicket
}

/// `queue.resume`: calls a parked ticket back to the counter.
public enum QueueResume: BusMethod {
    public static let method = Method.queueResume

    public struct Request: Codable, Sendable, Equatable {
        public var counter: String
        public var ticket: String

        public init(counter: String, ticket: String) {
            self.counter = counter
            self.ticket = ticket
        }
    }

    public typealias Reply = CounterTicket
}

/// A request that names only the counter.
public struct CounterRequest: Codable, Sendable, Equatable {
    public var counter: String

    public init(counter: String) {
        self.counter = counter
    }
}

/// A reply with the counter's ticket.
public struct CounterTicket: Codable, Sendable, Equatable {
    public var ticket: Ticket
    /// Of `queue.done`: who was called at once, where the counter calls by itself.
    public var next: Ticket?

    public init(ticket: Ticket, next: Ticket? = nil) {
        self.ticket = ticket
        self.next = next
    }
}
