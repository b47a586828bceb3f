import Messages
import Testing
import ZeroMQ

@testable import Bus

@Suite("Request server")
struct RequestServerTests {
    /// What must never hurt a server: frames as a DEALER sends them, and whether they are handed
    /// to the service nevertheless, to be refused there.
    static let garbage: [(name: String, frames: [[UInt8]], isHandedOver: Bool)] = [
        ("no delimiter", [bytes("x")], false),
        ("a request without the delimiter", [bytes("BRL1"), bytes("m"), bytes("id")], false),
        ("too many routing frames", [[1], [2], [3], [4], [], bytes("BRL1")], false),
        ("a delimiter too far back", [[UInt8]](repeating: [1], count: 60) + [[]], false),
        ("a routing frame too long", [[UInt8](repeating: 7, count: 255), [], [1]], false),
        ("nothing at all", [[]], true),
        ("nine frames", [[]] + [[UInt8]](repeating: [1], count: 9), true),
        ("a hundred frames", [[]] + [[UInt8]](repeating: [1], count: 100), true),
        ("only empty frames", [[UInt8]](repeating: [], count: 50), true),
        ("not text", [[], [0xff, 0xfe], [0], [0x80], [], [0xc0]], true),
        ("a frame of 1 MiB", [[], [UInt8](repeating: 0x7b, count: 1_048_576)], true),
    ]

    @Test("garbage is dropped or handed over to be refused, and the server goes on")
    func survives() async throws {
        let service = try TestService([.plain("tcp://127.0.0.1:*")])
        try await PinnedThread.run(name: "client") {
            let context = try Context()
            for (name, frames, _) in RequestServerTests.garbage {
                let socket = try connected(to: service.address, in: context)
                #expect(try socket.send(frames) == .sent, "\(name)")
                // The same connection still serves an honest request.
                #expect(try ask(socket) == bytes("honest"), "\(name)")
            }
        }
        let handedOver = RequestServerTests.garbage.filter(\.isHandedOver).count
        let honest = RequestServerTests.garbage.count
        #expect(service.requests.count == handedOver + honest)
        #expect(service.requests.allSatisfy { $0.frames.count <= 14 })
        let dropped = try service.stop()
        #expect(dropped.badEnvelopes == honest - handedOver)
    }

    @Test("random frames never hurt a server", arguments: [1, 2_024, 4_711] as [UInt64])
    func random(seed: UInt64) async throws {
        print("seed \(seed)")
        let service = try TestService([.plain("tcp://127.0.0.1:*")], mostRoutingFrames: 2)
        try await PinnedThread.run(name: "client") {
            let socket = try connected(to: service.address, in: Context())
            var random = SplitMix(state: seed)
            for _ in 0..<500 {
                let frames = (0..<random.below(20) + 1).map { _ in
                    (0..<random.below(3) * random.below(90)).map { _ in
                        UInt8(random.below(256))
                    }
                }
                #expect(try socket.send(frames) == .sent)
            }
            #expect(try ask(socket) == bytes("honest"))
        }
        let handedOver = service.requests.count
        #expect(try service.stop().badEnvelopes + handedOver == 501)
    }

    @Test("more than eight frames arrive as more than eight, so that the service can refuse")
    func tooManyFrames() async throws {
        let service = try TestService([.plain("tcp://127.0.0.1:*")]) { request, _ in
            [[UInt8(request.frames.count)]]
        }
        let counts = try await PinnedThread.run(name: "client") {
            let socket = try connected(to: service.address, in: Context())
            return try [8, 9, 40].map { count in
                _ = try socket.send([[]] + [[UInt8]](repeating: [1], count: count))
                return try answer(socket).last?.first
            }
        }
        #expect(counts[0] == 8)
        #expect(try #require(counts[1]) == 9)
        #expect(try #require(counts[2]) > 8)
    }

