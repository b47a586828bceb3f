import BranchDomain
import Messages

/// Sets of callers, in the words of the protocol page's column "roles".
struct Callers: OptionSet, Sendable, Hashable {
    let rawValue: UInt32

    static let anonymous = Callers(rawValue: 1 << 0)
    /// A customer anywhere but at an ATM.
    static let customerElsewhere = Callers(rawValue: 1 << 1)
    /// A customer in a session that was opened at an enrolled ATM.
    static let customerAtATM = Callers(rawValue: 1 << 2)
    static let teller = Callers(rawValue: 1 << 3)
    static let supervisor = Callers(rawValue: 1 << 4)
    static let admin = Callers(rawValue: 1 << 5)

    static func device(_ kind: DeviceKind) -> Callers {
        let index = DeviceKind.allCases.firstIndex(of: kind) ?? 0
        return Callers(rawValue: 1 << (6 + UInt32(index)))
    }

    static let atm = device(.atm)
    static let bot = device(.bot)
    static let notifier = device(.notifier)
    static let rpc = device(.rpc)

    static let customer: Callers = [.customerElsewhere, .customerAtATM]
    static let anyDevice = Callers(DeviceKind.allCases.map(device))
    /// What the anonymous may do, everybody may.
    static let everyone: Callers = [
        .anonymous, .customer, .teller, .supervisor, .admin, .anyDevice,
    ]

    /// The one caller that a principal is; empty for a role that this version does not know, which
    /// is then permitted nothing that has a name on it.
    init(_ principal: Principal) {
        switch Role(rawValue: principal.role) {
        case .anonymous: self = .anonymous
        case .customer: self = principal.at == nil ? .customerElsewhere : .customerAtATM
        case .teller: self = .teller
        case .supervisor: self = .supervisor
        case .admin: self = .admin
        case .device:
            self = principal.kind.flatMap(DeviceKind.init(rawValue:)).map(Callers.device) ?? []
        case nil: self = []
        }
    }

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}
