import BranchDomain
import Journal
import Testing

@Suite struct JournalClockTests {
    private func clock(last: Timestamp = .start) -> JournalClock {
        JournalClock(last: last, wall: .start, boot: .seconds(1_000))
    }

    private func wall(_ seconds: Int64) -> Timestamp { .after(.seconds(seconds)) }
    private func boot(_ seconds: Int64) -> Duration { .seconds(1_000 + seconds) }

    @Test func itFollowsTheWallClockThroughSmallSteps() {
        var clock = clock()
        #expect(clock.now(wall: wall(10), boot: boot(10)) == wall(10))
        #expect(clock.now(wall: wall(310), boot: boot(11)) == wall(310))
        #expect(clock.unconfirmedStep == nil)
    }

    @Test func itNeverGoesBack() {
        var clock = clock()
        #expect(clock.now(wall: wall(100), boot: boot(100)) == wall(100))
        #expect(clock.now(wall: wall(40), boot: boot(101)) == wall(100))
        #expect(clock.now(wall: wall(99), boot: boot(160)) == wall(100))
        #expect(clock.now(wall: wall(101), boot: boot(162)) == wall(101))
    }

    @Test func theJournalsLastTimeHoldsWhereTheWallClockIsBehindIt() {
        var clock = clock(last: wall(500))
        #expect(clock.now(wall: wall(1), boot: boot(1)) == wall(500))
        #expect(clock.now(wall: wall(501), boot: boot(501)) == wall(501))
    }

    @Test(arguments: [311, -291, 86_400] as [Int64])
    func aLargeStepIsNotFollowedUntilConfirmed(to seconds: Int64) {
        var clock = clock()
        #expect(clock.now(wall: wall(10), boot: boot(10)) == wall(10))
        #expect(clock.now(wall: wall(seconds + 1), boot: boot(11)) == wall(11))
        #expect(clock.unconfirmedStep != nil)
        #expect(clock.now(wall: wall(seconds + 10), boot: boot(20)) == wall(20))
        clock.confirm(wall: wall(seconds + 11), boot: boot(21))
        #expect(clock.unconfirmedStep == nil)
        let after = clock.now(wall: wall(seconds + 12), boot: boot(22))
        #expect(after == max(wall(20), wall(seconds + 12)))
    }

    @Test func aStepThatIsTakenBackNeedsNoConfirmation() {
        var clock = clock()
        #expect(clock.now(wall: wall(9_000), boot: boot(10)) == wall(10))
        #expect(clock.now(wall: wall(11), boot: boot(11)) == wall(11))
        #expect(clock.unconfirmedStep == nil)
    }
}
