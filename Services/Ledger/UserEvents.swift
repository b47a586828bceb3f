import BranchDomain

struct StaffAdded: Event {
    static let kind = EventKind.staffAdded
    var by: String
    var user: String
    var name: String
    var role: String
    var verifier: String
}

/// A device that is enrolled, or again after it was disabled.
struct DeviceAdded: Event {
    static let kind = EventKind.deviceAdded
    var by: String
    var device: String
    var deviceKind: String
    var key: String?
    /// The account of its cash, for an ATM.
    var cash: UInt64?
    var verifier: String
    /// From now on.
    var generation: UInt32
}

/// One of the staff or a device may no longer log in.
struct UserDisabled: Event {
    static let kind = EventKind.userDisabled
    var by: String
    var user: String
    var generation: UInt32
}

/// A wrong secret, counted; the third locks.
struct LogInFailed: Event {
    static let kind = EventKind.logInFailed
    var by: String
    var user: String
    /// In a row, since the last success or lock.
    var failures: UInt8
    /// Locks in a row, this one included.
    var locks: UInt8
    /// Unix milliseconds, where this failure locks.
    var lockedUntil: Int64?
}

/// A right secret after wrong ones: they are forgotten.
struct LogInSucceeded: Event {
    static let kind = EventKind.logInSucceeded
    var by: String
    var user: String
    var at: String?
}

/// Every session of the user has ended.
struct SessionsEnded: Event {
    static let kind = EventKind.sessionsEnded
    var by: String
    var user: String
    var generation: UInt32
}

/// The user changed the secret.
struct SecretChanged: Event {
    static let kind = EventKind.secretChanged
    var by: String
    var user: String
    var verifier: String
    var generation: UInt32
}

/// The bank made a new secret; unlocks, and enables one of the staff.
struct SecretReset: Event {
    static let kind = EventKind.secretReset
    var by: String
    var user: String
    var verifier: String
    var generation: UInt32
}
