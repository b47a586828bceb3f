import BranchDomain
import Bus
import FoundationEssentials
import Messages

/// Where a service finds its branch, and what it shows there: on the branch's own machine, or
/// over the network with what `branch pair` made.
public struct BranchAccess: Sendable {
    public let gateways: [Endpoint]
    /// nil: this kind of device hears none.
    public let queueTopics: Endpoint?
    public let accountTopics: Endpoint?
    public let keys: CurveKeys?
    /// The device that came over the network; nil: one of those in the state directory.
    public let device: DeviceCredential?

    /// A device's name and what it logs in with.
    public struct DeviceCredential: Sendable, Equatable {
        public let name: String
        public let secret: String

        public init(name: String, secret: String) {
            self.name = name
            self.secret = secret
        }
    }

    /// On the branch's own machine.
    public init(ports: Ports) {
        gateways = [Endpoint(address: ports.gateway(1))]
        queueTopics = Endpoint(address: ports.queueTopics)
        accountTopics = Endpoint(address: ports.accountTopics)
        keys = nil
        device = nil
    }

    /// Over the network.
    ///
    /// - Parameter file: As `branch pair finish` left it on this machine.
    /// - Throws: ``ConfigurationError`` where the file is no finished enrolment of such a device.
    public init(enrolment file: String, kind: DeviceKind) throws {
        guard let data = FileManager.default.contents(atPath: file),
            let enrolment = try? JSONDecoder().decode(Enrolment.self, from: data)
        else { throw ConfigurationError("\(file) is no enrolment of 'branch pair'.") }
        guard enrolment.kind == kind.rawValue else {
            throw ConfigurationError(
                "\(file) is of a device of kind \(enrolment.kind); this needs \(kind.rawValue).")
        }
        guard let answer = enrolment.answer, !answer.gateways.isEmpty,
            CurveDomain.open(to: kind).allSatisfy({ answer.serverKeys[$0.rawValue] != nil })
        else {
            throw ConfigurationError(
                "\(file) has no answer of the branch yet. Run: branch pair finish")
        }
        let endpoint = { (address: String, domain: CurveDomain) in
            Endpoint(address: address, serverKey: answer.serverKeys[domain.rawValue])
        }
        gateways = answer.gateways.map { endpoint($0, .clients) }
        queueTopics = answer.queueTopics.map { endpoint($0, .displays) }
        accountTopics = answer.accountTopics.map { endpoint($0, .accounts) }
        keys = enrolment.keys
        device = DeviceCredential(name: answer.device, secret: answer.secret)
    }
}

extension BranchConfiguration {
    /// What the first configured device of a kind logs in with.
    ///
    /// - Throws: ``ConfigurationError`` where there is none, or no secret of it.
    public func credential(
        of kind: DeviceKind, in state: StateDirectory
    ) throws -> BranchAccess.DeviceCredential {
        guard let own = devices.first(where: { $0.kind == kind.rawValue }) else {
            throw ConfigurationError(
                "\(state.configuration) has no device of kind \(kind.rawValue), which this needs.")
        }
        return BranchAccess.DeviceCredential(
            name: own.device, secret: try state.secret(at: state.deviceSecret(own.device)))
    }
}
