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
struct HoldBook: Sendable, Equatable {
    private(set) var open: [UInt64: HoldState] = [:]
    /// Requests that are to be refused when they come, by the time in their id.
    private(set) var refusedAhead: [String: Int64] = [:]
    /// Holds by the ids of their requests, and how many an account has: made of `open`.
    private var numbers: [String: UInt64] = [:]
    private var counts: [UInt64: Int] = [:]
    /// What has a deadline before it, earliest first: made of `open`. It is asked for with every
    /// group, and a new hold mostly stands near its end.
    private var deadlines: [Deadline] = []

    private struct Deadline: Sendable, Equatable, Comparable {
        let until: Int64
        let hold: UInt64

        static func < (left: Deadline, right: Deadline) -> Bool {
            (left.until, left.hold) < (right.until, right.hold)
        }
    }

    /// Ids are refused as expired by then.
    private static let remembersAhead: Int64 = 25 * 3_600_000

    subscript(hold: UInt64) -> HoldState? { open[hold] }

    /// Held holds that fall due, earliest first; what is suspended waits for a person.
    func due(at now: Timestamp) -> [(hold: UInt64, state: HoldState)] {
        deadlines.prefix { $0.until <= now.milliseconds }.compactMap { deadline in
            open[deadline.hold].map { (deadline.hold, $0) }
        }
    }

    var nextDeadline: Timestamp? {
        deadlines.first.map { Timestamp(milliseconds: $0.until) }
    }

    func number(of id: String) -> UInt64? { numbers[id] }

    func count(on account: AccountID) -> Int { counts[account.number] ?? 0 }

    /// What lies in suspense for holds, minor units.
    var suspended: Int64 {
        open.values.reduce(0) { $0 + ($1.isSuspended ? $1.amount : 0) }
    }

    mutating func place(_ hold: UInt64, _ state: HoldState) {
        open[hold] = state
        numbers[state.id] = hold
        counts[state.account, default: 0] += 1
        guard !state.isSuspended else { return }
        let deadline = Deadline(until: state.until, hold: hold)
        deadlines.insert(deadline, at: position(of: deadline))
    }

    /// - Returns: Nil where there is no such hold.
    mutating func settle(_ hold: UInt64) -> HoldState? {
        guard let state = open.removeValue(forKey: hold) else { return nil }
        numbers[state.id] = nil
        counts[state.account] = counts[state.account].flatMap { $0 > 1 ? $0 - 1 : nil }
        if !state.isSuspended { removeDeadline(of: hold, state) }
        return state
    }

    mutating func suspend(_ hold: UInt64) {
        guard let state = open[hold], !state.isSuspended else { return }
        removeDeadline(of: hold, state)
        open[hold]?.isSuspended = true
    }

    mutating func refuse(ahead id: String, now: Timestamp) {
        refusedAhead = refusedAhead.filter {
            $0.value > now.milliseconds - HoldBook.remembersAhead
        }
        refusedAhead[id] = now.milliseconds
    }

    private mutating func removeDeadline(of hold: UInt64, _ state: HoldState) {
        let index = position(of: Deadline(until: state.until, hold: hold))
        assert(deadlines[index].hold == hold, "what is not suspended has a deadline")
        deadlines.remove(at: index)
    }

    /// Where the deadline is, or would be put.
    private func position(of deadline: Deadline) -> Int {
        var (low, high) = (0, deadlines.count)
        while low < high {
            let middle = (low + high) / 2
            if deadlines[middle] < deadline { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// In a snapshot are the holds and the refusals; the rest is made of them.
extension HoldBook: Codable {
    private enum CodingKeys: String, CodingKey { case open, refusedAhead }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        refusedAhead = try fields.decode([String: Int64].self, forKey: .refusedAhead)
        for (hold, state) in try fields.decode([UInt64: HoldState].self, forKey: .open)
            .sorted(by: { $0.value.until < $1.value.until })
        {
            place(hold, state)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(open, forKey: .open)
        try fields.encode(refusedAhead, forKey: .refusedAhead)
    }
}
