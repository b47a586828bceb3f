import Foundation
import Testing
import ZeroMQ

@Suite("Pollers and wakers")
struct PollerTests {
    @Test("a ring from another thread ends a wait without end, once")
    func wake() throws {
        let waker = try Waker()
        Thread.detachNewThread { waker.ring() }
        var poller = Poller()
        let place = poller.watch(waker)
        #expect(try poller.wait(atMost: .seconds(30)) == 1)
        #expect(poller.isReady(place) == true)
        waker.hush()
        #expect(try poller.wait(atMost: .zero) == 0)
        #expect(poller.isReady(place) == false)
    }

    @Test("a wait ends when its time is over")
    func timeout() throws {
        var poller = Poller()
        _ = poller.watch(try Waker())
        let began = ContinuousClock.now
        #expect(try poller.wait(atMost: .milliseconds(20)) == 0)
        #expect(began.duration(to: .now) >= .milliseconds(19))
    }

    @Test("only the place that has something to read is ready")
    func places() throws {
        let pair = try Wired()
        let idle = try Waker()
        var poller = Poller()
        let idlePlace = poller.watch(idle)
        let socketPlace = poller.watch(pair.router.handle)
        #expect(try pair.dealer.send([[1]]) == .sent)
        #expect(try poller.wait(atMost: .seconds(30)) == 1)
        #expect(poller.isReady(socketPlace) == true)
        #expect(poller.isReady(idlePlace) == false)
        #expect(poller.count == 2)
    }
}

@Suite("CURVE keys and monitors")
struct CurveTests {
    @Test("a pair belongs together, and no two are alike")
    func pair() throws {
        let first = try CurveKeyPair.generate()
        let second = try CurveKeyPair.generate()
        #expect(first.publicKey.utf8.count == 40)
        #expect(first.secretKey.utf8.count == 40)
        #expect(first.publicKey != second.publicKey)
        #expect(try CurveKeyPair.publicKey(of: first.secretKey) == first.publicKey)
    }

    @Test("what is no key is refused", arguments: ["", "short", String(repeating: "~", count: 40)])
    func noKey(text: String) {
        #expect(throws: ZeroMQError.self) { try CurveKeyPair.publicKey(of: text) }
    }

    @Test("32 bytes are spelled as in RFC 32, other lengths are no key")
    func z85() {
        let bytes: [UInt8] = [0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b]
        let key = bytes + bytes + bytes + bytes
        #expect(CurveKeyPair.z85(key) == String(repeating: "HelloWorld", count: 4))
        #expect(CurveKeyPair.z85(bytes) == nil)
    }

    @Test("a monitor hears a connection succeed")
    func monitor() throws {
        let context = try Context()
        let router = try Socket(.router, in: context, linger: .zero)
        try router.bind("tcp://127.0.0.1:*")
        var dealer = try Socket(.dealer, in: context, linger: .zero)
        try dealer.startMonitoring()
        try dealer.connect(router.lastEndpoint())
        var heard: [ConnectionEvent] = []
        while !heard.contains(.handshakeSucceeded) {
            guard let event = try dealer.nextEvent(within: .seconds(30)) else { break }
            heard.append(event)
        }
        #expect(heard.contains(.connected))
        #expect(heard.contains(.handshakeSucceeded))
    }
}
