import Messages

/// Messages of ZMTP 3, the protocol beneath ZeroMQ, as bytes.
///
/// The generator writes and reads them itself: one system call each way a request, so that the
/// two cores belong to what is measured and not to what measures.
enum MessageBytes {
    private static let more: UInt8 = 1
    private static let long: UInt8 = 2
    private static let command: UInt8 = 4

    /// What each side sends first: signature, version 3.0, mechanism NULL.
    static let greeting: [UInt8] =
        [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0] + Array("NULL".utf8)
        + [UInt8](repeating: 0, count: 16 + 32)

    /// The command that ends the handshake.
    static func ready(socketType: String) -> [UInt8] {
        command("READY", property("Socket-Type", socketType) + property("Identity", ""))
    }

    /// The answer to a heartbeat.
    static func pong(context: [UInt8]) -> [UInt8] { command("PONG", context) }

    static func message(_ frames: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, frame) in frames.enumerated() {
            bytes += header(size: frame.count, flags: index < frames.count - 1 ? more : 0)
            bytes += frame
        }
        return bytes
    }

    /// A subscription, as a SUB of ZMTP 3.0 sends it.
    static func subscription(_ topic: String) -> [UInt8] { message([[1] + Array(topic.utf8)]) }

    private static func command(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = [UInt8(name.utf8.count)] + Array(name.utf8) + data
        return header(size: body.count, flags: command) + body
    }

    private static func property(_ name: String, _ value: String) -> [UInt8] {
        [UInt8(name.utf8.count)] + Array(name.utf8) + [0, 0, 0, UInt8(value.utf8.count)]
            + Array(value.utf8)
    }

    private static func header(size: Int, flags: UInt8) -> [UInt8] {
        guard size > 255 else { return [flags, UInt8(size)] }
        return [flags | long] + (0..<8).reversed().map { UInt8((size >> ($0 * 8)) & 0xff) }
    }

    /// A frame's header as it was read.
    struct FrameHeader {
        let isLast: Bool
        let isCommand: Bool
        /// Where the frame's content begins and ends.
        let content: Range<Int>
    }

    /// The frame that begins at `start`, or nil while it is not complete.
    static func frame(
        in bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> FrameHeader? {
        guard start + 2 <= bytes.count else { return nil }
        let flags = bytes[start]
        var first = start + 2
        var size = Int(bytes[start + 1])
        if flags & long != 0 {
            guard start + 9 <= bytes.count else { return nil }
            size = 0
            for index in 1...8 { size = size << 8 | Int(bytes[start + index]) }
            first = start + 9
        }
        guard first + size <= bytes.count else { return nil }
        return FrameHeader(
            isLast: flags & more == 0, isCommand: flags & command != 0,
            content: first..<(first + size))
    }
}

/// A request in bytes, made once; before each sending its id and its number are written over.
struct RequestTemplate {
    let bytes: [UInt8]
    /// Where the 36 characters of the id stand.
    let idOffset: Int
    /// Where a number stands, padded with spaces in front, and in how many characters.
    let number: Range<Int>?

    static let numberWidth = 9
    private static let idPlace = Array("00000000-0000-7000-8000-000000000000".utf8)
    private static let numberPlace = String(repeating: "9", count: numberWidth)

    /// - Parameters:
    ///   - body: JSON in which `#` stands where the number is to be.
    ///   - principal: Only on a back link.
    init(method: String, session: String, principal: String? = nil, body: String) {
        var frames: [[UInt8]] = [[], Array(Envelope.version.utf8), Array(method.utf8)]
        frames += [RequestTemplate.idPlace, Array(session.utf8)]
        if let principal { frames.append(Array(principal.utf8)) }
        let parts = body.split(separator: "#", omittingEmptySubsequences: false)
        frames.append(Array(parts.joined(separator: RequestTemplate.numberPlace).utf8))
        bytes = MessageBytes.message(frames)
        // Behind delimiter (2), version (2 + 4) and method, each with two bytes of header.
        idOffset = 2 + 6 + 2 + method.utf8.count + 2
        if parts.count == 2 {
            let start = bytes.count - parts[1].utf8.count - RequestTemplate.numberWidth
            number = start..<(start + RequestTemplate.numberWidth)
        } else {
            number = nil
        }
    }
}
