import BranchDomain
import Messages

/// The frames of a request, once they are known to be one.
struct ShapedRequest {
    /// What is asked: one of the bus's methods, or the sign of life.
    enum Asked: Equatable {
        case method(Method)
        case ping

        var isBulk: Bool {
            if case .method(let method) = self { method.isBulk } else { false }
        }
    }

    let asked: Asked
    let name: [UInt8]
    let id: RequestID
    let idFrame: [UInt8]
    let session: [UInt8]
    let body: [UInt8]
    /// The records of a bulk method.
    let bulk: [UInt8]?
}

/// Reads frames without trusting any of them.
enum RequestShape {
    /// The frames' request.
    ///
    /// - Throws: ``Refusal``, one of `malformed`, `unsupported_version`, `too_large` and
    ///   `unknown_method`, in this order.
    static func read(_ frames: [[UInt8]]) throws(Refusal) -> ShapedRequest {
        try checkVersion(frames)
        guard frames.count == 5 || frames.count == 6 else {
            throw Refusal(
                .malformed,
                "A request has 5 frames, with bulk records 6; these are \(frames.count).")
        }
        let name = frames[1]
        guard let id = RequestID(text: frames[2]) else {
            throw Refusal(.malformed, "The third frame is not a UUID of version 7.")
        }
        for place in [1, 4] where !isUTF8(frames[place]) {
            throw Refusal(.malformed, "Frame \(place + 1) is not UTF-8.")
        }
        let asked = asked(name)
        // The frames of an unknown method cannot be judged: it may be of a newer protocol page.
        let wanted = asked?.isBulk == true ? 6 : 5
        guard asked == nil || frames.count == wanted else {
            throw Refusal(.malformed, "This method has \(wanted) frames.")
        }
        for (place, frame) in frames.enumerated() {
            let largest = place == 5 ? Envelope.largestBulkFrame : Envelope.largestFrame
            guard frame.count <= largest else {
                throw Refusal(.tooLarge, "Frame \(place + 1) has more than \(largest) bytes.")
            }
        }
        guard let asked else {
            throw Refusal(.unknownMethod, "This branch does not know the method.")
        }
        return ShapedRequest(
            asked: asked, name: name, id: id, idFrame: frames[2], session: frames[3],
            body: frames[4], bulk: frames.count > 5 ? frames[5] : nil)
    }

    /// The frame to repeat in a refusal: the id where there is one, else an empty frame.
    static func identifier(_ frames: [[UInt8]]) -> [UInt8] {
        guard frames.count > 2, RequestID(text: frames[2]) != nil else { return [] }
        return frames[2]
    }

    /// Another version's frames are not judged by the rules of this one: that it is another
    /// version is then all that can be said.
    private static func checkVersion(_ frames: [[UInt8]]) throws(Refusal) {
        guard let version = frames.first else {
            throw Refusal(.malformed, "There are no frames behind the delimiter.")
        }
        if version == versionFrame { return }
        let family = versionFrame.dropLast()
        let digits = version.dropFirst(family.count)
        guard version.starts(with: family), (1...9).contains(digits.count),
            digits.allSatisfy({ (48...57).contains($0) })
        else {
            throw Refusal(.malformed, "The first frame is not \(Envelope.version).")
        }
        throw Refusal(.unsupportedVersion, "This branch speaks \(Envelope.version).")
    }

    private static func asked(_ name: [UInt8]) -> ShapedRequest.Asked? {
        if let method = methods[name] { return .method(method) }
        return name == pingName ? .ping : nil
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        if bytes.allSatisfy({ $0 < 0x80 }) { return true }
        return String(validating: bytes, as: UTF8.self) != nil
    }

    static let versionFrame = Array(Envelope.version.utf8)
    private static let pingName = Array(SystemPing.name.utf8)
    /// By the bytes of the frame, so that no string is made on the hot path.
    private static let methods: [[UInt8]: Method] = Dictionary(
        uniqueKeysWithValues: Method.allCases.map { (Array($0.rawValue.utf8), $0) })
}
