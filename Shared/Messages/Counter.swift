/// An open counter.
public struct Counter: Codable, Sendable, Equatable {
    public var counter: String
    /// What it serves; all where the list is empty.
    public var services: [String]
    /// Unix milliseconds until which the teller has it.
    public var lease: Int64
    public var teller: String?
    /// `idle`, `called`, `serving` or `paused`.
    public var state: String?
    /// What is called first, in this order.
    public var prefer: [String]?
    public var skills: [String]?
    /// Whether `queue.done` calls the next one at once.
    public var automatic: Bool?
    /// Of the pause.
    public var reason: String?

    public init(
        counter: String, services: [String], lease: Int64, teller: String? = nil,
        state: String? = nil, prefer: [String]? = nil, skills: [String]? = nil,
        automatic: Bool? = nil, reason: String? = nil
    ) {
        self.counter = counter
        self.services = services
        self.lease = lease
        self.teller = teller
        self.state = state
        self.prefer = prefer
        self.skills = skills
        self.automatic = automatic
        self.reason = reason
    }
}

/// `counter.open`: the teller takes the counter, or goes on after a pause.
public enum CounterOpen: BusMethod {
    public static let method = Method.counterOpen

    public struct Request: Codable, Sendable, Equatable {
        public var counter: String
        public var services: [String]?
        public var prefer: [String]?
        public var skills: [String]?
        public var automatic: Bool?

        public init(
            counter: String, services: [String]? = nil, prefer: [String]? = nil,
            skills: [String]? = nil, automatic: Bool? = nil
        ) {
            self.counter = counter
            self.services = services
            self.prefer = prefer
            self.skills = skills
            self.automatic = automatic
        }
    }

    public typealias Reply = Counter
}

/// `counter.pause`: no further calls until it is opened again.
public enum CounterPause: BusMethod {
    public static let method = Method.counterPause

    public struct Request: Codable, Sendable, Equatable {
        public var counter: String
        public var reason: String?

        public init(counter: String, reason: String? = nil) {
            self.counter = counter
            self.reason = reason
        }
    }

    public typealias Reply = Counter
}

/// `counter.close`: the teller gives the counter up.
public enum CounterClose: BusMethod {
    public static let method = Method.counterClose
    public typealias Request = CounterRequest
    public typealias Reply = Counter
}

/// `counter.list`: the open counters.
public enum CounterList: BusMethod {
    public static let method = Method.counterList
    public typealias Request = PageRequest

    public struct Reply: Codable, Sendable, Equatable {
        public var counters: [Counter]
        public var next: String?

        public init(counters: [Counter], next: String? = nil) {
            self.counters = counters
            self.next = next
        }
    }
}
