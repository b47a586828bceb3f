/// The method of the back link that has no place among the clients' methods.
public enum InternalMethod {
    public static let resolve = "auth.resolve"
}

/// `auth.resolve`, back link only: which user a log-in, a customer or an account means.
public struct InternalResolve: Codable, Sendable, Equatable {
    public var user: String?
    public var customer: UInt64?

    public init(user: String? = nil, customer: UInt64? = nil) {
        self.user = user
        self.customer = customer
    }
}

/// The canonical user name; what was asked where it is unknown, so that it costs the same.
public struct InternalResolved: Codable, Sendable, Equatable {
    public var user: String

    public init(user: String) {
        self.user = user
    }
}

/// `auth.login` as a gateway forwards it: the stretched secret instead of the secret.
public struct InternalLogin: Codable, Sendable, Equatable {
    public var user: String
    public var verifier: String
    /// The ATM's device name, out of its verified session.
    public var at: String?

    public init(user: String, verifier: String, at: String? = nil) {
        self.user = user
        self.verifier = verifier
        self.at = at
    }
}

/// `auth.changeSecret` as a gateway forwards it.
public struct InternalChangeSecret: Codable, Sendable, Equatable {
    public var old: String
    public var new: String

    public init(old: String, new: String) {
        self.old = old
        self.new = new
    }
}

/// `customer.register` as a gateway forwards it.
public struct InternalRegister: Codable, Sendable, Equatable {
    public var request: CustomerRegister.Request
    public var verifier: String

    public init(request: CustomerRegister.Request, verifier: String) {
        self.request = request
        self.verifier = verifier
    }
}

/// `customer.resetSecret` as a gateway forwards it.
public struct InternalCustomerReset: Codable, Sendable, Equatable {
    public var customer: UInt64
    public var verifier: String

    public init(customer: UInt64, verifier: String) {
        self.customer = customer
        self.verifier = verifier
    }
}

/// `staff.add` as a gateway forwards it.
public struct InternalStaffAdd: Codable, Sendable, Equatable {
    public var request: StaffAdd.Request
    public var verifier: String

    public init(request: StaffAdd.Request, verifier: String) {
        self.request = request
        self.verifier = verifier
    }
}

/// `staff.resetSecret` as a gateway forwards it.
public struct InternalStaffReset: Codable, Sendable, Equatable {
    public var user: String
    public var verifier: String

    public init(user: String, verifier: String) {
        self.user = user
        self.verifier = verifier
    }
}

/// `device.add` as a gateway forwards it.
public struct InternalDeviceAdd: Codable, Sendable, Equatable {
    public var request: DeviceAdd.Request
    public var verifier: String

    public init(request: DeviceAdd.Request, verifier: String) {
        self.request = request
        self.verifier = verifier
    }
}

/// `account.close` as a gateway forwards it: the closer's own secret, stretched.
public struct InternalClose: Codable, Sendable, Equatable {
    public var account: AccountReference
    public var verifier: String
    public var to: AccountReference?

    public init(account: AccountReference, verifier: String, to: AccountReference? = nil) {
        self.account = account
        self.verifier = verifier
        self.to = to
    }
}
