internal import CZeroMQ

/// What became of a frame that was to be sent.
public enum Sent: Sendable, Equatable {
    case sent
    /// No room, or no peer that is ready: nothing of the message was sent.
    case full
    /// The ROUTER knows no such peer (any more): nothing of the message was sent.
    case unreachable
}

/// A libzmq socket: owned by one place, used by one thread, closed when it goes out of scope.
///
/// Nothing here waits: to wait, use a ``Poller``.
@safe
public struct Socket: ~Copyable {
    let raw: UnsafeMutableRawPointer
    private let context: Context
    private var events: EventReader?

    /// - Parameter linger: How long what is unsent outlives the socket.
    /// - Throws: ``ZeroMQError`` where there are no sockets or file descriptors left.
    public init(
        _ kind: SocketKind, in context: Context, linger: Duration
    ) throws(ZeroMQError) {
        unsafe raw = try Socket.open(kind, in: context)
        self.context = context
        // It cannot fail on a socket just made, and must never be left at its default, for ever.
        var milliseconds = Int32(clamping: linger.wholeMilliseconds)
        let result = unsafe zmq_setsockopt(raw, ZMQ_LINGER, &milliseconds, 4)
        precondition(result == 0, "a new socket takes its linger time")
    }

    private static func open(
        _ kind: SocketKind, in context: Context
    ) throws(ZeroMQError) -> UnsafeMutableRawPointer {
        guard let raw = unsafe zmq_socket(context.raw, kind.number) else {
            throw ZeroMQError(.createSocket)
        }
        return unsafe raw
    }

    deinit {
        // Before the reader of the events goes: libzmq's I/O thread waits for ever, and everything
        // in this context with it, when it has an event to tell and nobody is there to read.
        if events != nil { unsafe zmq_socket_monitor(raw, nil, 0) }
        unsafe zmq_close(raw)
    }

    // MARK: Options

    public func set(_ option: SocketOption<Int32>, _ value: Int32) throws(ZeroMQError) {
        try setInteger(option.number, value)
    }

    public func set(_ option: SocketOption<Bool>, _ value: Bool) throws(ZeroMQError) {
        try setInteger(option.number, Int32(value ? 1 : 0))
    }

    public func set(_ option: SocketOption<Duration>, _ value: Duration) throws(ZeroMQError) {
        try setInteger(option.number, Int32(clamping: value.wholeMilliseconds))
    }

    public func set(_ option: SocketOption<Int64>, _ value: Int64) throws(ZeroMQError) {
        try setInteger(option.number, value)
    }

    public func set(_ option: SocketOption<String>, _ value: String) throws(ZeroMQError) {
        let result = unsafe zmq_setsockopt(raw, option.number, value, value.utf8.count)
        guard result == 0 else { throw ZeroMQError(.setOption) }
    }

    public func get(_ option: SocketOption<Int32>) throws(ZeroMQError) -> Int32 {
        try getInteger(option.number)
    }

    public func get(_ option: SocketOption<Bool>) throws(ZeroMQError) -> Bool {
        let value: Int32 = try getInteger(option.number)
        return value != 0
    }

    public func get(_ option: SocketOption<Duration>) throws(ZeroMQError) -> Duration {
        let value: Int32 = try getInteger(option.number)
        return .milliseconds(value)
    }

    public func get(_ option: SocketOption<Int64>) throws(ZeroMQError) -> Int64 {
        try getInteger(option.number)
    }

    private func getInteger<Value: FixedWidthInteger>(
        _ option: Int32
    ) throws(ZeroMQError) -> Value {
        var value: Value = 0
        var length = MemoryLayout<Value>.size
        guard unsafe zmq_getsockopt(raw, option, &value, &length) == 0 else {
            throw ZeroMQError(.getOption)
        }
        return value
    }

    private func setInteger<Value: FixedWidthInteger>(
        _ option: Int32, _ value: Value
    ) throws(ZeroMQError) {
        var value = value
        guard unsafe zmq_setsockopt(raw, option, &value, MemoryLayout<Value>.size) == 0 else {
            throw ZeroMQError(.setOption)
        }
    }

