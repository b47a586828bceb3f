import Foundation
import Glibc

/// A printer behind a socket, a device or a file. Each call opens it, keeps to its time limits and
/// closes it, so that a printer that was switched off and on is simply there again.
public struct PrinterShell: Sendable {
    /// How long each step may take.
    public struct Limits: Sendable {
        public var connecting: Duration = .seconds(3)
        /// Printers answer `DLE EOT` at once; those that know it not never do.
        public var status: Duration = .milliseconds(1_500)
        public var writing: Duration = .seconds(8)
        /// From the last byte sent until the printer says that all is on paper.
        public var printing: Duration = .seconds(8)

        public init() {}
    }

    public let address: PrinterAddress
    private let limits: Limits

    public init(_ address: PrinterAddress, limits: Limits = Limits()) {
        self.address = address
        self.limits = limits
    }

    /// What the printer says of itself; nil where it is a file or says nothing.
    public func status() throws(PrintFailure) -> PrinterStatus? {
        let line = try PrinterLine(address, within: limits.connecting)
        return try ask(line)
    }

    /// Prints, after a look whether there is paper.
    ///
    /// Takes at most the sum of the limits. After a failure part of it may be on paper.
    public func deliver(_ bytes: [UInt8]) throws(PrintFailure) -> PrintOutcome {
        let line = try PrinterLine(address, within: limits.connecting)
        let before = try ask(line)
        if let obstacle = before?.obstacle { throw obstacle }
        try line.write(bytes, within: limits.writing)
        guard let before else {
            line.finish(within: limits.status)
            return .sent
        }
        try line.write(PrinterStatus.isDone, within: limits.writing)
        let answer = try line.read(1, within: limits.printing, where: PrinterStatus.isDoneAnswer)
        if !answer.isEmpty {
            // The slip came out; a roll that ended just behind it is the next one's matter.
            return .printed(isPaperLow: before.isPaperLow || answer[0] & 0x0f != 0)
        }
        if let after = try ask(line), let obstacle = after.obstacle { throw obstacle }
        throw .brokenOff("it took the slip and does not say that it is printed")
    }

    private func ask(_ line: PrinterLine) throws(PrintFailure) -> PrinterStatus? {
        guard line.canAnswer else { return nil }
        try line.write(PrinterStatus.questions, within: limits.status)
        let answers = try line.read(3, within: limits.status, where: PrinterStatus.isStatus)
        return PrinterStatus(answers: answers)
    }
}

/// One open way to a printer, closed with its last reference.
private final class PrinterLine {
    private let descriptor: Int32
    private let isSocket: Bool
    /// Whether the other end can say anything.
    let canAnswer: Bool

    init(_ address: PrinterAddress, within limit: Duration) throws(PrintFailure) {
        switch address {
        case .network(let host, let port):
            descriptor = try PrinterLine.connect(host, port, within: limit)
            (isSocket, canAnswer) = (true, true)
        case .device(let path):
            let both = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            // Some drivers only take bytes.
            descriptor = both >= 0 ? both : open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            (isSocket, canAnswer) = (false, both >= 0)
            try check(path, S_IFCHR, "is no device")
        case .file(let path):
            descriptor = open(
                path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0o600)
            (isSocket, canAnswer) = (false, false)
            try check(path, S_IFREG, "is no plain file")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// A pipe in place of a printer could end this process.
    private func check(_ path: String, _ kind: mode_t, _ words: String) throws(PrintFailure) {
        guard descriptor >= 0 else { throw .unreachable("\(path): \(PrinterLine.words(errno))") }
        var about = stat()
        guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == kind else {
            throw .unreachable("\(path) \(words)")
        }
    }

    func write(_ bytes: [UInt8], within limit: Duration) throws(PrintFailure) {
        let end = ContinuousClock.now + limit
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest in
                isSocket
                    ? send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                    : Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN {
                guard PrinterLine.wait(descriptor, POLLOUT, until: end) else {
                    throw .brokenOff("it takes no more bytes")
                }
            } else if errno != EINTR {
                throw .brokenOff(PrinterLine.words(errno))
            }
        }
    }

    /// Up to `count` bytes that fit, fewer where the time is over or the other end has closed.
    func read(
        _ count: Int, within limit: Duration, where isWanted: (UInt8) -> Bool
    ) throws(PrintFailure) -> [UInt8] {
        let end = ContinuousClock.now + limit
        var found: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64)
        while found.count < count, PrinterLine.wait(descriptor, POLLIN, until: end) {
            let got = Glibc.read(descriptor, &buffer, min(buffer.count, count - found.count))
            if got > 0 {
                found += buffer[..<got].filter(isWanted)
            } else if got == 0 {
                if isSocket { throw .brokenOff("it closed the connection") }
                break
            } else if errno != EINTR, errno != EAGAIN {
                throw .brokenOff(PrinterLine.words(errno))
            }
        }
        return found
    }

    /// Says that nothing follows and gives the other end time to take what is on its way.
    func finish(within limit: Duration) {
        guard isSocket else { return }
        shutdown(descriptor, Int32(SHUT_WR))
        var buffer = [UInt8](repeating: 0, count: 64)
        let end = ContinuousClock.now + limit
        while PrinterLine.wait(descriptor, POLLIN, until: end),
            Glibc.read(descriptor, &buffer, buffer.count) > 0
        {}
    }

    private static func connect(
        _ host: String, _ port: UInt16, within limit: Duration
    ) throws(PrintFailure) -> Int32 {
        var wanted = addrinfo()
        wanted.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &wanted, &found)
        guard code == 0, let first = found else {
            throw .unreachable("\(host): \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(first) }
        let end = ContinuousClock.now + limit
        var why: Int32 = 0
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let place = next?.pointee {
            let socket = socket(
                place.ai_family,
                place.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
            why = socket < 0 ? errno : reach(socket, place, until: end)
            if socket >= 0, why == 0 { return socket }
            if socket >= 0 { close(socket) }
            next = place.ai_next
        }
        throw .unreachable("\(host):\(port): \(words(why))")
    }

    /// - Returns: 0, or the system's number for what is wrong.
    private static func reach(
        _ socket: Int32, _ place: addrinfo, until end: ContinuousClock.Instant
    ) -> Int32 {
        if Glibc.connect(socket, place.ai_addr, place.ai_addrlen) == 0 { return 0 }
        guard errno == EINPROGRESS else { return errno }
        guard wait(socket, POLLOUT, until: end) else { return ETIMEDOUT }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno
    }

    private static func wait(
        _ descriptor: Int32, _ events: Int32, until end: ContinuousClock.Instant
    ) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return false }
            let milliseconds = Int32(clamping: Int64(left / .milliseconds(1)) + 1)
            let count = poll(&watched, 1, milliseconds)
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
