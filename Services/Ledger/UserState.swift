import BranchDomain

/// Whoever can log in: a customer, one of the staff, a device.
struct UserState: Sendable, Equatable {
    let user: String
    let role: Role
    /// Of staff; a customer's is in the customer's record, a device has none.
    var name = ""
    /// The customer's number, 0 where the user is none.
    var customer: UInt64 = 0
    var device: DeviceKind?
    /// A device's CURVE public key.
    var key: String?
    /// The account of an ATM's cash, 0 where the user is none.
    var cash: UInt64 = 0
    /// The stretched secret.
    var verifier: String
    /// Raised to end all sessions.
    var generation: UInt32 = 1
    var isDisabled = false
    /// Wrong secrets in a row, since the last success or lock.
    var failures: UInt8 = 0
    /// Locks in a row.
    var locks: UInt8 = 0
    var lockedUntil: Timestamp?

    init(user: String, role: Role, verifier: String) {
        self.user = user
        self.role = role
        self.verifier = verifier
    }

    func isLocked(at now: Timestamp) -> Bool {
        guard let lockedUntil else { return false }
        return now < lockedUntil
    }

    /// Whether there is something that a right secret makes forgotten.
    var hasFailures: Bool { failures > 0 || locks > 0 || lockedUntil != nil }

    mutating func forgetFailures() {
        failures = 0
        locks = 0
        lockedUntil = nil
    }
}

/// Every user by name, in order of their coming.
struct UserBook: Sendable, Equatable {
    /// How many users the `sessions.` topic names at most.
    static let mostRaised = 1_000

    private(set) var all: [UserState] = []
    /// Whose generation was raised, oldest first, each once.
    private(set) var raised: [Int] = []
    private var staffPlaces: [Int] = []
    private var devicePlaces: [Int] = []
    private var indexByName: [String: Int] = [:]

    init() {}

    init(all: [UserState], raised: [Int]) {
        precondition(raised.allSatisfy(all.indices.contains), "only users can be raised")
        self.all = all
        self.raised = raised
        for index in all.indices { remember(index) }
    }

    subscript(name: String) -> UserState? { indexByName[name].map { all[$0] } }

    /// Tellers, supervisors and admins, the disabled among them.
    var staff: [UserState] { staffPlaces.map { all[$0] } }
    var devices: [UserState] { devicePlaces.map { all[$0] } }

    mutating func add(_ user: UserState) {
        precondition(indexByName[user.user] == nil, "a user's name is free before it is taken")
        precondition(!user.user.isEmpty, "the anonymous are no user")
        all.append(user)
        remember(all.count - 1)
    }

    /// - Returns: Whether there is such a user.
    mutating func change(_ name: String, _ change: (inout UserState) -> Void) -> Bool {
        guard let index = indexByName[name] else { return false }
        let before = all[index].generation
        change(&all[index])
        precondition(all[index].generation >= before, "a generation only rises")
        if all[index].generation != before { remember(raised: index) }
        return true
    }

    /// The present generation of those whose sessions ended lately.
    var raisedGenerations: [String: UInt32] {
        Dictionary(
            uniqueKeysWithValues: raised.map { (all[$0].user, all[$0].generation) })
    }

    private mutating func remember(_ index: Int) {
        indexByName[all[index].user] = index
        switch all[index].role {
        case .teller, .supervisor, .admin: staffPlaces.append(index)
        case .device: devicePlaces.append(index)
        case .customer, .anonymous: break
        }
    }

    private mutating func remember(raised index: Int) {
        raised.removeAll { $0 == index }
        raised.append(index)
        if raised.count > UserBook.mostRaised { raised.removeFirst() }
    }
}
