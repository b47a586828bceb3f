import BranchDomain
import Messages

/// A request that the kiosk wants to have sent, complete but for the socket.
///
/// Asking again is sending the same value again: id and content never change.
struct Ask: Equatable, Sendable {
    let method: Method
    let id: RequestID
    let session: String
    let body: [UInt8]

    init<M: BusMethod>(_ method: M.Type, _ request: M.Request, id: RequestID, session: String) {
        self.init(method: M.method, id: id, session: session, body: JSON.encode(request))
    }

    /// The same request in another session: the branch knows it by its id.
    func within(_ session: String) -> Ask {
        Ask(method: method, id: id, session: session, body: body)
    }

    /// The same under another id, for what was not decided under this one.
    func renamed(_ id: RequestID) -> Ask {
        Ask(method: method, id: id, session: session, body: body)
    }

    private init(method: Method, id: RequestID, session: String, body: [UInt8]) {
        self.method = method
        self.id = id
        self.session = session
        self.body = body
    }
}

/// What became of an ``Ask``.
enum Answer: Equatable, Sendable {
    case ok([UInt8])
    case refused(Refusal)
    /// Nobody answered in time: whether it was done is not known.
    case none
}

/// The kiosk's name at the branch and the secret that proves it.
struct DeviceCredentials: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    let name: String
    let secret: String

    var description: String { name }
    var customMirror: Mirror { Mirror(self, children: []) }
}
