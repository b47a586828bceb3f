import Bus
import Glibc

/// `/metrics` and `/healthz` on a loopback port: HTTP/1.0, one small thread, one scrape after
/// another. No service's own thread ever waits for it.
public final class MetricsListener: Sendable {
    /// The port as bound.
    public let port: UInt16
    private let descriptor: Int32
    private let answer: @Sendable (String) -> Response

    /// A page to be sent.
    struct Response: Sendable {
        var status: String
        var type = "text/plain; charset=utf-8"
        var body: String

        static let metricsType = "text/plain; version=0.0.4; charset=utf-8"

        var bytes: [UInt8] {
            let body = Array(body.utf8)
            let head = """
                HTTP/1.0 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\
                Cache-Control: no-store\r\nConnection: close\r\n\r\n
                """
            return Array(head.utf8) + body
        }
    }

    /// Listens at once.
    ///
    /// - Parameter port: 0 for any free one.
    /// - Throws: ``ConfigurationError`` where the port is taken.
    public convenience init(
        port: UInt16, service: String, registry: MetricsRegistry, health: ServiceHealth
    ) throws {
        try self.init(port: port) { path in
            switch path {
            case "/metrics":
                Response(
                    status: "200 OK", type: Response.metricsType, body: registry.page())
            case "/healthz": Self.health(service, health.condition())
            default: Response(status: "404 Not Found", body: "There are /metrics and /healthz.\n")
            }
        }
    }

    init(port: UInt16, answer: @escaping @Sendable (String) -> Response) throws {
        let (descriptor, bound) = try Self.listen(port)
        self.descriptor = descriptor
        self.port = bound
        self.answer = answer
        PinnedThread.start(name: "metrics") { [self] in serve() }
    }

    /// Ends the thread; nothing listens any more.
    public func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private static func health(
        _ service: String, _ condition: ServiceHealth.Condition
    ) -> Response {
        Response(
            status: condition.isHealthy ? "200 OK" : "503 Service Unavailable",
            type: "application/json",
            body: "{\"service\":\"\(service)\",\"health\":\"\(condition.rawValue)\"}\n")
    }

    private static func listen(_ port: UInt16) throws -> (descriptor: Int32, port: UInt16) {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { throw failure(port) }
        var yes: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(descriptor, plain, length) == 0 && Glibc.listen(descriptor, 16) == 0
                    && getsockname(descriptor, plain, &length) == 0
            }
        }
        guard isBound else {
            let error = failure(port)
            Glibc.close(descriptor)
            throw error
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private static func failure(_ port: UInt16) -> ConfigurationError {
        ConfigurationError(
            "Cannot listen on 127.0.0.1:\(port) for metrics: \(String(cString: strerror(errno))). "
                + "Stop what listens there, or choose another BRANCHLINE_PORT_BASE.")
    }

    private func serve() {
        while true {
            let client = accept(descriptor, nil, nil)
            if client < 0 {
                if [EINTR, ECONNABORTED].contains(errno) { continue }
                // Too many open files are a matter of moments; a closed socket is the end.
                if [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno) {
                    usleep(100_000)
                    continue
                }
                break
            }
            attend(to: client)
            Glibc.close(client)
        }
        Glibc.close(descriptor)
    }

    private func attend(to client: Int32) {
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        guard let path = Self.path(of: client) else { return }
        let bytes = answer(path).bytes
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(
                    client, buffer.baseAddress.map { $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
        shutdown(client, Int32(SHUT_WR))
    }

    /// Reads a request's head, in at most a few pieces; nil where it is none.
    private static func path(of client: Int32) -> String? {
        var head: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 2_048)
        for _ in 0..<8 {
            let count = recv(client, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            head += piece[..<count]
            let text = String(decoding: head, as: UTF8.self)
            guard text.contains("\r\n\r\n") else { continue }
            let words = text.prefix { $0 != "\r\n" }.split(separator: " ")
            guard words.count == 3, words[0] == "GET" else { return nil }
            return String(words[1].prefix { $0 != "?" })
        }
        return nil
    }
}
