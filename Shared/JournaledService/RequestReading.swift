import BranchDomain
import Messages

/// Reads the frames of the back link; what is not as it should be becomes a refusal.
struct RequestReading {
    /// What a method frame names.
    enum Target: Equatable {
        case command(Method)
        case inquiry(String)
        case ping
        case counters
        case confirmClock

        var isBulk: Bool {
            if case .command(let method) = self { method.isBulk } else { false }
        }
    }

    /// A request that keeps the envelope.
    struct Request {
        let target: Target
        let id: RequestID
        let principal: Principal
        let body: [UInt8]
        /// The records of a bulk method.
        let bulk: [UInt8]?
    }

    private let targets: [[UInt8]: Target]
    /// By frame: a session asks often, and its principal's JSON is always the same.
    private var principals: [[UInt8]: Principal] = [:]

    private static let version = [UInt8](Envelope.version.utf8)
    private static let mostPrincipals = 10_000
    private static let parts = Envelope.ServiceFrame.allCases.count

    /// - Parameter inquiries: Methods that are asked beside those of the destination.
    init(destination: Destination, inquiries: some Sequence<String>) {
        var targets: [[UInt8]: Target] = [:]
        for method in Method.allCases where method.destination == destination {
            targets[[UInt8](method.rawValue.utf8)] = .command(method)
        }
        for name in inquiries { targets[[UInt8](name.utf8)] = .inquiry(name) }
        targets[[UInt8](SystemPing.name.utf8)] = .ping
        targets[[UInt8]("system.counters".utf8)] = .counters
        targets[[UInt8]("system.confirmClock".utf8)] = .confirmClock
        self.targets = targets
    }

    /// The id's frame, to be put on the reply; empty where it cannot be one.
    static func idFrame(of frames: [[UInt8]]) -> [UInt8] {
        let place = Envelope.ServiceFrame.id.rawValue
        guard frames.count > place, frames[place].count <= 36 else { return [] }
        return frames[place]
    }

    /// - Throws: The first refusal that holds, in the order of precedence.
    mutating func read(_ frames: [[UInt8]]) throws(Refusal) -> Request {
        typealias Frame = Envelope.ServiceFrame
        guard let version = frames.first, version.starts(with: "BRL".utf8) else {
            throw Refusal(.malformed, "The first frame is not \(Envelope.version).")
        }
        guard version == RequestReading.version else {
            throw Refusal(.unsupportedVersion, "Only \(Envelope.version) is spoken here.")
        }
        guard (Frame.body.rawValue + 1...Envelope.mostFrames).contains(frames.count) else {
            throw Refusal(.malformed, "A request has 6 or 7 frames.")
        }
        guard let id = RequestID(text: frames[Frame.id.rawValue]) else {
            throw Refusal(.malformed, "The request id is not a UUIDv7.")
        }
        let target = targets[frames[Frame.method.rawValue]]
        let bulk = target?.isBulk == true ? Frame.bulk.rawValue : nil
        for (place, frame) in frames.enumerated() {
            let largest = place == bulk ? Envelope.largestBulkFrame : Envelope.largestFrame
            guard frame.count <= largest else {
                throw Refusal(.tooLarge, "A frame has more than \(largest) bytes.")
            }
        }
        guard let target else {
            throw Refusal(.unknownMethod, "This service does not answer the method.")
        }
        guard bulk == nil || frames.count == Frame.bulk.rawValue + 1 else {
            throw Refusal(.malformed, "The frame with the records is missing.")
        }
        return Request(
            target: target, id: id,
            principal: try principal(frames[Frame.principal.rawValue], for: target),
            body: frames[Frame.body.rawValue], bulk: bulk.map { frames[$0] })
    }

    private mutating func principal(
        _ frame: [UInt8], for target: Target
    ) throws(Refusal) -> Principal {
        if let known = principals[frame] { return known }
        guard case .command = target else { return .anonymous }
        let principal = try JSON.decode(Principal.self, from: frame)
        if principals.count >= RequestReading.mostPrincipals { principals.removeAll() }
        principals[frame] = principal
        return principal
    }
}
