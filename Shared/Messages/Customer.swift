/// A customer as those see it who may.
public struct Customer: Codable, Sendable, Equatable {
    public var customer: UInt64
    public var user: String
    public var name: String
    public var nationalId: String?
    public var phone: String?
    public var email: String?
    public var language: String?
    public var smsConsent: Bool
    public var accounts: [UInt64]

    public init(
        customer: UInt64, user: String, name: String, nationalId: String? = nil,
        phone: String? = nil, email: String? = nil, language: String? = nil, smsConsent: Bool,
        accounts: [UInt64]
    ) {
        self.customer = customer
        self.user = user
        self.name = name
        self.nationalId = nationalId
        self.phone = phone
        self.email = email
        self.language = language
        self.smsConsent = smsConsent
        self.accounts = accounts
    }
}

/// `customer.register`: a new customer with a first account; the bank makes the secret.
public enum CustomerRegister: BusMethod {
    public static let method = Method.customerRegister

    public struct Request: Codable, Sendable, Equatable {
        public var user: String
        public var name: String
        /// Unique in the bank.
        public var nationalId: String?
        /// Unique in the bank.
        public var phone: String?
        public var email: String?
        /// `en`, `es` …
        public var language: String?
        public var smsConsent: Bool?
        /// A first deposit in minor units.
        public var opening: Int64?

        public init(
            user: String, name: String, nationalId: String? = nil, phone: String? = nil,
            email: String? = nil, language: String? = nil, smsConsent: Bool? = nil,
            opening: Int64? = nil
        ) {
            self.user = user
            self.name = name
            self.nationalId = nationalId
            self.phone = phone
            self.email = email
            self.language = language
            self.smsConsent = smsConsent
            self.opening = opening
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var customer: UInt64
        public var account: UInt64
        /// The PIN, shown once.
        public var secret: String

        public init(customer: UInt64, account: UInt64, secret: String) {
            self.customer = customer
            self.account = account
            self.secret = secret
        }
    }
}

/// `customer.get`: one customer; without a number, the caller's own record.
public enum CustomerGet: BusMethod {
    public static let method = Method.customerGet

    public struct Request: Codable, Sendable, Equatable {
        public var customer: UInt64?

        public init(customer: UInt64? = nil) {
            self.customer = customer
        }
    }

    public typealias Reply = Customer
}

/// `customer.update`: changes the fields that are given.
public enum CustomerUpdate: BusMethod {
    public static let method = Method.customerUpdate

    public struct Request: Codable, Sendable, Equatable {
        public var customer: UInt64?
        public var name: String?
        public var nationalId: String?
        public var phone: String?
        public var email: String?
        public var language: String?
        public var smsConsent: Bool?

        public init(
            customer: UInt64? = nil, name: String? = nil, nationalId: String? = nil,
            phone: String? = nil, email: String? = nil, language: String? = nil,
            smsConsent: Bool? = nil
        ) {
            self.customer = customer
            self.name = name
            self.nationalId = nationalId
            self.phone = phone
            self.email = email
            self.language = language
            self.smsConsent = smsConsent
        }
    }

    public typealias Reply = Customer
}

/// `customer.list`: customers in order of their numbers.
public enum CustomerList: BusMethod {
    public static let method = Method.customerList

    public struct Request: Codable, Sendable, Equatable {
        public var after: UInt64?
        public var limit: Int?

        public init(after: UInt64? = nil, limit: Int? = nil) {
            self.after = after
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var customers: [Customer]
        public var next: UInt64?

        public init(customers: [Customer], next: UInt64? = nil) {
            self.customers = customers
            self.next = next
        }
    }
}

/// `customer.resetSecret`: a new secret made by the bank; unlocks.
public enum CustomerResetSecret: BusMethod {
    public static let method = Method.customerResetSecret

    public struct Request: Codable, Sendable, Equatable {
        public var customer: UInt64

        public init(customer: UInt64) {
            self.customer = customer
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var secret: String

        public init(secret: String) {
            self.secret = secret
        }
    }
}
