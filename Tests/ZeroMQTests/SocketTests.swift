import Testing
import ZeroMQ

@Suite("Sockets")
struct SocketTests {
    @Test("an address that is none is reported with operation, endpoint and number")
    func badAddress() throws {
        let socket = try Socket(.dealer, in: Context(), linger: .zero)
        let error = #expect(throws: ZeroMQError.self) { try socket.connect("nonsense") }
        #expect(error?.operation == .connect)
        #expect(error?.endpoint == "nonsense")
        #expect(error?.code == 22)
        #expect(error?.description == "connect nonsense: Invalid argument (22)")
    }

    @Test("an address that is taken is reported")
    func takenAddress() throws {
        let context = try Context()
        let first = try Socket(.router, in: context, linger: .zero)
        try first.bind("tcp://127.0.0.1:*")
        let address = try first.lastEndpoint()
        let second = try Socket(.router, in: context, linger: .zero)
        let error = #expect(throws: ZeroMQError.self) { try second.bind(address) }
        #expect(error?.code == 98)
    }

    @Test("a socket has its linger time from the start")
    func linger() throws {
        let context = try Context()
        let client = try Socket(.dealer, in: context, linger: .zero)
        let service = try Socket(.router, in: context, linger: .milliseconds(500))
        #expect(try client.get(.linger) == .zero)
        #expect(try service.get(.linger) == .milliseconds(500))
    }

    @Test("the library knows every option that the branch sets")
    func options() throws {
        let socket = try Socket(.router, in: Context(), linger: .zero)
        try socket.set(.routerMandatory, true)
        try socket.set(.immediate, true)
        try socket.set(.heartbeatInterval, .seconds(2))
        try socket.set(.heartbeatTimeout, .seconds(6))
        try socket.set(.heartbeatTimeToLive, .seconds(6))
        try socket.set(.handshakeInterval, .seconds(2))
        try socket.set(.reconnectInterval, .milliseconds(100))
        try socket.set(.reconnectIntervalMaximum, .seconds(5))
        try socket.set(.maximumMessageSize, 1_048_576)
        try socket.set(.sendHighWaterMark, 10_000)
        try socket.set(.receiveHighWaterMark, 10_000)
        try socket.set(.backlog, 1_024)
        try socket.set(.curveServer, true)
        try socket.set(.zapDomain, "clients")
        try socket.set(.zapEnforceDomain, true)
        #expect(try socket.get(.heartbeatInterval) == .seconds(2))
        #expect(try socket.get(.maximumMessageSize) == 1_048_576)
        #expect(try socket.get(.sendHighWaterMark) == 10_000)
        #expect(try socket.get(.immediate))
        let publisher = try Socket(.xpub, in: Context(), linger: .zero)
        try publisher.set(.xpubVerbose, true)
    }

    @Test("a DEALER with IMMEDIATE queues nothing while nobody is there")
    func immediate() throws {
        let socket = try Socket(.dealer, in: Context(), linger: .zero)
        try socket.set(.immediate, true)
        try socket.connect("ipc:///nowhere/at/all")
        #expect(try socket.send([[1]]) == .full)
        #expect(try !socket.readiness().writable)
    }

    @Test("a ROUTER says so when it knows no such peer, and goes on")
    func unreachable() throws {
        let pair = try Wired()
        try pair.router.set(.routerMandatory, true)
        #expect(try pair.router.send([[9, 9, 9], [], [1]]) == .unreachable)
        try pair.request([[], [7]])
        #expect(try pair.router.send(&pair.received) == .sent)
        #expect(try pair.dealer.waitUntilReadable(atMost: .seconds(30)))
        #expect(try pair.dealer.receive(into: &pair.received))
        #expect(pair.received.bytes(of: 1) == [7])
    }

    @Test("a context ends in spite of messages that nobody takes")
    func contextEnds() throws {
        let began = ContinuousClock.now
        do {
            let context = try Context()
            let socket = try Socket(.dealer, in: context, linger: .milliseconds(100))
            try socket.connect("ipc:///nowhere/at/all")
            #expect(try socket.send([[1], [2]]) == .sent)
        }
        #expect(began.duration(to: .now) < .seconds(20))
    }
}

@Suite("Multiparts")
struct MultipartTests {
    @Test("a message is sent on whole, small frames and large ones")
    func forwarded() throws {
        let pair = try Wired()
        let large = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        try pair.request([[], [1, 2, 3], large])
        #expect(pair.received.count == 4)
        #expect(pair.received.delimiter == 1)
        #expect(pair.received.size(of: 3) == 1_000_000)
        #expect(pair.received.frame(2, equals: [1, 2, 3]) == true)
        #expect(try pair.router.send(&pair.received) == .sent)
        #expect(pair.received.count == 0)
        #expect(try pair.dealer.waitUntilReadable(atMost: .seconds(30)))
        #expect(try pair.dealer.receive(into: &pair.received))
        #expect(pair.received.count == 3)
        #expect(pair.received.bytes(of: 2) == large)
    }

    @Test("frames beyond the kept ones are thrown away and the next message is whole")
    func truncated() throws {
        let pair = try Wired()
        try pair.request([[UInt8]](repeating: [5], count: 100))
        #expect(pair.received.count == Multipart.mostFrames)
        #expect(pair.received.isTruncated == true)
        try pair.request([[6]])
        #expect(pair.received.count == 2)
        #expect(pair.received.isTruncated == false)
        #expect(pair.received.bytes(of: 1) == [6])
    }

    @Test("where nothing waits, nothing is received and what was held is let go")
    func nothing() throws {
        let pair = try Wired()
        try pair.request([[1]])
        #expect(try !pair.router.receive(into: &pair.received))
        #expect(pair.received.count == 0)
    }
}

/// A DEALER and a ROUTER that have found each other.
final class Wired {
    let context: Context
    let dealer: Socket
    let router: Socket
    var received = Multipart()

    init() throws {
        context = try Context()
        router = try Socket(.router, in: context, linger: .zero)
        try router.bind("tcp://127.0.0.1:*")
        dealer = try Socket(.dealer, in: context, linger: .zero)
        try dealer.connect(router.lastEndpoint())
    }

    /// Sends frames from the DEALER and receives them at the ROUTER.
    func request(_ frames: [[UInt8]]) throws {
        #expect(try dealer.send(frames) == .sent)
        #expect(try router.waitUntilReadable(atMost: .seconds(30)))
        #expect(try router.receive(into: &received))
    }
}
