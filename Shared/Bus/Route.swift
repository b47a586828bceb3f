import ZeroMQ

/// The way back to who asked: the listener and the routing frames that stood before the
/// delimiter. Opaque; valid as long as the server and the connections on the way live.
public struct Route: Sendable, Hashable {
    /// Each frame with its length before it, a byte. The first frame has the listener's number
    /// before it, so that it can go through a gateway and back as one frame.
    let encoded: [UInt8]

    /// Routing frames are this short in libzmq; the listener's number needs one byte more.
    static let longestFrame = 254
    /// The listener's number that marks what a gateway itself asked.
    static let ownListener: UInt8 = 0xff

    /// - Returns: nil where the frames before `delimiter` are no way back.
    init?(of message: borrowing Multipart, before delimiter: Int, listener: Int) {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(24)
        for index in 0..<delimiter {
            let size = message.size(of: index)
            guard size > 0, size <= Route.longestFrame else { return nil }
            encoded.append(UInt8(size + (index == 0 ? 1 : 0)))
            if index == 0 { encoded.append(UInt8(listener)) }
            message.withBytes(of: index) { bytes in
                for place in bytes.indices { encoded.append(bytes[place]) }
            }
        }
        self.encoded = encoded
    }

    var listener: Int { Int(encoded[1]) }

    /// Calls `body` with the place of each frame in ``encoded``, until it returns false.
    ///
    /// - Returns: Whether all frames were visited.
    func forEachFrame(
        _ body: (Range<Int>) throws(ZeroMQError) -> Bool
    ) throws(ZeroMQError) -> Bool {
        var start = 0
        while start < encoded.count {
            let end = start + 1 + Int(encoded[start])
            guard try body(start + 1..<end) else { return false }
            start = end
        }
        return true
    }
}
