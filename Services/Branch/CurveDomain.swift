import BranchDomain
import Messages
import ServiceKit

/// A group of endpoints with one server key and one allow-list of enrolled keys.
///
/// Each has a list of its own, so that no enrolled kiosk can pose as a gateway.
enum CurveDomain: String, CaseIterable {
    /// Requests at counter gateways.
    case clients
    /// Queue topics of the scheduler.
    case displays
    /// Account and audit topics of the ledger.
    case accounts
    /// The services' links to gateways on other machines.
    case gateways

    /// Two lines, Z85: the public key, the secret key.
    func serverKey(in state: StateDirectory) -> String { "\(state.curve)/\(rawValue).key" }

    /// One file a device, with its public key in Z85.
    func allowList(in state: StateDirectory) -> String { "\(state.curve)/\(rawValue)" }

    func entry(of device: String, in state: StateDirectory) -> String {
        "\(allowList(in: state))/\(device).pub"
    }

    /// Where a device of this kind may connect to over the network.
    static func open(to kind: DeviceKind) -> [CurveDomain] {
        switch kind {
        case .kiosk, .counter, .bot: [.clients, .displays]
        case .board: [.displays, .clients]
        case .atm, .rpc: [.clients]
        case .notifier: [.clients, .displays, .accounts]
        case .gateway: [.gateways, .accounts]
        }
    }
}
