/// `service.add`: something more that a customer may choose.
public enum ServiceAdd: BusMethod {
    public static let method = Method.serviceAdd

    public struct Request: Codable, Sendable, Equatable {
        public var service: String
        /// One to four capital letters, unique.
        public var prefix: String
        /// By language.
        public var names: [String: String]
        public var parent: String?
        /// The first number of a day; 1 where it is not given.
        public var first: Int?
        public var last: Int?
        public var capacity: Int?
        public var batch: Int?

        public init(
            service: String, prefix: String, names: [String: String], parent: String? = nil,
            first: Int? = nil, last: Int? = nil, capacity: Int? = nil, batch: Int? = nil
        ) {
            self.service = service
            self.prefix = prefix
            self.names = names
            self.parent = parent
            self.first = first
            self.last = last
            self.capacity = capacity
            self.batch = batch
        }
    }

    public typealias Reply = ServiceInfo
}

/// `service.open`: issuing starts.
public enum ServiceOpen: BusMethod {
    public static let method = Method.serviceOpen

    public struct Request: Codable, Sendable, Equatable {
        public var service: String

        public init(service: String) {
            self.service = service
        }
    }

    public typealias Reply = ServiceInfo
}

/// `service.close`: issuing stops; who waits is still served.
public enum ServiceClose: BusMethod {
    public static let method = Method.serviceClose
    public typealias Request = ServiceOpen.Request
    public typealias Reply = ServiceInfo
}
