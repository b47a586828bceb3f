import BranchDomain
import Credentials
import Messages

/// What becomes of a request.
enum Verdict: Equatable {
    case refuse(Refusal)
    /// `system.hello`, answered here.
    case greet
    /// `system.ping`, answered here.
    case ping
    case forward(Forward)
    /// A method with a secret in it: stretch first, then forward.
    case stretch(SecretWork, Forward)
}

/// A request that may pass.
struct Forward: Equatable {
    let method: Method
    let name: [UInt8]
    let id: [UInt8]
    let session: [UInt8]
    /// The principal, as JSON: made here, never by a client.
    let principal: [UInt8]
    /// For methods with a secret this is empty until the secret has been replaced.
    var body: [UInt8]
    /// The records of a bulk method.
    var bulk: [UInt8]?

    /// The frames for a service, behind the delimiter.
    var frames: [[UInt8]] {
        let plain = [RequestShape.versionFrame, name, id, session, principal, body]
        return bulk.map { plain + [$0] } ?? plain
    }
}

/// Who is asking, may they, and where does it go: every request passes here once.
///
/// Pure: frames in, a verdict out. Reasons are given in the order of ``RefusalCode``.
struct Admission {
    var offer: Offer
    private var sessions: SessionTable

    init(offer: Offer, key: BranchKey, sessionCapacity: Int = 16_384) {
        self.offer = offer
        sessions = SessionTable(tokens: SessionTokens(key: key), capacity: sessionCapacity)
    }

    /// How many sessions were verified lately.
    var sessionCount: Int { sessions.count }

    /// Judges a request.
    ///
    /// - Parameter answersPing: Whether the socket it came in by is for this machine's eyes.
    mutating func judge(
        _ frames: [[UInt8]], now: Timestamp, answersPing: Bool = true
    ) -> Verdict {
        do throws(Refusal) {
            return try admit(RequestShape.read(frames), now: now, answersPing: answersPing)
        } catch {
            return .refuse(error)
        }
    }

    /// Ends the sessions of users whose generation has risen.
    mutating func raise(_ generations: [String: UInt32]) {
        sessions.raise(generations)
    }

    private mutating func admit(
        _ request: ShapedRequest, now: Timestamp, answersPing: Bool
    ) throws(Refusal) -> Verdict {
        guard case .method(let method) = request.asked else {
            guard answersPing else {
                throw Refusal(.unknownMethod, "This branch does not know the method.")
            }
            return .ping
        }
        guard offer.includes(method) else {
            throw Refusal(.notOffered, "This branch has no accounts, only the queue.")
        }
        // What ends a session must be answered again when it is asked again: the ledger remembers
        // the first time by its id, and refuses ended sessions itself.
        let endsSessions = method == .authLogout || method == .authChangeSecret
        let caller = try sessions.caller(
            with: request.session, now: now, mayBeEnded: endsSessions)
        try permit(method, caller)
        if method == .authLogout { sessions.leave(request.session) }
        var forward = Forward(
            method: method, name: request.name, id: request.idFrame, session: request.session,
            principal: caller.frame, body: request.body, bulk: request.bulk)
        if method == .systemHello { return .greet }
        if method == .queueIssue { try permitPriority(request.body, caller) }
        guard let work = try secretWork(method, request, caller, now: now) else {
            return .forward(forward)
        }
        forward.body = []
        return .stretch(work, forward)
    }

    private func permit(_ method: Method, _ caller: KnownCaller) throws(Refusal) {
        let permitted = RoleTable.callers(of: method, offer: offer)
        // Everyone is also who has a role that this version does not know.
        guard permitted == .everyone || caller.isOne(of: permitted) else {
            throw Refusal(
                .notPermitted,
                caller.callers == .anonymous
                    ? "\(method.rawValue) needs a session. Log in first."
                    : "\(method.rawValue) is not for this role.")
        }
    }

    /// Only who may not set a priority pays for a look into the body.
    private func permitPriority(_ body: [UInt8], _ caller: KnownCaller) throws(Refusal) {
        if caller.isOne(of: RoleTable.priority) { return }
        guard try JSON.decode(QueueIssue.Request.self, from: body).priority == nil else {
            throw Refusal(.notPermitted, "A priority is given by a teller or a kiosk.")
        }
    }

    private mutating func secretWork(
        _ method: Method, _ request: ShapedRequest, _ caller: KnownCaller, now: Timestamp
    ) throws(Refusal) -> SecretWork? {
        switch method {
        case .authLogin:
            let login = try JSON.decode(AuthLogin.Request.self, from: request.body)
            let atm = try login.at.map { (at) throws(Refusal) in
                try enrolledATM(Array(at.utf8), now: now)
            }
            return try SecretWork(login: login, at: atm, id: request.id)
        case .customerRegister:
            let register = try JSON.decode(CustomerRegister.Request.self, from: request.body)
            try permitOpening(register, caller)
            return try SecretWork(register: register, id: request.id)
        default:
            return try SecretWork(
                method, body: request.body, id: request.id, principal: caller.principal)
        }
    }

    private func permitOpening(
        _ request: CustomerRegister.Request, _ caller: KnownCaller
    ) throws(Refusal) {
        guard request.opening == nil || caller.isOne(of: RoleTable.opening) else {
            throw Refusal(.notPermitted, "A first deposit is made at an ATM or with a teller.")
        }
    }

    /// The device name of the ATM whose session is shown.
    private mutating func enrolledATM(
        _ credential: [UInt8], now: Timestamp
    ) throws(Refusal) -> String {
        let device = try sessions.caller(with: credential, now: now)
        guard device.callers == .atm else {
            throw Refusal(.notPermitted, "\"at\" is not the session of an ATM.")
        }
        return device.principal.user
    }
}
