/// `system.hello`: what a client needs to know before it does anything.
public enum SystemHello: BusMethod {
    public static let method = Method.systemHello
    public typealias Request = Nothing

    public struct Reply: Codable, Sendable, Equatable {
        public var branch: String
        /// The branch's own currency, ISO 4217.
        public var currency: String
        public var `protocol`: Int
        /// Unix milliseconds, for clients whose clock is doubtful.
        public var time: Int64
        /// Every gateway's endpoint; a client rotates through them.
        public var gateways: [String]
        /// What is offered: `queue`, `money`, `selfRegistration`.
        public var features: [String]

        public init(
            branch: String, currency: String, protocol: Int, time: Int64, gateways: [String],
            features: [String]
        ) {
            self.branch = branch
            self.currency = currency
            self.protocol = `protocol`
            self.time = time
            self.gateways = gateways
            self.features = features
        }
    }
}

/// `system.ping`: a service's sign of life, answered by its worker thread on its back link only.
public enum SystemPing {
    public static let name = "system.ping"

    public struct Reply: Codable, Sendable, Equatable {
        public var service: String
        public var version: String
        public var uptimeMilliseconds: Int64
        /// The last journaled sequence, for services that have a journal.
        public var head: UInt64?
        /// Whether writes are refused (low space, a failed probe).
        public var readOnly: Bool
        /// By how many seconds the wall clock was set, while nobody has confirmed that it is right.
        public var clockStep: Int64?

        public init(
            service: String, version: String, uptimeMilliseconds: Int64, head: UInt64?,
            readOnly: Bool, clockStep: Int64? = nil
        ) {
            self.service = service
            self.version = version
            self.uptimeMilliseconds = uptimeMilliseconds
            self.head = head
            self.readOnly = readOnly
            self.clockStep = clockStep
        }
    }
}
