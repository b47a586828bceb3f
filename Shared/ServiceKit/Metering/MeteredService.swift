/// A service that shows `/metrics` and `/healthz`, and where: each has a port of its own, by which
/// it is told apart from all others of the branch.
public enum MeteredService: Sendable, Hashable {
    case ledger, scheduler, web, rpc, notifier, chatbot
    /// From 1.
    case gateway(Int)

    /// The services of which there is one.
    public static let single: [MeteredService] = [
        .ledger, .scheduler, .web, .rpc, .notifier, .chatbot,
    ]

    public var name: String {
        switch self {
        case .ledger: "ledger"
        case .scheduler: "scheduler"
        case .web: "web"
        case .rpc: "bank-grpc"
        case .notifier: "notifier"
        case .chatbot: "chatbot"
        case .gateway(let number): "counter-gateway-\(number)"
        }
    }

    /// Above the port base. Requests end in 1, topics and links in 2 to 5 from 52 on, the web in 0.
    var offset: UInt16 {
        switch self {
        case .ledger: 4
        case .scheduler: 5
        case .web: 6
        case .rpc: 7
        case .notifier: 8
        case .chatbot: 14
        case .gateway(let number): 9 + 10 * UInt16(number - 1)
        }
    }
}
