import Messages
import Testing

@testable import CounterGateway

/// Garbage on a real socket: one refusal each, nothing forwarded, and the gateway goes on.
@Suite(.timeLimit(.minutes(1))) struct MalformedFramesTests {
    @Test func namedFaultsGetTheirRefusals() throws {
        let desk = try CounterDesk()
        try desk.openServices()
        let good = Sample.frames("queue.status")
        let large = [UInt8](repeating: 0x20, count: Envelope.largestFrame + 1)
        let faults: [(frames: [[UInt8]], code: String, id: [UInt8])] = [
            ([], "malformed", []),
            ([[]], "malformed", []),
            ([Array("GET / HTTP/1.1".utf8)], "malformed", []),
            (Array(good.prefix(4)), "malformed", Sample.idFrame),
            (good + [[], []], "malformed", Sample.idFrame),
            (good + Array(repeating: [1], count: 40), "malformed", Sample.idFrame),
            ([Array("BRL2".utf8)] + good.dropFirst(), "unsupported_version", Sample.idFrame),
            (Sample.frames("queue.status", id: [1]), "malformed", []),
            (good.dropLast() + [large], "too_large", Sample.idFrame),
            (Sample.frames("day.open"), "unknown_method", Sample.idFrame),
            (Sample.frames("auth.resolve"), "unknown_method", Sample.idFrame),
            (Sample.frames("queue.status", session: [1]), "session_expired", Sample.idFrame),
            (Sample.frames("queue.next"), "not_permitted", Sample.idFrame),
        ]
        for fault in faults {
            let reply = try #require(try desk.ask(fault.frames))
            #expect(reply.outcome == fault.code)
            #expect(reply.id == fault.id, "\(fault.code)")
            #expect(reply.frames.count == 4)
            _ = try JSON.decode(Refusal.Body.self, from: reply.body)
        }
        #expect(desk.atLedger.isEmpty && desk.atScheduler.isEmpty)
        #expect(try desk.ask(good)?.outcome == "ok", "there was no second answer to anything")
    }

    @Test(arguments: [21, 22] as [UInt64])
    func randomFramesGetOneRefusalEach(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let desk = try CounterDesk()
        try desk.openServices()
        for round in 0..<300 {
            let frames = (0..<Int.random(in: 0...9, using: &random)).map { place in
                if place < 5, Bool.random(using: &random) {
                    return Sample.frames("ledger.deposit")[place]
                }
                let length = Int.random(in: 0...40, using: &random)
                return (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
            let reply = try #require(try desk.ask(frames))
            #expect(RefusalCode(rawValue: reply.outcome) != nil, "seed \(seed), round \(round)")
        }
        #expect(desk.atLedger.isEmpty && desk.atScheduler.isEmpty, "seed \(seed)")
        #expect(try desk.ask(Sample.frames("queue.status"))?.outcome == "ok")
    }
}
