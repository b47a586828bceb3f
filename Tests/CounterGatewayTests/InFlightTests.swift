import BranchDomain
import Testing

@testable import CounterGateway

@Suite struct InFlightTests {
    private func at(_ seconds: Int) -> Timestamp { Sample.now.adding(.seconds(seconds)) }

    @Test func repliesMakeRoom() {
        var inFlight = InFlight(bound: 2)
        inFlight.sent(at: at(0))
        inFlight.sent(at: at(0))
        #expect(inFlight.isFull)
        inFlight.answered()
        #expect(!inFlight.isFull && inFlight.count == 1)
    }

    @Test func whatAKilledServiceTookWithItIsWrittenOff() {
        var inFlight = InFlight(bound: 3)
        inFlight.sent(at: at(0))
        inFlight.sent(at: at(10))
        inFlight.sent(at: at(10))
        inFlight.writeOff(now: at(29))
        #expect(inFlight.isFull)
        inFlight.writeOff(now: at(30))
        #expect(inFlight.count == 2)
        inFlight.writeOff(now: at(40))
        #expect(inFlight.count == 0)
        inFlight.answered()
        #expect(inFlight.count == 0, "a reply that comes after all counts for nothing")
    }

    @Test func whatWasSentDownALostLinkIsForgotten() {
        var inFlight = InFlight(bound: 2)
        inFlight.sent(at: at(0))
        inFlight.sent(at: at(1))
        inFlight.lost()
        #expect(inFlight.count == 0 && !inFlight.isFull)
        inFlight.sent(at: at(1))
        #expect(inFlight.count == 1)
    }

    @Test func theCountIsRightAfterAnyOrderOfEvents() {
        let seed: UInt64 = 11
        var random = SeededRandom(seed: seed)
        var inFlight = InFlight(bound: 1_000_000)
        var expected = 0
        for step in 0..<10_000 {
            if Bool.random(using: &random) {
                inFlight.sent(at: at(step / 1_000))
                expected += 1
            } else if expected > 0 {
                inFlight.answered()
                expected -= 1
            }
            if step % 100 == 0 { inFlight.writeOff(now: at(step / 1_000)) }
            #expect(inFlight.count == expected, "seed \(seed)")
        }
    }
}
