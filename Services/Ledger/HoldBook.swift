import BranchDomain

/// Money that is reserved.
struct HoldState: Codable, Sendable, Equatable {
    var account: UInt64
    /// Minor units.
    var amount: Int64
    /// Unix milliseconds.
    var until: Int64
    /// Where it was made: the account of an ATM's cash.
    var atm: UInt64?
    /// The id of the request that asked for it.
    var id: String
    /// Whether its deadline passed at an ATM, so that nobody knows whether cash was given: the
    /// money lies in `suspense` until somebody says.
    var isSuspended = false

    var accountID: AccountID { HoldState.checked(account) }
    var atmID: AccountID? { atm.map(HoldState.checked) }

    private static func checked(_ number: UInt64) -> AccountID {
        guard let account = try? AccountID(number) else {
            preconditionFailure("a hold is of an account that existed when it was made")
        }
        return account
    }
}

/// Every hold that is not settled, by the sequence of the record that made it.
struct HoldBook: Codable, Sendable, Equatable {
    private(set) var open: [UInt64: HoldState] = [:]
    /// Requests that are to be refused when they come, by the time in their id.
    private(set) var refusedAhead: [String: Int64] = [:]

    /// Ids are refused as expired by then.
    private static let remembersAhead: Int64 = 25 * 3_600_000

    subscript(hold: UInt64) -> HoldState? { open[hold] }

    /// Held holds that fall due, earliest first; what is suspended waits for a person.
    func due(at now: Timestamp) -> [(hold: UInt64, state: HoldState)] {
        open.filter { !$0.value.isSuspended && $0.value.until <= now.milliseconds }
            .map { (hold: $0.key, state: $0.value) }
            .sorted { ($0.state.until, $0.hold) < ($1.state.until, $1.hold) }
    }

    var nextDeadline: Timestamp? {
        open.values.lazy.filter { !$0.isSuspended }.map(\.until).min()
            .map(Timestamp.init(milliseconds:))
    }

    func number(of id: String) -> UInt64? {
        open.first { $0.value.id == id }?.key
    }

    func hasHolds(on account: AccountID) -> Bool {
        open.values.contains { $0.account == account.number }
    }

    mutating func place(_ hold: UInt64, _ state: HoldState) { open[hold] = state }

    /// - Returns: Nil where there is no such hold.
    mutating func settle(_ hold: UInt64) -> HoldState? { open.removeValue(forKey: hold) }

    mutating func suspend(_ hold: UInt64) { open[hold]?.isSuspended = true }

    mutating func refuse(ahead id: String, now: Timestamp) {
        refusedAhead = refusedAhead.filter {
            $0.value > now.milliseconds - HoldBook.remembersAhead
        }
        refusedAhead[id] = now.milliseconds
    }
}
