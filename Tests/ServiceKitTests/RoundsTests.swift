import ServiceKit
import Synchronization
import Testing

@Suite struct RoundsTests {
    /// How often the present round was asked to end.
    private final class Asked: Sendable {
        let times = Atomic(0)
        func stop() { times.add(1, ordering: .relaxed) }
    }

    @Test func eachRoundGoesByTheNewestPlanAndTheLastOneByNone() {
        let rounds = Rounds(first: 1)
        let asked = Asked()
        #expect(rounds.begin(stop: asked.stop) == 1)
        rounds.renew(by: 2)
        rounds.renew(by: 3)
        #expect(asked.times.load(ordering: .relaxed) == 2)
        #expect(rounds.begin(stop: asked.stop) == 3)
        #expect(rounds.begin(stop: asked.stop) == nil, "nobody asked for one more")
    }

    @Test(arguments: [true, false])
    func whoeverIsAskedToEndBeginsNoRoundWhateverElseIsAsked(endsFirst: Bool) {
        let rounds = Rounds(first: 1)
        #expect(rounds.begin {} == 1)
        if endsFirst { rounds.end() }
        rounds.renew(by: 2)
        if !endsFirst { rounds.end() }
        #expect(rounds.begin {} == nil)
    }
}
