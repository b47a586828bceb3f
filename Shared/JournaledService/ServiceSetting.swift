import Bus
import Foundation
import Journal
import Messages
import ServiceKit

/// Where a service with a journal keeps it and listens.
public struct ServiceSetting: Sendable {
    /// A socket to listen at.
    public enum Listening: Sendable {
        /// On this machine only.
        case plain(String)
        /// CURVE, for the keys enrolled in the domain.
        case secured(String, CurveDomain)
    }

    /// As in the state directory: `ledger`.
    public var name: String
    /// Methods of other destinations are refused.
    public var destination: Destination
    public var state: StateDirectory
    public var journal: JournalConfiguration
    /// The back links, for gateways only.
    public var links: [Listening]
    public var topics: [Listening]
    /// Where metrics are shown; nil: nowhere.
    public var metered: (service: MeteredService, ports: Ports)?

    /// The usual places: journal and back link in the state directory.
    public init(
        name: String, destination: Destination, state: StateDirectory, topics: [Listening]
    ) {
        self.name = name
        self.destination = destination
        self.state = state
        self.topics = topics
        journal = JournalConfiguration(
            path: state.journal(of: name), snapshots: state.snapshots(of: name))
        links = [.plain(state.backLink(of: name))]
    }

    /// What the sockets are bound with. The gatekeeper has to live as long as they do.
    func bindings(
        in context: Context
    ) throws -> (links: [ServerBinding], topics: [ServerBinding], gatekeeper: Gatekeeper?) {
        var lists: [String: AllowList] = [:]
        for case .secured(_, let domain) in links + topics {
            lists[domain.rawValue] = AllowList(directory: domain.allowList(in: state))
        }
        let gatekeeper = lists.isEmpty ? nil : try Gatekeeper(context: context, lists: lists)
        return (
            try links.map { try binding($0, gatekeeper) },
            try topics.map { try binding($0, gatekeeper) }, gatekeeper
        )
    }

    private func binding(
        _ listening: Listening, _ gatekeeper: Gatekeeper?
    ) throws -> ServerBinding {
        switch listening {
        case .plain(let address): return .plain(address)
        case .secured(let address, let domain):
            guard let gatekeeper else { preconditionFailure("a secured socket has a gatekeeper") }
            let lines = try state.secret(at: domain.serverKey(in: state)).split(separator: "\n")
            guard lines.count == 2 else {
                throw ConfigurationError(
                    "\(domain.serverKey(in: state)) does not hold two lines. Run 'branch init'.")
            }
            let keys = CurveKeys(publicKey: String(lines[0]), secretKey: String(lines[1]))
            return .curve(address, keys: keys, domain: domain.rawValue, gatekeeper: gatekeeper)
        }
    }

    /// Makes the directories of the journal and of the ipc sockets where they are missing.
    func makeDirectories() throws {
        for path in [state.path, state.run] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
    }
}
