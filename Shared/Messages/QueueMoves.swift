/// `queue.call`: calls one ticket out of turn, waiting or parked.
public enum QueueCall: BusMethod {
    public static let method = Method.queueCall

    public struct Request: Codable, Sendable, Equatable {
        public var counter: String
        public var ticket: String
        /// Kept in the journal with who asked.
        public var reason: String

        public init(counter: String, ticket: String, reason: String) {
            self.counter = counter
            self.ticket = ticket
            self.reason = reason
        }
    }

    public typealias Reply = CounterTicket
}

/// `queue.transfer`: the counter's ticket goes on elsewhere, under the same number.
public enum QueueTransfer: BusMethod {
    public static let method = Method.queueTransfer

    public struct Request: Codable, Sendable, Equatable {
        public var counter: String
        /// The same service where it is not given.
        public var service: String?
        /// Only this counter may call it.
        public var toCounter: String?
        /// `first`, `last` or `arrival`.
        public var position: String

        public init(
            counter: String, service: String? = nil, toCounter: String? = nil, position: String
        ) {
            self.counter = counter
            self.service = service
            self.toCounter = toCounter
            self.position = position
        }
    }

    public typealias Reply = CounterTicket
}

/// `queue.requeue`: a called or waiting ticket stands elsewhere in its line.
public enum QueueRequeue: BusMethod {
    public static let method = Method.queueRequeue

    public struct Request: Codable, Sendable, Equatable {
        public var ticket: String
        /// `first`, `last` or `arrival`.
        public var position: String

        public init(ticket: String, position: String) {
            self.ticket = ticket
            self.position = position
        }
    }

    public typealias Reply = CounterTicket
}

/// `queue.reopen`: a ticket that was served, cancelled or did not come waits again.
public enum QueueReopen: BusMethod {
    public static let method = Method.queueReopen
    public typealias Request = QueueRequeue.Request
    public typealias Reply = CounterTicket
}

/// `queue.why`: why a ticket was called when it was, and who was not.
public enum QueueWhy: BusMethod {
    public static let method = Method.queueWhy
    public typealias Request = QueueTicket.Request

    public struct Reply: Codable, Sendable, Equatable {
        public var number: String
        public var why: String
        public var rule: String?
        /// Of a call out of turn.
        public var reason: String?
        public var by: String?
        public var counter: String?
        /// Unix milliseconds.
        public var at: Int64
        public var runnersUp: [RunnerUp]

        public init(
            number: String, why: String, rule: String? = nil, reason: String? = nil,
            by: String? = nil, counter: String? = nil, at: Int64, runnersUp: [RunnerUp]
        ) {
            self.number = number
            self.why = why
            self.rule = rule
            self.reason = reason
            self.by = by
            self.counter = counter
            self.at = at
            self.runnersUp = runnersUp
        }
    }
}
