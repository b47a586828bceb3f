import BranchDomain
import Messages

/// Who asks, after the ledger compared the principal with what it knows of the user.
struct Caller: Sendable, Equatable {
    let user: String
    let role: Role
    /// The customer's number, where the caller is one.
    let customer: UInt64?
    let device: DeviceKind?
    /// The account of the cash that the caller stands at: of the ATM at which the session was
    /// opened, or that the caller is itself.
    let atm: AccountID?

    static let anonymous = Caller(
        user: "", role: .anonymous, customer: nil, device: nil, atm: nil)

    var isStaff: Bool { role.isStaff }
}

extension Bank {
    /// Establishes who asks. The gateway made the principal out of a signed session; whether that
    /// session still counts is known here alone.
    ///
    /// - Throws: ``Refusal`` `session_expired` where the user is unknown or disabled, or where the
    ///   generation was raised since the session was made.
    func caller(_ principal: Principal) throws(Refusal) -> Caller {
        if principal.user.isEmpty {
            guard principal.role == Role.anonymous.rawValue else { throw .sessionExpired }
            return .anonymous
        }
        guard let user = users[principal.user], user.generation == principal.generation,
            !user.isDisabled, user.role.rawValue == principal.role
        else { throw .sessionExpired }
        return Caller(
            user: user.user, role: user.role,
            customer: user.customer == 0 ? nil : user.customer, device: user.device,
            atm: user.device == .atm ? cash(ofATM: user.user) : principal.at.flatMap(cash(ofATM:)))
    }

    /// The account of an enrolled ATM's cash; nil for every other device, and a disabled one.
    func cash(ofATM device: String) -> AccountID? {
        guard let atm = users[device], atm.device == .atm, !atm.isDisabled else { return nil }
        return try? AccountID(atm.cash)
    }

    /// The customer whose accounts the caller may use as its own: a customer's number, or that of
    /// the house customer behind the gRPC edge.
    func owner(for caller: Caller) -> UInt64? {
        if caller.role == .customer { return caller.customer }
        if caller.device == .rpc { return customers.houseCustomer(named: CustomerBook.rpc) }
        return nil
    }

    /// Lets the staff pass, and whoever owns the account.
    ///
    /// An account that does not exist is nobody else's: it is `account_not_found`, later.
    func checkMaySee(_ account: AccountID?, _ caller: Caller) throws(Refusal) {
        if caller.isStaff { return }
        guard let owner = owner(for: caller) else { throw .notPermitted }
        guard let account, let state = accounts.state(of: account) else { return }
        guard state.owner == owner else { throw .notTheirs }
    }

    /// - Throws: ``Refusal`` `not_permitted` where the caller's role is none of these.
    func checkRole(_ caller: Caller, _ allowed: Role...) throws(Refusal) {
        guard allowed.contains(caller.role) else { throw .notPermitted }
    }
}
