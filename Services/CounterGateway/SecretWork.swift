import BranchDomain
import Credentials
import Messages

/// A request with a secret in it, on its way to become one with verifiers in its place.
///
/// Three steps, all pure: which user does it mean (``resolve``), what is to be stretched
/// (``stretchings(user:maker:)``), and what does the service get (``body(user:verifiers:)``).
struct SecretWork: Equatable, Sendable {
    /// A secret and the user whose salt it is stretched with.
    struct Stretching: Equatable, Sendable {
        let secret: String
        let user: String
    }

    private enum Kind: Equatable {
        case login(AuthLogin.Request, at: String?)
        case change(AuthChangeSecret.Request, user: String)
        case register(CustomerRegister.Request, user: String)
        case resetCustomer(UInt64)
        case addStaff(StaffAdd.Request, user: String)
        case resetStaff(user: String)
        case addDevice(DeviceAdd.Request, device: String)
        case close(AccountClose.Request, user: String)
    }

    private let id: RequestID
    private let kind: Kind

    /// - Parameter at: The device name of the ATM at which the log-in happens.
    init(login: AuthLogin.Request, at: String?, id: RequestID) throws(Refusal) {
        try SecretRules.checkLength(of: login.user, "user")
        try SecretRules.checkLength(of: login.secret, "secret")
        self.id = id
        kind = .login(login, at: at)
    }

    init(register: CustomerRegister.Request, id: RequestID) throws(Refusal) {
        self.id = id
        kind = .register(register, user: try SecretRules.canonical(register.user))
    }

    /// The work of any other method, or nil where it has no secret in it.
    ///
    /// - Throws: ``Refusal`` `malformed` where the body is not that of the method.
    init?(
        _ method: Method, body: [UInt8], id: RequestID, principal: Principal
    ) throws(Refusal) {
        self.id = id
        switch method {
        case .authChangeSecret:
            let request = try JSON.decode(AuthChangeSecret.Request.self, from: body)
            try SecretRules.checkLength(of: request.old, "old")
            try SecretRules.checkNew(request.new, role: principal.role)
            kind = .change(request, user: principal.user)
        case .customerResetSecret:
            let request = try JSON.decode(CustomerResetSecret.Request.self, from: body)
            kind = .resetCustomer(request.customer)
        case .staffAdd:
            let request = try JSON.decode(StaffAdd.Request.self, from: body)
            kind = .addStaff(request, user: try SecretRules.canonical(request.user))
        case .staffResetSecret:
            let request = try JSON.decode(StaffResetSecret.Request.self, from: body)
            kind = .resetStaff(user: try SecretRules.canonical(request.user))
        case .deviceAdd:
            let request = try JSON.decode(DeviceAdd.Request.self, from: body)
            kind = .addDevice(request, device: try SecretRules.canonical(request.device))
        case .accountClose:
            let request = try JSON.decode(AccountClose.Request.self, from: body)
            try SecretRules.checkLength(of: request.secret, "secret")
            kind = .close(request, user: principal.user)
        default:
            return nil
        }
    }

    /// The question to the ledger that comes first, where the request does not name the user.
    var resolve: InternalResolve? {
        switch kind {
        case .login(let request, _): InternalResolve(user: request.user)
        case .resetCustomer(let customer): InternalResolve(customer: customer)
        default: nil
        }
    }

    /// What is to be stretched, in the order in which ``body(user:verifiers:)`` wants it.
    ///
    /// - Parameter user: What the ledger answered to ``resolve``; ignored where that is nil.
    func stretchings(user resolved: String, maker: SecretMaker) -> [Stretching] {
        func made(_ holder: SecretMaker.Holder, _ user: String) -> [Stretching] {
            [Stretching(secret: maker.secret(for: holder, id: id, user: user), user: user)]
        }
        switch kind {
        case .login(let request, _):
            return [Stretching(secret: request.secret, user: resolved)]
        case .change(let request, let user):
            return [
                Stretching(secret: request.old, user: user),
                Stretching(secret: request.new, user: user),
            ]
        case .register(_, let user): return made(.customer, user)
        case .resetCustomer: return made(.customer, resolved)
        case .addStaff(_, let user), .resetStaff(let user): return made(.staff, user)
        case .addDevice(_, let device): return made(.device, device)
        case .close(let request, let user):
            return [Stretching(secret: request.secret, user: user)]
        }
    }

    /// The body for the service: verifiers where secrets were.
    ///
    /// - Parameter verifiers: One for each of the stretchings.
    func body(user resolved: String, verifiers: [String]) -> [UInt8] {
        var kept = verifiers[...]
        func verifier() -> String {
            precondition(!kept.isEmpty, "there is a verifier for each stretching")
            return kept.removeFirst()
        }
        switch kind {
        case .login(_, let at):
            return JSON.encode(InternalLogin(user: resolved, verifier: verifier(), at: at))
        case .change:
            return JSON.encode(InternalChangeSecret(old: verifier(), new: verifier()))
        case .register(let request, _):
            return JSON.encode(InternalRegister(request: request, verifier: verifier()))
        case .resetCustomer(let customer):
            return JSON.encode(
                InternalCustomerReset(customer: customer, verifier: verifier()))
        case .addStaff(let request, _):
            return JSON.encode(InternalStaffAdd(request: request, verifier: verifier()))
        case .resetStaff(let user):
            return JSON.encode(InternalStaffReset(user: user, verifier: verifier()))
        case .addDevice(let request, _):
            return JSON.encode(InternalDeviceAdd(request: request, verifier: verifier()))
        case .close(let request, _):
            return JSON.encode(
                InternalClose(account: request.account, verifier: verifier(), to: request.to))
        }
    }
}

/// What a secret must be like; only a gateway ever sees one.
enum SecretRules {
    /// The longest secret and name that are looked at, in bytes.
    static let longest = 256
    static let pinLengths = 4...12
    static let passwordLengths = 12...128

    static func checkLength(of text: String, _ field: String) throws(Refusal) {
        guard (1...longest).contains(text.utf8.count) else {
            throw Refusal(.malformed, "The field \(field) has 1 to \(longest) bytes.")
        }
    }

    /// A customer's secret is typed on a keypad, a member of staff's on a keyboard.
    static func checkNew(_ secret: String, role: String) throws(Refusal) {
        if role == Role.customer.rawValue {
            guard pinLengths.contains(secret.utf8.count),
                secret.utf8.allSatisfy({ (48...57).contains($0) })
            else {
                throw Refusal(.malformed, "A new PIN has 4 to 12 digits.")
            }
        } else {
            guard passwordLengths.contains(secret.utf8.count) else {
                throw Refusal(.malformed, "A new secret has 12 to 128 bytes.")
            }
        }
    }

    static func canonical(_ name: String) throws(Refusal) -> String {
        do throws(DomainError) {
            return try UserName(name).description
        } catch {
            throw Refusal(error)
        }
    }
}
