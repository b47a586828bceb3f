import Bus
import Foundation
import Messages
import ServiceKit
import Testing

@testable import CounterGateway

/// The socket for clients on the network: CURVE, and only for keys that are listed.
@Suite(.timeLimit(.minutes(1))) struct SecuredFrontTests {
    private let server: CurveKeys
    private let kiosk: CurveKeys
    private let desk: CounterDesk

    init() throws {
        let server = try CurveKeys.generate()
        let kiosk = try CurveKeys.generate()
        self.server = server
        self.kiosk = kiosk
        desk = try CounterDesk(bindings: { context, folder in
            let state = StateDirectory(path: folder.path)
            try FileManager.default.createDirectory(
                atPath: state.curve + "/clients", withIntermediateDirectories: true)
            try Data("\(server.publicKey)\n\(server.secretKey)\n".utf8).write(
                to: URL(fileURLWithPath: state.curve + "/clients.key"))
            try Data("\(kiosk.publicKey)\n".utf8).write(
                to: URL(fileURLWithPath: state.curve + "/clients/kiosk.pub"))
            let own = GatewayAddresses(
                plain: "tcp://127.0.0.1:*", secured: "tcp://127.0.0.1:*")
            return try Serve.bindings(own, state: state, context: context)
        })
    }

    private func client(_ keys: CurveKeys) throws -> Client {
        try Client(
            desk.front.boundAddresses[1], desk.context, curve: (server.publicKey, keys))
    }

    @Test func aListedKeyIsServedAndToldOfAddressesThatItCanReach() throws {
        let client = try client(kiosk)
        try client.send(Sample.frames("system.hello"))
        let reply = try #require(try desk.answer(to: client))
        let hello = try JSON.decode(SystemHello.Reply.self, from: reply.body)
        #expect(hello.gateways == [desk.front.boundAddresses[1]])
        try client.send(Sample.frames("system.ping"))
        #expect(try desk.answer(to: client)?.outcome == "unknown_method")
    }

    @Test func aKeyThatIsNotListedHearsNothing() throws {
        let stranger = try client(try .generate())
        try stranger.send(Sample.frames("system.hello"))
        for _ in 0..<20 {
            #expect(try desk.ask(Sample.frames("system.ping"))?.outcome == "ok")
        }
        #expect(try stranger.receive() == nil)
        let kiosk = try client(kiosk)
        try kiosk.send(Sample.frames("system.hello"))
        #expect(try desk.answer(to: kiosk)?.outcome == "ok")
        #expect(try stranger.receive() == nil)
    }

    @Test func aServerKeyThatIsMissingIsNamed() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ConfigurationError.self) {
            try Serve.bindings(
                GatewayAddresses(plain: "tcp://127.0.0.1:*", secured: "tcp://127.0.0.1:*"),
                state: StateDirectory(path: folder.path), context: try Context())
        }
    }
}
