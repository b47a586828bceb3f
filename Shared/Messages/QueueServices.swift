/// A service as a customer may choose it, beside its terms.
public struct OfferedService: Codable, Sendable, Equatable {
    public var service: String
    public var prefix: String
    /// By language.
    public var names: [String: String]
    public var open: Bool
    public var parent: String?
}

/// What a customer may choose.
public typealias ServiceInfo = WithTerms<OfferedService>

extension ServiceInfo {
    public init(
        service: String, prefix: String, names: [String: String], open: Bool,
        parent: String? = nil, terms: ServiceTerms = ServiceTerms()
    ) {
        self.init(
            OfferedService(
                service: service, prefix: prefix, names: names, open: open, parent: parent),
            terms: terms)
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
