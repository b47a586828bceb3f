/// Who is asking, as a gateway established it: the frame between session and body that only a
/// gateway may write and only a service reads.
public struct Principal: Codable, Equatable, Hashable, Sendable {
    /// The user or device name; empty for the anonymous.
    public let user: String
    /// `anonymous`, `customer`, `teller`, `supervisor`, `admin`, `device`.
    public let role: String
    /// The customer that the user is, where it is one.
    public let customer: UInt64?
    /// What the device is (`kiosk`, `atm` …), where the user is one.
    public let kind: String?
    /// The enrolled device at which the session was opened, where it was (`atm:1`).
    public let at: String?
    /// The user's generation when the session was made; the ledger compares it with the present.
    public let generation: UInt32

    public init(
        user: String, role: String, customer: UInt64? = nil, kind: String? = nil,
        at: String? = nil, generation: UInt32 = 0
    ) {
        self.user = user
        self.role = role
        self.customer = customer
        self.kind = kind
        self.at = at
        self.generation = generation
    }

    public static let anonymous = Principal(user: "", role: "anonymous")
}
