internal import CZeroMQ

/// A borrowed reference to a socket, for a ``Poller``; valid as long as the socket is.
@unsafe
public struct SocketHandle {
    let raw: UnsafeMutableRawPointer
}

extension Socket {
    /// For a poller that does not outlive the socket.
    @unsafe public var handle: SocketHandle { unsafe SocketHandle(raw: raw) }
}

/// Waits until one of several sockets or wakers has something to read.
@safe
public struct Poller: ~Copyable {
    private var items: [zmq_pollitem_t] = unsafe []
    /// Kept, so that their descriptors are not closed while they are watched.
    private var wakers: [Waker] = []

    public init() {}

    /// How many places are watched.
    public var count: Int { unsafe items.count }

    public mutating func removeAll() {
        unsafe items.removeAll(keepingCapacity: true)
        wakers.removeAll(keepingCapacity: true)
    }

    /// Watches a socket that the caller keeps alive as long as it is watched.
    /// - Returns: The place to ask ``isReady(_:)`` for.
    @unsafe public mutating func watch(_ socket: SocketHandle) -> Int {
        unsafe items.append(
            zmq_pollitem_t(socket: socket.raw, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0))
        return unsafe items.count - 1
    }

    public mutating func watch(_ waker: Waker) -> Int {
        wakers.append(waker)
        unsafe items.append(
            zmq_pollitem_t(
                socket: nil, fd: waker.descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
        return unsafe items.count - 1
    }

    /// Waits until something is readable or the time is over; nil = without end.
    ///
    /// A signal may end the wait early.
    /// - Returns: How many are readable.
    public mutating func wait(atMost timeout: Duration?) throws(ZeroMQError) -> Int {
        let milliseconds = timeout.map { Int(max(0, $0.wholeMilliseconds)) } ?? -1
        let ready = unsafe zmq_poll(&items, Int32(items.count), milliseconds)
        if ready >= 0 { return Int(ready) }
        guard zmq_errno() == EINTR else { throw ZeroMQError(.poll) }
        for index in unsafe items.indices { unsafe items[index].revents = 0 }
        return 0
    }

    /// Whether the last wait found something to read at this place.
    public func isReady(_ place: Int) -> Bool {
        unsafe items[place].revents != 0
    }
}

extension Socket {
    /// Waits until this socket alone is readable; its owner blocks so long.
    /// - Returns: false where the time was over first.
    public func waitUntilReadable(atMost timeout: Duration) throws(ZeroMQError) -> Bool {
        try wait(for: Int16(ZMQ_POLLIN), timeout)
    }

    /// Waits until this socket alone could send, which for IMMEDIATE means: is connected.
    /// - Returns: false where the time was over first.
    public func waitUntilWritable(atMost timeout: Duration) throws(ZeroMQError) -> Bool {
        try wait(for: Int16(ZMQ_POLLOUT), timeout)
    }

    /// A signal does not end the wait: whoever waits for a reply would take it for silence.
    private func wait(for events: Int16, _ timeout: Duration) throws(ZeroMQError) -> Bool {
        let end = ContinuousClock.now + timeout
        var rest = timeout
        while true {
            var item = unsafe zmq_pollitem_t(socket: raw, fd: 0, events: events, revents: 0)
            let ready = unsafe zmq_poll(&item, 1, Int(max(0, rest.wholeMilliseconds)))
            if ready >= 0 { return ready > 0 }
            guard zmq_errno() == EINTR else { throw ZeroMQError(.poll) }
            rest = ContinuousClock.now.duration(to: end)
        }
    }
}
