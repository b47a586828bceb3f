import Glibc

/// A connected stream socket that speaks ZMTP; the bytes that came and are not used yet are in
/// its buffer.
final class RawSocket {
    let descriptor: Int32
    private(set) var buffer: UnsafeMutablePointer<UInt8>
    private(set) var filled = 0
    private var capacity = 4_096

    /// Connects, shakes hands and leaves the socket non-blocking.
    ///
    /// - Parameter address: `tcp://127.0.0.1:7701` or `ipc:///path`.
    init(connectingTo address: String, as socketType: String) throws {
        buffer = .allocate(capacity: capacity)
        descriptor = try RawSocket.connect(address)
        try shakeHands(as: socketType)
        let flags = fcntl(descriptor, F_GETFL)
        guard fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw BenchError.system("fcntl")
        }
    }

    /// Connects, says nothing and leaves the socket non-blocking: for other protocols.
    init(streamTo address: String) throws {
        buffer = .allocate(capacity: capacity)
        descriptor = try RawSocket.connect(address)
        let flags = fcntl(descriptor, F_GETFL)
        guard fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw BenchError.system("fcntl")
        }
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    /// Reads what there is; false where there was nothing.
    func fill() throws -> Bool {
        if capacity - filled < 2_048 { grow() }
        let count = read(descriptor, buffer + filled, capacity - filled)
        if count > 0 {
            filled += count
            return true
        }
        if count == 0 { throw BenchError("The other side closed a connection.") }
        guard errno == EAGAIN || errno == EINTR else { throw BenchError.system("read") }
        return false
    }

    /// Sends all bytes; waits where the system's buffer is full.
    func send(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.send(
                descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
                Int32(MSG_NOSIGNAL))
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&item, 1, 1_000)
            } else if errno != EINTR {
                throw BenchError.system("send")
            }
        }
    }

    func send(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBufferPointer { try send($0) }
    }

    /// The contents of the first whole message in the buffer, up to eight frames, appended to
    /// `frames`; heartbeats on the way are answered and dropped.
    ///
    /// - Returns: How many bytes the message takes; 0 while none is whole.
    func message(into frames: inout [Range<Int>]) throws -> Int {
        frames.removeAll(keepingCapacity: true)
        var start = 0
        while let frame = MessageBytes.frame(in: bytes, at: start) {
            if frame.isCommand {
                try answer(command: frame.content)
                consume(frame.content.upperBound)
                start = 0
                continue
            }
            frames.append(frame.content)
            start = frame.content.upperBound
            if frame.isLast { return start }
        }
        return 0
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: buffer, count: filled) }

    /// Where these bytes begin in the first `count` of the buffer.
    func place(of text: [UInt8], within count: Int) -> Int? {
        var start = 0
        while start + text.count <= count {
            let last = count - text.count
            guard let found = memchr(buffer + start, Int32(text[0]), last - start + 1) else {
                return nil
            }
            let place = UnsafeRawPointer(found) - UnsafeRawPointer(buffer)
            if memcmp(found, text, text.count) == 0 { return place }
            start = place + 1
        }
        return nil
    }

    /// Forgets the first bytes of the buffer.
    func consume(_ count: Int) {
        if count < filled { memmove(buffer, buffer + count, filled - count) }
        filled -= count
    }

    private func answer(command content: Range<Int>) throws {
        let body = Array(bytes[content])
        guard body.starts(with: [4] + Array("PING".utf8)), body.count >= 7 else { return }
        try send(MessageBytes.pong(context: Array(body.dropFirst(7))))
    }

    private func grow() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        memcpy(larger, buffer, filled)
        buffer.deallocate()
        buffer = larger
        capacity *= 2
    }

    // MARK: Connecting

    private func shakeHands(as socketType: String) throws {
        try send(MessageBytes.greeting)
        while filled < MessageBytes.greeting.count { _ = try fill() }
        guard buffer[0] == 0xff, buffer[9] & 1 == 1, buffer[10] == 3 else {
            throw BenchError("The other side does not speak ZMTP 3.")
        }
        consume(MessageBytes.greeting.count)
        try send(MessageBytes.ready(socketType: socketType))
        while true {
            if let frame = MessageBytes.frame(in: bytes, at: 0) {
                let isReady = frame.isCommand && buffer[frame.content.lowerBound] == 5
                guard isReady else { throw BenchError("The other side refused the handshake.") }
                consume(frame.content.upperBound)
                return
            }
            _ = try fill()
        }
    }

    private static func connect(_ address: String) throws -> Int32 {
        if address.hasPrefix("ipc://") {
            return try connectLocally(String(address.dropFirst(6)))
        }
        let parts = address.dropFirst("tcp://".count).split(separator: ":")
        guard address.hasPrefix("tcp://"), parts.count == 2, let port = UInt16(parts[1]) else {
            throw BenchError("\(address) is no address of the bench.")
        }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        inet_pton(AF_INET, String(parts[0]), &name.sin_addr)
        let descriptor = try open(AF_INET)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, size)
            }
        }
        guard result == 0 else { throw BenchError.system("connect \(address)") }
        return descriptor
    }

    /// Connects to a port of this machine and says nothing; fails where nobody listens.
    init(probing port: UInt16) throws {
        buffer = .allocate(capacity: capacity)
        descriptor = try RawSocket.connect("tcp://127.0.0.1:\(port)")
    }

    private static func connectLocally(_ path: String) throws -> Int32 {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: name.sun_path)
        guard path.utf8.count < room else { throw BenchError("\(path) is too long for a socket.") }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = try open(AF_UNIX)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, size)
            }
        }
        guard result == 0 else { throw BenchError.system("connect \(path)") }
        return descriptor
    }

    private static func open(_ family: Int32) throws -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw BenchError.system("socket") }
        return descriptor
    }
}
