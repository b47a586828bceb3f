import BranchDomain
import Messages
import Testing

@testable import Display

@Suite struct BoardStateTests {
    @Test func aLateBoardShowsEverythingAndAnnouncesOnlyWhatIsYoungerThanAMinute() {
        var state = BoardState(started: Hall.now)
        let news = Hall.services.flatMap { state.hear($0, sequence: 900) }
        #expect(news == ["A012→2#1"])
        #expect(state.serving.map(\.call.number) == ["A012", "A011", "A010", "B004", "C002"])
        #expect(state.recent.map(\.call.number) == ["A009", "A008"])
        #expect(state.services.map(\.service) == ["accounts", "cash", "enquiries", "loans"])
    }

    @Test func repeatsAnnounceNothingTwice() {
        var state = BoardState(started: Hall.now)
        let topic = Hall.topic("cash", serving: [Hall.call("A012", "2")])
        #expect(state.hear(topic, sequence: 1) == ["A012→2#1"])
        for second in 1...30 {
            #expect(state.hear(topic, sequence: 1, now: Hall.at(second)).isEmpty)
        }
        // The same call in a newer message about something else is no news either.
        #expect(state.hear(topic, sequence: 2, now: Hall.at(31)).isEmpty)
    }

    @Test func aRecallAndAnotherCounterAreAnnouncedAgain() {
        var state = BoardState(started: Hall.now)
        let first = Hall.topic("cash", serving: [Hall.call("A012", "2")])
        let recall = Hall.topic("cash", serving: [Hall.call("A012", "2", calls: 2)])
        let moved = Hall.topic("cash", serving: [Hall.call("A012", "4", calls: 2)])
        #expect(state.hear(first, sequence: 1) == ["A012→2#1"])
        #expect(state.hear(recall, sequence: 2) == ["A012→2#2"])
        #expect(state.hear(moved, sequence: 3) == ["A012→4#2"])
    }

    @Test(arguments: [(59, true), (60, false), (3_600, false), (-20, true)])
    func aCallIsNewsForAMinute(secondsAgo: Int, isNews: Bool) {
        var state = BoardState(started: Hall.now)
        let topic = Hall.topic("cash", serving: [Hall.call("A012", "2", secondsAgo: secondsAgo)])
        #expect(!state.hear(topic, sequence: 1).isEmpty == isNews)
        #expect(state.serving.count == 1, "shown it is in any case")
    }

    @Test func callsInOneMessageAreAnnouncedInTheOrderInWhichTheyWereMade() {
        var state = BoardState(started: Hall.now)
        let topic = Hall.topic(
            "cash",
            serving: [Hall.call("A014", "1", secondsAgo: 1), Hall.call("A013", "2", secondsAgo: 2)])
        #expect(state.hear(topic, sequence: 1) == ["A013→2#1", "A014→1#1"])
    }

    @Test func aCallThatHasLeftItsCounterBeforeItWasHeardOfIsAnnouncedStill() {
        var state = BoardState(started: Hall.now)
        let topic = Hall.topic("cash", serving: [], recent: [Hall.call("A012", "2")])
        #expect(state.hear(topic, sequence: 1) == ["A012→2#1"])
    }

    @Test func olderMessagesOfAnEpochChangeNothing() {
        var state = BoardState(started: Hall.now)
        _ = state.hear(Hall.topic("cash", waiting: 7), sequence: 5)
        _ = state.hear(Hall.topic("cash", waiting: 99), sequence: 4)
        _ = state.hear(Hall.topic("cash", waiting: 99), sequence: 5)
        #expect(state.services.map(\.waiting) == [7])
    }

    @Test func aRestartedBranchIsBelievedAlthoughItsSequenceBeginsAnew() {
        var state = BoardState(started: Hall.now)
        let call = Hall.topic("cash", waiting: 7, serving: [Hall.call("A012", "2")])
        _ = state.hear(call, sequence: 500)
        var after = call
        after.waiting = 8
        #expect(state.hear(after, sequence: 1, epoch: "new").isEmpty, "the call is known")
        #expect(state.services.map(\.waiting) == [8])
        // What was still on its way from before the restart comes too late.
        _ = state.hear(call, sequence: 501)
        #expect(state.services.map(\.waiting) == [8])
    }

    @Test func threeSecondsOfSilenceAreNotLiveSinceTheLastWord() {
        var state = BoardState(started: Hall.now)
        #expect(state.liveness(now: Hall.now) == .starting)
        #expect(state.liveness(now: Hall.at(4)) == .never(since: Hall.now))
        _ = state.hear(Hall.topic("cash"), sequence: 1, now: Hall.at(10))
        #expect(state.liveness(now: Hall.at(13)).isLive)
        let late = Hall.at(13).adding(.milliseconds(1))
        #expect(state.liveness(now: late) == .stale(since: Hall.at(10)))
    }

    @Test func aRepeatKeepsTheBoardLive() {
        var state = BoardState(started: Hall.now)
        for second in 0..<20 {
            _ = state.hear(Hall.topic("cash"), sequence: 1, now: Hall.at(second))
        }
        #expect(state.liveness(now: Hall.at(21)) == .live(after: nil))
    }

    @Test func aBoardThatWasAwaySaysSinceWhenForAWhile() {
        var state = BoardState(started: Hall.now)
        _ = state.hear(Hall.topic("cash"), sequence: 1)
        _ = state.hear(Hall.topic("cash", waiting: 3), sequence: 9, now: Hall.at(60))
        let gap = Gap(since: Hall.now, until: Hall.at(60))
        #expect(state.liveness(now: Hall.at(61)) == .live(after: gap))
        _ = state.hear(Hall.topic("cash", waiting: 3), sequence: 9, now: Hall.at(62))
        for second in 63..<95 {
            _ = state.hear(Hall.topic("cash", waiting: 3), sequence: 9, now: Hall.at(second))
        }
        #expect(state.liveness(now: Hall.at(95)) == .live(after: nil))
        #expect(state.services.map(\.waiting) == [3])
    }

    @Test func aServiceThatIsRepeatedNoMoreDisappearsButNotInACommonSilence() {
        var state = BoardState(started: Hall.now)
        _ = state.hear(Hall.topic("cash"), sequence: 1)
        _ = state.hear(Hall.topic("loans"), sequence: 1)
        state.tick(now: Hall.at(60))
        #expect(state.services.count == 2, "nobody is heard: nothing is known to be gone")
        for second in 60...75 {
            _ = state.hear(Hall.topic("cash"), sequence: 1, now: Hall.at(second))
            state.tick(now: Hall.at(second))
        }
        #expect(state.services.map(\.service) == ["cash"])
    }

    @Test func aFloodOfTopicsAndCallsIsBounded() {
        var state = BoardState(started: Hall.now)
        for index in 0..<400 {
            let calls = (0..<10).map { Hall.call("X\(index)-\($0)", "1") }
            _ = state.hear(Hall.topic("service-\(index)", serving: calls), sequence: 1)
        }
        #expect(state.services.count == 256)
        #expect(state.announcements.count == 16)
    }
}
