import BranchDomain
import Messages

/// A request that the machine wants to have sent, complete but for the socket.
///
/// Asking again is sending the same value again: id and content never change.
struct Ask: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    let method: Method
    let id: RequestID
    let session: String
    let body: [UInt8]

    init<M: BusMethod>(_ method: M.Type, _ request: M.Request, id: RequestID, session: String) {
        self.method = M.method
        self.id = id
        self.session = session
        body = JSON.encode(request)
    }

    /// An operation that was stored, with the content that it had.
    init?(_ operation: PendingOperation, session: String) {
        guard let method = Method(rawValue: operation.method),
            let id = RequestID(text: operation.id.utf8), let body = operation.body
        else { return nil }
        self.method = method
        self.id = id
        self.session = session
        self.body = Array(body.utf8)
    }

    /// The same in another session, as an earlier one ended.
    func resigned(_ session: String) -> Ask {
        Ask(method: method, id: id, session: session, body: body)
    }

    /// The same under another id, for what was not done under this one.
    func renamed(_ id: RequestID) -> Ask {
        Ask(method: method, id: id, session: session, body: body)
    }

    private init(method: Method, id: RequestID, session: String, body: [UInt8]) {
        self.method = method
        self.id = id
        self.session = session
        self.body = body
    }

    /// Bodies carry PINs: neither text nor mirror shows one.
    var description: String { "\(method.rawValue) \(id)" }
    var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// What became of an ``Ask``.
enum Answer: Equatable, Sendable {
    case ok([UInt8])
    case refused(Refusal)
    /// Nobody answered in time, or not in a way that can be read: whether it was done is not known.
    case none
}

/// An operation whose id is on disk before it is sent, until its verdict is known.
struct PendingOperation: Codable, Equatable, Sendable {
    let id: String
    let method: String
    /// The request as JSON, for sending it again; never where it holds a PIN.
    let body: String?
    /// Whose operation it is; nil: the machine's own, a registration.
    let customer: UInt64?
    /// Unix milliseconds.
    let started: Int64

    init(_ ask: Ask, customer: UInt64?, now: Timestamp) {
        id = ask.id.description
        method = ask.method.rawValue
        body =
            ask.method == .authChangeSecret ? nil : String(decoding: ask.body, as: UTF8.self)
        self.customer = customer
        started = now.milliseconds
    }
}

/// A PIN or a device's secret. It cannot be printed by accident.
struct Secret: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    var description: String { "••••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// The machine's name at the bank and the secret that proves it.
struct DeviceCredentials: Equatable, Sendable {
    let name: String
    let secret: Secret
}