    @Test("a frame over 1 MiB closes its own connection and no other")
    func oversize() async throws {
        let service = try TestService([.plain("tcp://127.0.0.1:*")])
        try await PinnedThread.run(name: "client") {
            let context = try Context()
            let honest = try connected(to: service.address, in: context)
            var greedy = try Socket(.dealer, in: context, linger: .zero)
            try greedy.startMonitoring()
            try greedy.connect(service.address)
            _ = try greedy.send([[], [UInt8](repeating: 1, count: 1_048_577)])
            #expect(
                try eventually { try greedy.nextEvent(within: .seconds(1)) == .disconnected })
            #expect(try ask(honest) == bytes("honest"))
        }
        #expect(service.requests.count == 1)
    }

    @Test("at a gateway two routing frames are the most")
    func gatewayLimit() async throws {
        let service = try TestService(
            [.plain("tcp://127.0.0.1:*")], mostRoutingFrames: 2, answer: { _, _ in [[1]] })
        let replies = try await PinnedThread.run(name: "client") {
            let socket = try connected(to: service.address, in: Context())
            _ = try socket.send([[5], [6], [], bytes("three with its own id")])
            _ = try socket.send([[5], [], bytes("two")])
            return try answer(socket)
        }
        #expect(replies == [[5], [], [1]])
        #expect(try service.stop().badEnvelopes == 1)
    }

    @Test("a REQ client with CORRELATE gets its answer")
    func correlated() async throws {
        let service = try TestService([.plain("tcp://127.0.0.1:*")], mostRoutingFrames: 2)
        let reply = try await PinnedThread.run(name: "client") {
            let socket = try Socket(.request, in: Context(), linger: .zero)
            try socket.set(.requestCorrelate, true)
            try socket.set(.requestRelaxed, true)
            try socket.connect(service.address)
            _ = try socket.send(["BRL1", "m", "id", "", "body"].map(bytes))
            return try answer(socket)
        }
        #expect(reply == ["BRL1", "id", "ok", "body"].map(bytes))
    }

    @Test("a reply to who is gone is counted, and the server goes on")
    func unreachable() async throws {
        let arrived = try Promise<Bool>()
        let left = try Promise<Bool>()
        let service = try TestService([.plain("tcp://127.0.0.1:*")]) { request, number in
            guard number == 0 else { return TestService.echo(request) }
            arrived.keep(true)
            _ = try? left.wait()
            return [[1]]
        }
        try await PinnedThread.run(name: "client") {
            do {
                let context = try Context()
                let socket = try connected(to: service.address, in: context)
                _ = try socket.send([[], bytes("and gone")])
                _ = try arrived.wait()
            }
            left.keep(true)
            let socket = try connected(to: service.address, in: Context())
            #expect(try ask(socket) == bytes("honest"))
        }
        // Whether the server's own thread has noticed the departure when it replies is libzmq's
        // business: the reply is dropped either way, loudly or in silence.
        #expect(try service.stop().unreachable <= 1)
    }

    @Test("requests at each of several bindings are answered there")
    func severalBindings() async throws {
        let folder = try TemporaryDirectory()
        let service = try TestService([
            .plain("tcp://127.0.0.1:*"), .plain(folder.ipc("back")),
        ])
        #expect(service.addresses.count == 2)
        let answers = try await PinnedThread.run(name: "client") {
            let context = try Context()
            return try service.addresses.map { try ask(connected(to: $0, in: context)) }
        }
        #expect(answers == [bytes("honest"), bytes("honest")])
    }

    @Test("a plain socket beyond loopback is refused", arguments: ["tcp://*:*", "tcp://0.0.0.0:*"])
    func plainBeyondLoopback(address: String) throws {
        #expect(throws: BindingError.plainBeyondLoopback(address)) {
            try RequestServer(context: Context(), binding: [.plain(address)])
        }
    }
}

/// Random numbers that a seed repeats.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}

/// A DEALER as a client of any language would have one.
func connected(to address: String, in context: Context) throws -> Socket {
    let socket = try Socket(.dealer, in: context, linger: .zero)
    try socket.connect(address)
    return socket
}

/// The frames of the next message.
func answer(_ socket: borrowing Socket) throws -> [[UInt8]] {
    guard try socket.waitUntilReadable(atMost: .seconds(30)) else {
        throw TestError("no answer within half a minute")
    }
    var message = Multipart()
    guard try socket.receive(into: &message) else { throw TestError("nothing to receive") }
    return (0..<message.count).map { message.bytes(of: $0) }
}

/// Sends an honest request and gives the body of its reply, passing over what comes before.
func ask(_ socket: borrowing Socket) throws -> [UInt8] {
    _ = try socket.send(["", "BRL1", "m", "an id", "", "honest"].map(bytes))
    while true {
        let frames = try answer(socket)
        if frames.count == 5, frames[2] == bytes("an id") { return frames[4] }
    }
}
