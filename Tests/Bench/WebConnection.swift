import Glibc

/// One HTTP/1.1 connection to the web service, kept open, one request in flight.
final class WebConnection {
    let socket: RawSocket
    private(set) var sentAt: UInt64 = 0

    init(port: Int) throws {
        socket = try RawSocket(streamTo: "tcp://127.0.0.1:\(port)")
    }

    /// A request as a program sends it.
    static func post(_ path: String, session: String, id: String, body: String) -> [UInt8] {
        var text = "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        if !session.isEmpty { text += "Authorization: Bearer \(session)\r\n" }
        if !id.isEmpty { text += "Idempotency-Key: \(id)\r\n" }
        return Array((text + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    }

    static func get(_ path: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
    }

    func send(_ request: [UInt8]) throws {
        sentAt = Moment.monotonic
        try socket.send(request)
    }

    /// Takes the response, if all of it is there.
    ///
    /// - Returns: Its body's size, or nil while it is not whole.
    /// - Throws: ``BenchError`` where it is not the 200 that was expected.
    func takeResponse() throws -> Int? {
        guard try socket.fill() else { return nil }
        guard let end = socket.place(of: Self.endOfHead, within: socket.filled).map({ $0 + 4 })
        else { return nil }
        guard socket.place(of: Self.good, within: end) == 0, let length = length(within: end) else {
            let head = String(decoding: socket.bytes[..<min(end, 200)], as: UTF8.self)
            throw BenchError("The web service said: \(head)")
        }
        guard socket.filled >= end + length else { return nil }
        socket.consume(end + length)
        return length
    }

    private static let endOfHead = Array("\r\n\r\n".utf8)
    private static let good = Array("HTTP/1.1 200".utf8)
    private static let lengthFields = ["Content-Length: ", "content-length: "]
        .map { Array($0.utf8) }

    private func length(within head: Int) -> Int? {
        for field in Self.lengthFields {
            guard let place = socket.place(of: field, within: head) else { continue }
            let digits = socket.bytes[(place + field.count)..<head].prefix { 48...57 ~= $0 }
            return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        }
        return nil
    }

    /// Sends a request and waits for its response.
    ///
    /// - Returns: The body's size in bytes.
    func roundTrip(_ request: [UInt8]) throws -> Int {
        try send(request)
        var item = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            guard poll(&item, 1, 10_000) > 0 else {
                throw BenchError("The web service did not answer within ten seconds.")
            }
            if let size = try takeResponse() { return size }
        }
    }
}

/// Pages that follow the queues: server-sent events instead of a subscription.
final class OpenPages: Boards {
    private final class Page {
        let socket: RawSocket
        /// How many changes of the topic it has been told.
        var changes: UInt64 = 0

        init(port: Int) throws {
            socket = try RawSocket(streamTo: "tcp://127.0.0.1:\(port)")
            try socket.send(WebConnection.get("/board/events"))
        }
    }

    private static let change = Array("event: topic\n".utf8)
    private static let end = Array("\n\n".utf8)
    private let pages: [Page]
    private let service: [UInt8]
    private var waiting: [pollfd]

    /// - Parameter service: The one whose changes are timed.
    init(_ count: Int, port: Int, service: String) throws {
        pages = try (0..<count).map { _ in try Page(port: port) }
        self.service = Array("\"service\":\"\(service)\"".utf8)
        waiting = pages.map { pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0) }
    }

    /// How many changes every page has been told, once they are equal.
    func settle(nudge: () throws -> Void) throws -> UInt64 {
        // Everyone is connected when everyone has heard of one change.
        let isComplete = { self.pages.allSatisfy { $0.changes > 0 } }
        for _ in 0..<10 where !isComplete() {
            try nudge()
            try receive(atMost: 1, until: isComplete) { _, _ in }
        }
        guard isComplete() else { throw BenchError("Some pages hear nothing.") }
        for page in pages { page.changes = 0 }
        return 0
    }

    func reach(_ sequence: UInt64, onNew: (UInt64) -> Void) throws {
        var missing = pages.count(where: { $0.changes < sequence })
        try receive(atMost: 5) {
            missing <= 0
        } onNew: { page, moment in
            guard page.changes == sequence else { return }
            missing -= 1
            onNew(moment)
        }
        guard missing <= 0 else {
            throw BenchError("\(missing) pages did not hear of a call in five seconds.")
        }
    }

    private func receive(
        atMost seconds: Double, until isDone: () -> Bool, onNew: (Page, UInt64) -> Void
    ) throws {
        let end = Moment.monotonic + UInt64(seconds * 1e9)
        while !isDone(), Moment.monotonic < end {
            var left = poll(&waiting, nfds_t(waiting.count), 100)
            for index in waiting.indices where left > 0 && waiting[index].revents != 0 {
                left -= 1
                let page = pages[index]
                guard try page.socket.fill() else { continue }
                let moment = Moment.monotonic
                takeEvents(of: page) { onNew(page, moment) }
            }
        }
    }

    private func takeEvents(of page: Page, onChange: () -> Void) {
        let socket = page.socket
        while let end = socket.place(of: OpenPages.end, within: socket.filled).map({ $0 + 2 }) {
            if socket.place(of: OpenPages.change, within: end) != nil,
                socket.place(of: service, within: end) != nil
            {
                page.changes += 1
                onChange()
            }
            socket.consume(end)
        }
    }
}