    /// The address of the last bind, with the port that a wildcard was given.
    public func lastEndpoint() throws(ZeroMQError) -> String {
        var text = [CChar](repeating: 0, count: 512)
        var length = text.count
        guard unsafe zmq_getsockopt(raw, ZMQ_LAST_ENDPOINT, &text, &length) == 0 else {
            throw ZeroMQError(.getOption)
        }
        let characters = text.prefix(max(0, length - 1)).map { UInt8(bitPattern: $0) }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Whether a whole message waits to be received, and whether one could be sent now.
    public func readiness() throws(ZeroMQError) -> (readable: Bool, writable: Bool) {
        let events: Int32 = try getInteger(ZMQ_EVENTS)
        return (events & ZMQ_POLLIN != 0, events & ZMQ_POLLOUT != 0)
    }

    // MARK: Addresses

    public func bind(_ address: String) throws(ZeroMQError) {
        guard unsafe zmq_bind(raw, address) == 0 else {
            throw ZeroMQError(.bind, endpoint: address)
        }
    }

    public func connect(_ address: String) throws(ZeroMQError) {
        guard unsafe zmq_connect(raw, address) == 0 else {
            throw ZeroMQError(.connect, endpoint: address)
        }
    }

    /// Listens to what happens to this socket's connections from now on.
    public mutating func startMonitoring() throws(ZeroMQError) {
        precondition(events == nil, "the socket is monitored already")
        events = try unsafe EventReader(of: raw, in: context)
    }

    /// The next event of a monitored socket; waits for it at most so long, nil where none came.
    public func nextEvent(within timeout: Duration) throws(ZeroMQError) -> ConnectionEvent? {
        try events?.next(within: timeout)
    }

    public var isMonitored: Bool { events != nil }

    public func subscribe(_ topic: String) throws(ZeroMQError) {
        guard unsafe zmq_setsockopt(raw, ZMQ_SUBSCRIBE, topic, topic.utf8.count) == 0 else {
            throw ZeroMQError(.subscribe)
        }
    }

    public func unsubscribe(_ topic: String) throws(ZeroMQError) {
        guard unsafe zmq_setsockopt(raw, ZMQ_UNSUBSCRIBE, topic, topic.utf8.count) == 0 else {
            throw ZeroMQError(.subscribe)
        }
    }

    // MARK: Messages

    /// Sends one frame. After anything but `.sent` the rest of its message must not be sent.
    public func send(_ frame: Span<UInt8>, more: Bool) throws(ZeroMQError) -> Sent {
        let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
        while true {
            let result = unsafe frame.withUnsafeBytes { bytes in
                unsafe zmq_send(raw, bytes.baseAddress, bytes.count, flags)
            }
            if result >= 0 { return .sent }
            if let outcome = try unsentOutcome() { return outcome }
        }
    }

    /// Sends one message of frames that are copied. Either all of them are sent or none is.
    public func send(_ frames: [[UInt8]]) throws(ZeroMQError) -> Sent {
        precondition(!frames.isEmpty, "a message has at least one frame")
        for index in frames.indices {
            let frame = frames[index]
            let outcome = try send(frame.span, more: index < frames.count - 1)
            guard outcome == .sent else { return outcome }
        }
        return .sent
    }

    /// Sends the frames of `message` from index `first` on, without copying them, and empties it.
    public func send(
        _ message: inout Multipart, from first: Int = 0
    ) throws(ZeroMQError) -> Sent {
        precondition(first < message.count, "there is something to send")
        defer { message.clear() }
        for index in first..<message.count {
            let outcome = try send(frame: index, of: &message, more: index < message.count - 1)
            guard outcome == .sent else { return outcome }
        }
        return .sent
    }

    /// Receives one whole message into `message`, in place of what that held.
    ///
    /// Frames beyond ``Multipart/mostFrames`` are read and thrown away; `isTruncated` tells.
    /// - Returns: false where no message waits.
    public func receive(into message: inout Multipart) throws(ZeroMQError) -> Bool {
        message.clear()
        while true {
            let frame = unsafe message.nextFrame()
            if unsafe zmq_msg_recv(frame, raw, ZMQ_DONTWAIT) < 0 {
                switch zmq_errno() {
                case EAGAIN: return false
                case EINTR: continue
                default: throw ZeroMQError(.receive)
                }
            }
            message.tookFrame()
            if unsafe zmq_msg_more(frame) == 0 { return true }
        }
    }

    private func send(
        frame index: Int, of message: inout Multipart, more: Bool
    ) throws(ZeroMQError) -> Sent {
        let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
        while true {
            if unsafe zmq_msg_send(message.frame(index), raw, flags) >= 0 { return .sent }
            if let outcome = try unsentOutcome() { return outcome }
        }
    }

    /// What `errno` says about a frame that was not sent; nil where it is to be tried again.
    private func unsentOutcome() throws(ZeroMQError) -> Sent? {
        switch zmq_errno() {
        case EAGAIN: .full
        case EHOSTUNREACH: .unreachable
        case EINTR: nil
        default: throw ZeroMQError(.send)
        }
    }
}

extension Duration {
    /// Rounded up, so that a wait never ends before its time.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
