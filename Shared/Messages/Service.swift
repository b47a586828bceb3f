/// Which of those who wait is called next, as a service has it.
public struct CallPolicy: Codable, Sendable, Equatable {
    /// `arrival`, `priority`, `ratio`, `longestWait` or `appointments`.
    public var rule: String
    /// `priority`: so many seconds of waiting weigh as much as one step of priority.
    public var ageing: Int?
    /// `ratio`: one with a priority in so many calls.
    public var every: Int?
    /// The longest wait that is aimed for, seconds; among services the one nearest to it is first.
    public var target: Int?
    /// Only counters that were opened with this skill call the service's tickets.
    public var skill: String?

    public init(
        rule: String, ageing: Int? = nil, every: Int? = nil, target: Int? = nil,
        skill: String? = nil
    ) {
        self.rule = rule
        self.ageing = ageing
        self.every = every
        self.target = target
        self.skill = skill
    }
}

/// What can be booked of a service.
public struct BookingRules: Codable, Sendable, Equatable {
    /// Minutes from one slot to the next.
    public var every: Int
    /// People that one slot takes.
    public var places: Int
    /// Check-in is possible so many minutes before; 30 where it is not given.
    public var early: Int?
    /// The booked time holds for so many minutes; later it is a walk-in's; 15.
    public var late: Int?
    /// So many days ahead; 60.
    public var ahead: Int?

    public init(
        every: Int, places: Int, early: Int? = nil, late: Int? = nil, ahead: Int? = nil
    ) {
        self.every = every
        self.places = places
        self.early = early
        self.late = late
        self.ahead = ahead
    }
}

/// What a service is beside its name.
public struct ServiceTerms: Codable, Sendable, Equatable {
    /// The first number of a day; 1 where it is not given.
    public var first: Int?
    public var last: Int?
    /// From one number to the next; 1.
    public var step: Int?
    /// How many may be inside at once; the service then admits by occupancy.
    public var capacity: Int?
    /// How many places are free before the next are let in; 1.
    public var batch: Int?
    /// By weekday (`mon` … `sun`) or date (`2026-12-24`): `["09:00-13:30", "16:00-18:00"]`.
    public var hours: [String: [String]]?
    public var policy: CallPolicy?
    public var booking: BookingRules?

    public init(
        first: Int? = nil, last: Int? = nil, step: Int? = nil, capacity: Int? = nil,
        batch: Int? = nil, hours: [String: [String]]? = nil, policy: CallPolicy? = nil,
        booking: BookingRules? = nil
    ) {
        self.first = first
        self.last = last
        self.step = step
        self.capacity = capacity
        self.batch = batch
        self.hours = hours
        self.policy = policy
        self.booking = booking
    }
}

/// A wire type with a service's terms: on the wire the fields of both stand side by side.
@dynamicMemberLookup
public struct WithTerms<Subject: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    public var subject: Subject
    public var terms: ServiceTerms

    public init(_ subject: Subject, terms: ServiceTerms) {
        self.subject = subject
        self.terms = terms
    }

    public init(from decoder: any Decoder) throws {
        subject = try Subject(from: decoder)
        terms = try ServiceTerms(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try subject.encode(to: encoder)
        try terms.encode(to: encoder)
    }

    public subscript<Field>(dynamicMember field: WritableKeyPath<Subject, Field>) -> Field {
        get { subject[keyPath: field] }
        set { subject[keyPath: field] = newValue }
    }

    public subscript<Field>(dynamicMember field: WritableKeyPath<ServiceTerms, Field>) -> Field {
        get { terms[keyPath: field] }
        set { terms[keyPath: field] = newValue }
    }
}

/// `service.add`: something more that a customer may choose.
public enum ServiceAdd: BusMethod {
    public static let method = Method.serviceAdd
    public typealias Request = WithTerms<NewService>
    public typealias Reply = ServiceInfo

    public struct NewService: Codable, Sendable, Equatable {
        public var service: String
        /// One to four capital letters, unique.
        public var prefix: String
        /// By language.
        public var names: [String: String]
        public var parent: String?
    }
}

extension ServiceAdd.Request {
    public init(
        service: String, prefix: String, names: [String: String], parent: String? = nil,
        terms: ServiceTerms = ServiceTerms()
    ) {
        self.init(
            ServiceAdd.NewService(service: service, prefix: prefix, names: names, parent: parent),
            terms: terms)
    }
}

/// `service.update`: changes the fields that are given; an empty text or object removes one.
///
/// A `capacity` of 0 is by counters again; with `every` 0 nothing can be booked.
public enum ServiceUpdate: BusMethod {
    public static let method = Method.serviceUpdate
    public typealias Request = WithTerms<ChangedService>
    public typealias Reply = ServiceInfo

    public struct ChangedService: Codable, Sendable, Equatable {
        public var service: String
        public var names: [String: String]?
        /// Empty: on the first level again.
        public var parent: String?
    }
}

extension ServiceUpdate.Request {
    public init(
        service: String, names: [String: String]? = nil, parent: String? = nil,
        terms: ServiceTerms = ServiceTerms()
    ) {
        self.init(
            ServiceUpdate.ChangedService(service: service, names: names, parent: parent),
            terms: terms)
    }
}

/// `service.remove`: only where nobody has a ticket of it and nothing is listed under it.
public enum ServiceRemove: BusMethod {
    public static let method = Method.serviceRemove
    public typealias Request = ServiceOpen.Request
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
