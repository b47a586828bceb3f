/// `auth.login`: a secret becomes a session.
public enum AuthLogin: BusMethod {
    public static let method = Method.authLogin

    public struct Request: Codable, Sendable, Equatable {
        /// A user name, a device name, or a customer's account number.
        public var user: String
        public var secret: String
        /// The session of the ATM at which a customer logs in.
        public var at: String?

        public init(user: String, secret: String, at: String? = nil) {
            self.user = user
            self.secret = secret
            self.at = at
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        /// The credential for frame 4 of further requests.
        public var session: String
        public var role: String
        public var name: String
        public var customer: UInt64?
        /// Unix milliseconds.
        public var expires: Int64

        public init(
            session: String, role: String, name: String, customer: UInt64? = nil, expires: Int64
        ) {
            self.session = session
            self.role = role
            self.name = name
            self.customer = customer
            self.expires = expires
        }
    }
}

/// `auth.logout`: ends every session of the user.
public enum AuthLogout: BusMethod {
    public static let method = Method.authLogout
    public typealias Request = Nothing
    public typealias Reply = Nothing
}

/// `auth.changeSecret`: a new secret for the one that is known; ends every session of the user.
public enum AuthChangeSecret: BusMethod {
    public static let method = Method.authChangeSecret

    public struct Request: Codable, Sendable, Equatable {
        public var old: String
        public var new: String

        public init(old: String, new: String) {
            self.old = old
            self.new = new
        }
    }

    public typealias Reply = Nothing
}
