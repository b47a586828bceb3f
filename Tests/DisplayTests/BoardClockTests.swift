import BranchDomain
import Messages
import Testing

@testable import Display

@Suite struct BoardClockTests {
    /// A hall whose board counts `ahead` of the branch: its wall clock was wrong at the start.
    private func hear(
        _ state: inout BoardState, sequence: UInt64, at second: Int, ahead: Int,
        publishedAt: Int? = nil, epoch: String = Hall.epoch, calls: [BoardCall] = []
    ) -> [String] {
        state.apply(
            topic: "queue.main.cash.",
            header: TopicHeader(
                epoch: epoch, sequence: sequence,
                at: Hall.at(publishedAt ?? second).milliseconds),
            state: Hall.topic("cash", serving: calls), now: Hall.at(second + ahead)
        ).map(\.call.number)
    }

    private func call(_ number: String, at second: Int) -> BoardCall {
        Hall.call(number, "2", secondsAgo: -second)
    }

    @Test(arguments: [3_600, 86_400, -3_600])
    func agesAreTheBranchsHoweverWrongTheBoardsOwnClockIs(ahead: Int) {
        var state = BoardState(started: Hall.at(ahead))
        _ = hear(&state, sequence: 1, at: 0, ahead: ahead, publishedAt: -600)
        _ = hear(&state, sequence: 2, at: 1, ahead: ahead)
        #expect(state.branchTime(at: Hall.at(ahead + 1)) == Hall.at(1))
        let old = [call("A001", at: -120)]
        #expect(hear(&state, sequence: 3, at: 2, ahead: ahead, calls: old).isEmpty)
        let new = [call("A002", at: 3)]
        #expect(hear(&state, sequence: 4, at: 3, ahead: ahead, calls: new) == ["A002"])
    }

    @Test func livenessIsTheBoardsOwnCountWhateverMessagesSay() {
        var state = BoardState(started: Hall.now)
        _ = hear(&state, sequence: 1, at: 0, ahead: 0, publishedAt: 86_400)
        #expect(state.liveness(now: Hall.at(3)).isLive)
        #expect(!state.liveness(now: Hall.at(4)).isLive)
        _ = hear(&state, sequence: 2, at: 5, ahead: 0, publishedAt: -86_400)
        #expect(state.liveness(now: Hall.at(6)).isLive)
    }

    @Test func sinceWhenItIsNotLiveIsToldInTheBranchsTime() {
        var state = BoardState(started: Hall.at(3_600))
        _ = hear(&state, sequence: 1, at: 0, ahead: 3_600)
        _ = hear(&state, sequence: 2, at: 1, ahead: 3_600)
        #expect(state.liveness(now: Hall.at(3_610)) == .stale(since: Hall.at(1)))
    }

    @Test func whatWaitedOnTheWayPutsNoClockBack() {
        var state = BoardState(started: Hall.now)
        for second in 0...5 { _ = hear(&state, sequence: UInt64(second + 1), at: second, ahead: 0) }
        // The board was stopped for ten minutes and reads what had come until then.
        for index in 0..<20 {
            _ = hear(
                &state, sequence: UInt64(10 + index), at: 605, ahead: 0, publishedAt: 6 + index,
                calls: [call("B\(index)", at: 6 + index)])
        }
        let time = state.branchTime(at: Hall.at(605))
        #expect(time.since(Hall.at(605)) > .seconds(-2))
        #expect(state.announcements.isEmpty, "calls of ten minutes ago are no news")
    }

    @Test func aBranchThatStartsAnewWithItsClockSetBackIsFollowed() {
        var state = BoardState(started: Hall.now)
        _ = hear(&state, sequence: 1, at: 0, ahead: 0)
        _ = hear(&state, sequence: 2, at: 1, ahead: 0)
        _ = hear(&state, sequence: 1, at: 2, ahead: 0, publishedAt: -3_598, epoch: "new")
        _ = hear(&state, sequence: 2, at: 3, ahead: 0, publishedAt: -3_597, epoch: "new")
        #expect(state.branchTime(at: Hall.at(3)) == Hall.at(-3_597))
    }
}
