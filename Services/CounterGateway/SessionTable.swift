import BranchDomain
import Credentials
import FoundationEssentials
import Messages

/// A caller whose session was verified, with what forwarding a request of it needs.
struct KnownCaller: Sendable, Equatable {
    let principal: Principal
    let callers: Callers
    /// The principal as a frame: encoded once for all requests of the session.
    let frame: [UInt8]
    let expires: Timestamp
    /// Whether its user asked here to log out: the ledger's word on it is still on its way.
    fileprivate(set) var hasLeft = false

    init(_ session: Session) {
        principal = session.principal
        callers = Callers(session.principal)
        frame = JSON.encode(session.principal)
        expires = session.expires
    }

    func isOne(of permitted: Callers) -> Bool { !permitted.isDisjoint(with: callers) }

    static let anonymous = KnownCaller(
        Session(principal: .anonymous, expires: Timestamp(milliseconds: .max)))
}

/// A credential as a key of a table.
struct Credential: Hashable, Sendable {
    let bytes: [UInt8]

    /// Its end is a piece of a MAC and as good as random; hashing all 200 bytes would cost as much
    /// as everything else that is done for a request. Forged ones never get into the table.
    func hash(into hasher: inout Hasher) {
        var end: UInt64 = 0
        for byte in bytes.suffix(8) { end = end << 8 | UInt64(byte) }
        hasher.combine(end)
    }
}

/// The sessions that were verified lately, and the generations that the ledger told of.
///
/// Bounded: the newer half of the sessions is kept when the table is full.
struct SessionTable: Sendable {
    private let tokens: SessionTokens
    private let capacity: Int
    private var newer: [Credential: KnownCaller] = [:]
    private var older: [Credential: KnownCaller] = [:]
    /// The present generation of each user whose sessions were ever ended.
    private var generations: [String: UInt32] = [:]

    /// - Parameter capacity: How many sessions are remembered at most.
    init(tokens: SessionTokens, capacity: Int = 16_384) {
        precondition(capacity >= 2, "a table holds something")
        self.tokens = tokens
        self.capacity = capacity
    }

    var count: Int { newer.count + older.count }

    /// Who holds the credential; the anonymous where it is empty.
    ///
    /// - Parameter mayBeEnded: Whether a session that the user has ended is let through.
    /// - Throws: ``Refusal`` `session_expired` for whatever is not, or is no longer, a session.
    mutating func caller(
        with frame: [UInt8], now: Timestamp, mayBeEnded: Bool = false
    ) throws(Refusal) -> KnownCaller {
        if frame.isEmpty { return .anonymous }
        let credential = Credential(bytes: frame)
        let caller: KnownCaller
        if let known = remembered(credential) {
            caller = known
        } else {
            caller = try verified(credential, now: now)
        }
        guard now < caller.expires else {
            throw Refusal(.sessionExpired, "The session is over. Log in again.")
        }
        let generation = generations[caller.principal.user] ?? 0
        let isEnded = caller.hasLeft || caller.principal.generation < generation
        guard mayBeEnded || !isEnded else {
            throw Refusal(.sessionExpired, "The session was ended. Log in again.")
        }
        return caller
    }

    /// Ends this one session here, at once; of the user's others the ledger's topic tells.
    mutating func leave(_ frame: [UInt8]) {
        let credential = Credential(bytes: frame)
        guard var caller = remembered(credential) else { return }
        caller.hasLeft = true
        remember(caller, credential)
    }

    /// Ends the sessions of users whose generation has risen; a generation never falls.
    mutating func raise(_ raised: [String: UInt32]) {
        generations.merge(raised) { max($0, $1) }
    }

    private mutating func remembered(_ credential: Credential) -> KnownCaller? {
        if let caller = newer[credential] { return caller }
        guard let caller = older[credential] else { return nil }
        remember(caller, credential)
        return caller
    }

    private mutating func verified(
        _ credential: Credential, now: Timestamp
    ) throws(Refusal) -> KnownCaller {
        do throws(SessionError) {
            let caller = KnownCaller(try tokens.verify(credential.bytes, now: now))
            remember(caller, credential)
            return caller
        } catch {
            switch error {
            case .expired: throw Refusal(.sessionExpired, "The session is over. Log in again.")
            case .invalid: throw Refusal(.sessionExpired, "This is no session here. Log in again.")
            }
        }
    }

    private mutating func remember(_ caller: KnownCaller, _ credential: Credential) {
        if newer.count >= capacity / 2 {
            older = newer
            newer = [:]
        }
        newer[credential] = caller
        assert(count <= capacity, "the table is bounded")
    }
}
