/// What a customer may choose.
public struct ServiceInfo: Codable, Sendable, Equatable {
    public var service: String
    public var prefix: String
    /// By language.
    public var names: [String: String]
    public var open: Bool
    public var parent: String?
    public var first: Int?
    public var last: Int?
    public var step: Int?
    public var capacity: Int?
    public var batch: Int?
    public var hours: [String: [String]]?
    public var policy: CallPolicy?
    public var booking: BookingRules?

    public init(
        service: String, prefix: String, names: [String: String], open: Bool,
        parent: String? = nil, terms: ServiceTerms = ServiceTerms()
    ) {
        self.service = service
        self.prefix = prefix
        self.names = names
        self.open = open
        self.parent = parent
        first = terms.first
        last = terms.last
        step = terms.step
        capacity = terms.capacity
        batch = terms.batch
        hours = terms.hours
        policy = terms.policy
        booking = terms.booking
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
