/// One of the staff, without any secret.
public struct StaffMember: Codable, Sendable, Equatable {
    public var user: String
    public var name: String
    /// `teller`, `supervisor` or `admin`.
    public var role: String
    public var disabled: Bool
    public var locked: Bool

    public init(user: String, name: String, role: String, disabled: Bool, locked: Bool) {
        self.user = user
        self.name = name
        self.role = role
        self.disabled = disabled
        self.locked = locked
    }
}

/// `staff.add`: a new member of staff; the bank makes the secret.
public enum StaffAdd: BusMethod {
    public static let method = Method.staffAdd

    public struct Request: Codable, Sendable, Equatable {
        public var user: String
        public var name: String
        public var role: String

        public init(user: String, name: String, role: String) {
            self.user = user
            self.name = name
            self.role = role
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var user: String
        public var secret: String

        public init(user: String, secret: String) {
            self.user = user
            self.secret = secret
        }
    }
}

/// `staff.list`: staff in order of their names.
public enum StaffList: BusMethod {
    public static let method = Method.staffList

    public struct Request: Codable, Sendable, Equatable {
        public var after: String?
        public var limit: Int?

        public init(after: String? = nil, limit: Int? = nil) {
            self.after = after
            self.limit = limit
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var staff: [StaffMember]
        public var next: String?

        public init(staff: [StaffMember], next: String? = nil) {
            self.staff = staff
            self.next = next
        }
    }
}

/// `staff.disable`: ends the user's sessions and log-ins.
public enum StaffDisable: BusMethod {
    public static let method = Method.staffDisable

    public struct Request: Codable, Sendable, Equatable {
        public var user: String

        public init(user: String) {
            self.user = user
        }
    }

    public typealias Reply = Nothing
}

/// `staff.resetSecret`: a new secret made by the bank; unlocks and enables.
public enum StaffResetSecret: BusMethod {
    public static let method = Method.staffResetSecret

    public struct Request: Codable, Sendable, Equatable {
        public var user: String

        public init(user: String) {
            self.user = user
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public var secret: String

        public init(secret: String) {
            self.secret = secret
        }
    }
}
