internal import CZeroMQ

/// The frames of one message as libzmq holds them, so that they can be sent on without a copy.
///
/// Made once and used again for message after message: its places are allocated only once.
@safe
public struct Multipart: ~Copyable {
    /// How many frames are kept: four routing frames, the delimiter, eight frames and one more,
    /// by which a message with too many is known.
    public static let mostFrames = 14

    // Every place is an initialised zmq_msg_t at all times; one more takes what is thrown away.
    private let frames: UnsafeMutablePointer<zmq_msg_t>
    /// How many frames the message has, without those that were thrown away.
    public private(set) var count = 0
    /// Whether frames were thrown away because the message had too many.
    public private(set) var isTruncated = false

    public init() {
        unsafe frames = .allocate(capacity: Multipart.mostFrames + 1)
        for index in 0...Multipart.mostFrames {
            unsafe zmq_msg_init(frames + index)
        }
    }

    deinit {
        for index in 0...Multipart.mostFrames {
            unsafe zmq_msg_close(frames + index)
        }
        unsafe frames.deallocate()
    }

    /// Lets go of all frames.
    public mutating func clear() {
        for index in 0..<count {
            unsafe zmq_msg_close(frames + index)
            unsafe zmq_msg_init(frames + index)
        }
        count = 0
        isTruncated = false
    }

    /// The size of a frame in bytes.
    public func size(of index: Int) -> Int {
        unsafe zmq_msg_size(frame(index))
    }

    /// A copy of a frame.
    public func bytes(of index: Int) -> [UInt8] {
        unsafe withUnsafeBytes(of: index) { unsafe [UInt8]($0) }
    }

    /// Lends the bytes of a frame, which move with the message: they must not leave `body`.
    public func withBytes<Result>(
        of index: Int, _ body: (Span<UInt8>) -> Result
    ) -> Result {
        unsafe withUnsafeBytes(of: index) { bytes in
            let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
            return body(span)
        }
    }

    /// Whether a frame has just these bytes.
    public func frame(_ index: Int, equals bytes: [UInt8]) -> Bool {
        unsafe withUnsafeBytes(of: index) { unsafe $0.elementsEqual(bytes) }
    }

    /// The index of the first empty frame, which ends the routing frames.
    public var delimiter: Int? {
        for index in 0..<count where size(of: index) == 0 {
            return index
        }
        return nil
    }

    /// What the ZAP handler said of the peer, by name: `User-Id`.
    ///
    /// libzmq leaves it out of the first frame that follows a poll: ask a later frame.
    public func property(_ name: String, of index: Int) -> String? {
        guard let text = unsafe zmq_msg_gets(frame(index), name) else { return nil }
        return unsafe String(cString: text)
    }

    // MARK: For the socket

    @unsafe func frame(_ index: Int) -> UnsafeMutablePointer<zmq_msg_t> {
        precondition(index >= 0 && index < count, "the message has no frame \(index)")
        return unsafe frames + index
    }

    @unsafe func nextFrame() -> UnsafeMutablePointer<zmq_msg_t> {
        unsafe frames + count
    }

    /// Counts the frame that was received into the place of ``nextFrame()``.
    mutating func tookFrame() {
        if count < Multipart.mostFrames {
            count += 1
        } else {
            isTruncated = true
        }
    }

    private func withUnsafeBytes<Result>(
        of index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let frame = unsafe frame(index)
        return unsafe body(
            UnsafeRawBufferPointer(start: zmq_msg_data(frame), count: zmq_msg_size(frame)))
    }
}
