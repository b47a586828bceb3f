import BranchDomain
import Journal
import Messages

/// How often a secret may be guessed: three wrong ones lock for 15 minutes, then for 30, 60 …
enum LockPolicy {
    static let failures: UInt8 = 3
    static let firstLock = Duration.seconds(15 * 60)
    /// Locks double up to 16 hours; without a bound a prank would be for ever.
    static let mostDoublings: UInt8 = 6

    /// - Parameter locks: How many there were in a row before this one.
    static func duration(afterLocks locks: UInt8) -> Duration {
        firstLock * (1 << Int(min(locks, mostDoublings)))
    }
}

/// How long a session lasts.
enum SessionLifetime {
    static let staff = Duration.seconds(12 * 3_600)
    static let customer = Duration.seconds(3_600)
    static let customerAtATM = Duration.seconds(15 * 60)

    static func of(_ role: Role, at device: String?) -> Duration {
        guard role == .customer else { return staff }
        return device == nil ? customer : customerAtATM
    }
}

extension Bank {
    /// `auth.login`. The body holds the stretched secret; the comparison and the count are one
    /// decision, so that guesses in parallel are counted like guesses in turn.
    func logIn(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalLogin.self)
        if let at = request.at, cash(ofATM: at) == nil { throw .notPermitted }
        // Unknown and disabled are told from a wrong secret by nobody.
        guard let user = users[resolve(user: request.user)], !user.isDisabled else {
            throw .wrongCredentials
        }
        if let wrong = try wrongSecret(request.verifier, of: user, by: user.user, hearing.now) {
            return wrong
        }
        if user.hasFailures {
            return .write([
                LogInSucceeded(by: user.user, user: user.user, at: request.at).record
            ])
        }
        return .read(session(for: user.user, at: request.at, now: hearing.now))
    }

    /// Compares a stretched secret, and counts it where it is wrong.
    ///
    /// - Returns: Nil where it is right, else the refusal with the record that counts.
    /// - Throws: ``Refusal`` `locked`, right or wrong: a lock that still tells a right secret from
    ///   a wrong one is none.
    func wrongSecret(
        _ verifier: String, of user: UserState, by: String, _ now: Timestamp
    ) throws(Refusal) -> Decision? {
        if let until = user.lockedUntil, user.isLocked(at: now) { throw .locked(until: until) }
        if isEqualInConstantTime(verifier, user.verifier) { return nil }
        let failures = user.failures + 1
        guard failures >= LockPolicy.failures else {
            let failed = LogInFailed(
                by: by, user: user.user, failures: failures, locks: user.locks, lockedUntil: nil)
            return .refuse(.wrongCredentials, [failed.record])
        }
        let until = now.adding(LockPolicy.duration(afterLocks: user.locks))
        let locks = min(user.locks, LockPolicy.mostDoublings) + 1
        let failed = LogInFailed(
            by: by, user: user.user, failures: 0, locks: locks, lockedUntil: until.milliseconds)
        return .refuse(.wrongCredentials, [failed.record])
    }

    /// The reply to a log-in: a signed session and what the user is.
    func session(for name: String, at device: String?, now: Timestamp) -> [UInt8] {
        guard let user = users[name] else { preconditionFailure("only users log in") }
        let expires = now.adding(SessionLifetime.of(user.role, at: device))
        let customer = user.customer == 0 ? nil : user.customer
        let principal = Principal(
            user: user.user, role: user.role.rawValue, customer: customer,
            kind: user.device?.rawValue, at: device, generation: user.generation)
        return JSON.encode(
            AuthLogin.Reply(
                session: secrets.session(for: principal, expires: expires),
                role: user.role.rawValue, name: displayName(of: user), customer: customer,
                expires: expires.milliseconds))
    }

    private func displayName(of user: UserState) -> String {
        if let customer = customers[user.customer] { return customer.person.name }
        return user.name.isEmpty ? user.user : user.name
    }

    /// `auth.logout`: ends every session of the user.
    func logOut(_ hearing: Hearing) throws(Refusal) -> Decision {
        _ = try hearing.body(AuthLogout.Request.self)
        let caller = try caller(hearing.command.principal)
        guard let user = users[caller.user] else { throw .notPermitted }
        return .write([
            SessionsEnded(by: caller.user, user: user.user, generation: user.generation + 1).record
        ])
    }

    /// `auth.changeSecret`: the old secret is compared and counted like one at log-in.
    func changeSecret(_ hearing: Hearing) throws(Refusal) -> Decision {
        let request = try hearing.body(InternalChangeSecret.self)
        let caller = try caller(hearing.command.principal)
        guard let user = users[caller.user], user.role != .device else { throw .notPermitted }
        if let wrong = try wrongSecret(request.old, of: user, by: user.user, hearing.now) {
            return wrong
        }
        return .write([
            SecretChanged(
                by: caller.user, user: user.user, verifier: request.new,
                generation: user.generation + 1
            ).record
        ])
    }

    // MARK: Resolving

    /// `auth.resolve`, back link only: the user whose secret is to be stretched.
    func resolve(body: [UInt8]) throws(Refusal) -> [UInt8] {
        let request = try JSON.decode(InternalResolve.self, from: body)
        var user = resolve(user: request.user ?? "")
        if let customer = request.customer {
            // A house customer has no user: as unknown as a number that nobody has.
            let known = customers[customer]?.user ?? ""
            user = known.isEmpty ? "customer:\(customer)" : known
        }
        return JSON.encode(InternalResolved(user: user))
    }

    /// The name of the user who is meant by a name or an account number; an unknown one is itself.
    func resolve(user text: String) -> String {
        // Digits alone: +34600 is a user's name, though it could be read as a number.
        if text.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt64(text),
            let account = try? AccountID(number),
            let owner = accounts.state(of: account)?.owner, let customer = customers[owner],
            !customer.user.isEmpty
        {
            return customer.user
        }
        guard let name = try? UserName(text) else { return text }
        return name.description
    }
}

/// Takes as long for texts that differ in the first byte as for those that differ in the last.
func isEqualInConstantTime(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard one.count == other.count, !other.isEmpty else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ other[index] }
    return difference == 0
}
