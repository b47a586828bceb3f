import BranchDomain

/// A group of endpoints with one server key and one allow-list of enrolled keys.
///
/// Each has a list of its own, so that no enrolled kiosk can pose as a gateway.
public enum CurveDomain: String, CaseIterable, Sendable {
    /// Requests at counter gateways.
    case clients
    /// Queue topics of the scheduler.
    case displays
    /// Account and audit topics of the ledger.
    case accounts
    /// The services' links to gateways on other machines.
    case gateways

    /// Two lines, Z85: the public key, the secret key.
    public func serverKey(in state: StateDirectory) -> String { "\(state.curve)/\(rawValue).key" }

    /// One file a device, with its public key in Z85.
    public func allowList(in state: StateDirectory) -> String { "\(state.curve)/\(rawValue)" }

    public func entry(of device: String, in state: StateDirectory) -> String {
        "\(allowList(in: state))/\(device).pub"
    }

    /// Where a device of this kind may connect to over the network.
    public static func open(to kind: DeviceKind) -> [CurveDomain] {
        switch kind {
        case .kiosk, .counter, .bot: [.clients, .displays]
        case .board: [.displays, .clients]
        case .atm, .rpc: [.clients]
        case .notifier: [.clients, .displays, .accounts]
        case .gateway: [.gateways, .accounts]
        }
    }
}
