import BranchDomain
import Messages

/// What the configuration lets the bank do. Read at each start and reload; what was decided
/// under it stays.
struct BankSettings: Sendable {
    /// Whether people may register themselves.
    var selfRegistration = true
    /// The smallest first deposit at an ATM, in minor units.
    var minimumOpening: Int64 = 5_000
    /// Whether only the queue is offered.
    var queueOnly = false
    var branch = BankSettings.main
    /// What accounts can be opened under.
    var products = ProductCatalogue()
    /// What people may take out for customers, by role.
    var limits: [Role: RoleLimits] = [:]
    /// By which the business day changes.
    var calendar = BusinessCalendar.utc
    /// From which amounts on a method waits for a second person, minor units.
    var approvals: [Messages.Method: Int64] = [:]

    private static let main: BranchID = {
        guard let main = try? BranchID("main") else { preconditionFailure("main is a name") }
        return main
    }()
}

/// Where secrets and sessions come from; the shell brings the branch's key.
///
/// Secrets are derived, never stored: the same id and user always give the same secret, so that a
/// repeated answer shows it again.
protocol SecretSource: Sendable {
    /// The PIN that the bank made for a customer.
    func customerSecret(id: RequestID, user: String) -> String
    func staffSecret(id: RequestID, user: String) -> String
    func deviceSecret(id: RequestID, user: String) -> String
    /// A signed credential for `principal` until `expires`.
    func session(for principal: Principal, expires: Timestamp) -> String
}

/// Stands where no key was brought, as in `verify`, which answers nobody; fails loudly when used.
struct NoSecrets: SecretSource {
    func customerSecret(id: RequestID, user: String) -> String { missing() }
    func staffSecret(id: RequestID, user: String) -> String { missing() }
    func deviceSecret(id: RequestID, user: String) -> String { missing() }
    func session(for principal: Principal, expires: Timestamp) -> String { missing() }

    private func missing() -> Never {
        preconditionFailure("the bank answers somebody, but was not given the branch's key")
    }
}
