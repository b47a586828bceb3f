import Messages
import Testing
import ZeroMQ

@testable import Bus

@Suite("Up-link")
struct UpLinkTests {
    @Test("requests go up with their way back, and replies come down to who asked")
    func roundTrip() async throws {
        let ledger = try TestService([.plain("tcp://127.0.0.1:*")])
        let gateway = try TestGateway(to: ledger)
        defer { gateway.stopper.stop() }
        let answers = try await PinnedThread.run(name: "clients") {
            let context = try Context()
            let clients = try (0..<20).map { number in
                try RequestClient(
                    endpoints: [Endpoint(address: gateway.addresses[number % 2])],
                    identifiers: CountingIDs(seed: UInt64(number)), context: context)
            }
            return try clients.enumerated().map { number, client in
                try client.send(method: "m", id: client.nextID(), body: bytes("\(number)")).body
            }
        }
        #expect(answers == (0..<20).map { bytes("\($0)") })
        #expect(Set(ledger.requests.map(\.route)).count == 20)
    }

    @Test("a REQ client with CORRELATE is answered through the gateway")
    func correlated() async throws {
        let ledger = try TestService([.plain("tcp://127.0.0.1:*")])
        let gateway = try TestGateway(to: ledger)
        defer { gateway.stopper.stop() }
        let reply = try await PinnedThread.run(name: "client") {
            let socket = try Socket(.request, in: Context(), linger: .zero)
            try socket.set(.requestCorrelate, true)
            try socket.set(.requestRelaxed, true)
            try socket.connect(gateway.addresses[0])
            _ = try socket.send(["BRL1", "m", "id", "", "body"].map(bytes))
            return try answer(socket)
        }
        #expect(reply == ["BRL1", "id", "ok", "body"].map(bytes))
    }

    @Test("what the gateway itself asks is answered to the gateway")
    func own() async throws {
        let ledger = try TestService([.plain("tcp://127.0.0.1:*")])
        try await PinnedThread.run(name: "gateway") {
            let upLink = try UpLink(context: Context(), endpoint: ledger.endpoint)
            let tag: UInt64 = 0x0102_0304_0506_0708
            #expect(
                try eventually {
                    try connectedYet(upLink)
                    return upLink.ask(["BRL1", "m", "id", "", "body"].map(bytes), tag: tag)
                })
            var answers: [UInt64: [[UInt8]]] = [:]
            #expect(
                try eventually {
                    try connectedYet(upLink)
                    upLink.receive(
                        atMost: 256, passOn: { _ in Issue.record("nobody else asked") },
                        answer: { answers[$0] = $1 })
                    return !answers.isEmpty
                })
            #expect(answers == [tag: ["BRL1", "id", "ok", "body"].map(bytes)])
        }
    }

    @Test("with nothing behind it an up-link says so at once")
    func nothingBehind() async throws {
        let folder = try TemporaryDirectory()
        try await PinnedThread.run(name: "gateway") {
            let upLink = try UpLink(
                context: Context(), endpoint: Endpoint(address: folder.ipc("nobody")))
            #expect(!upLink.ask([[1]], tag: 1))
        }
    }

    @Test("a reply with no way back is dropped and counted")
    func strayReply() async throws {
        try await PinnedThread.run(name: "gateway") {
            let context = try Context()
            let stray = try Socket(.router, in: context, linger: .zero)
            try stray.bind("tcp://127.0.0.1:*")
            let socket = try connected(to: stray.lastEndpoint(), in: context)
            let server = try RequestServer(
                context: context, binding: [.plain("tcp://127.0.0.1:*")])
            let strays: [[[UInt8]]] = [
                [[0]], [[], [1]], [[9, 1, 2], [], [1]], [[0, 1, 2, 3], [], [1]],
            ]
            for frames in strays {
                _ = try socket.send(frames)
                #expect(try stray.waitUntilReadable(atMost: .seconds(30)))
                var message = Multipart()
                #expect(try stray.receive(into: &message))
                var bare = Multipart()
                _ = try stray.send(&message)
                #expect(try socket.waitUntilReadable(atMost: .seconds(30)))
                #expect(try socket.receive(into: &bare))
                #expect(server.reply(&bare) == false)
            }
            #expect(server.dropped.unreachable == 4)
        }
    }
}

/// Waits a little, so that a socket finds its peer.
private func connectedYet(_ upLink: UpLink) throws {
    var poller = Poller()
    upLink.addSockets(to: &poller)
    _ = try poller.wait(atMost: .milliseconds(5))
}

/// A gateway that judges nothing: two front sockets, one up-link.
private final class TestGateway: Sendable {
    let addresses: [String]
    let stopper: Stopper

    init(to ledger: TestService) throws {
        let stopper = try Stopper()
        let bound = try Promise<Result<[String], any Error>>()
        self.stopper = stopper
        PinnedThread.start(name: "test gateway") {
            do {
                let context = try Context()
                let front = try RequestServer(
                    context: context,
                    binding: [.plain("tcp://127.0.0.1:*"), .plain("tcp://127.0.0.1:*")],
                    mostRoutingFrames: Envelope.mostRoutingFramesAtGateway)
                let upLink = try UpLink(context: context, endpoint: ledger.endpoint)
                bound.keep(.success(front.boundAddresses))
                let reactor = try Reactor(stopper: stopper)
                var waiting: [IncomingRequest] = []
                reactor.onReadable(front) { waiting += front.receive(atMost: 256) }
                reactor.onReadable(upLink) {
                    upLink.receive(
                        atMost: 256, passOn: { front.reply(&$0) }, answer: { _, _ in })
                }
                reactor.every(.milliseconds(5)) {}
                reactor.afterEachRound {
                    waiting.removeAll { upLink.forward($0.frames, for: $0.route) }
                }
                try reactor.run()
            } catch {
                bound.keep(.failure(error))
            }
        }
        addresses = try bound.wait().get()
    }
}
