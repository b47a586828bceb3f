import BranchDomain
import Journal
import Messages
import Testing

@Suite struct ExactlyOnceTests {
    let place = Place()

    @Test func aRepeatInTheSameGroupGetsTheSameAnswerAndChangesNothing() throws {
        let journal = try place.open()
        let deposit = Command.tally(.ledgerDeposit, .made(1), amount: 5)
        let refused = Command.tally(.ledgerWithdraw, .made(2), amount: 50)
        let answers = try journal.group([deposit, refused, deposit, refused])
        #expect(answers[0] == answers[2])
        #expect(answers[1] == answers[3])
        #expect(answers[1].code == .insufficientFunds)
        #expect(journal.machine.sums == ["a": 5])
        #expect(journal.head == 3)
    }

    @Test(arguments: [false, true])
    func aRepeatGetsTheSameAnswerLaterAndAfterARestart(restarts: Bool) throws {
        let deposit = Command.tally(.ledgerTransfer, .made(1), amount: 5)
        let refused = Command.tally(.ledgerWithdraw, .made(2), amount: 50)
        var journal: GroupCommit<Tally>? = try place.open()
        let first = try journal?.group([deposit, refused])
        _ = try journal?.one(.tally(.ledgerDeposit, .made(3), amount: 100))
        if restarts {
            journal = nil
            journal = try place.open()
        }
        #expect(try journal?.group([deposit, refused], now: .after(.seconds(60))) == first)
        #expect(journal?.machine.sums == ["a": 110])
    }

    @Test func anIDWithOtherContentOrAnotherUserIsReused() throws {
        let journal = try place.open()
        _ = try journal.one(.tally(.ledgerDeposit, .made(1), amount: 5))
        let others: [Command] = [
            .tally(.ledgerDeposit, .made(1), amount: 6),
            .tally(.ledgerWithdraw, .made(1), amount: 5),
            .tally(.ledgerDeposit, .made(1), amount: 5, user: "other"),
        ]
        #expect(try journal.group(others).map(\.code) == [.idReused, .idReused, .idReused])
        #expect(journal.machine.sums == ["a": 5])
    }

    @Test func idsFromTheFutureAndOlderThanADayAreRefused() throws {
        let journal = try place.open()
        func code(_ offset: Duration) throws -> RefusalCode? {
            try journal.one(.tally(.ledgerDeposit, .made(9, at: .after(offset)))).code
        }
        #expect(try code(.seconds(301)) == .idFromFuture)
        #expect(try code(.seconds(300)) == nil)
        #expect(try code(.seconds(-24 * 3600 - 1)) == .idExpired)
        #expect(try code(.seconds(-24 * 3600)) == nil)
        #expect(journal.machine.sums == ["a": 2])
    }

    @Test func theBoundInNumberRaisesAWatermarkThatSurvivesARestart() throws {
        place.configuration.window.ids = 10
        func deposit(_ second: Int) -> Command {
            .tally(.ledgerDeposit, .made(UInt64(second), at: .after(.seconds(second))))
        }
        do {
            let journal = try place.open()
            for second in stride(from: 0, to: 40, by: 2) {
                _ = try journal.one(deposit(second), now: .after(.seconds(second)))
            }
            #expect(try journal.one(deposit(0), now: .after(.seconds(40))).code == .idExpired)
        }
        // A later start that could remember more still knows what was let go.
        place.configuration.window.ids = 1_000
        let journal = try place.open(now: .after(.seconds(40)))
        for second in stride(from: 0, to: 20, by: 2) {
            #expect(try journal.one(deposit(second)).code == .idExpired)
        }
        for second in stride(from: 20, to: 40, by: 2) {
            #expect(try journal.one(deposit(second)).tally != nil)
        }
        #expect(journal.machine.sums == ["a": 20])
    }

    @Test func anIDStaysKnownForADayAndIsExpiredAfterIt() throws {
        let journal = try place.open()
        let first = Command.tally(.ledgerDeposit, .made(1))
        let answer = try journal.one(first)
        let day = Duration.seconds(24 * 3600)
        #expect(try journal.one(first, now: .after(day)) == answer)
        let later = Timestamp.after(day + .seconds(10))
        _ = try journal.one(.tally(.ledgerDeposit, .made(2, at: later)), now: later)
        #expect(try journal.one(first, now: later).code == .idExpired)
        #expect(journal.machine.sums == ["a": 2])
    }

    @Test func aReaderSeesTheVerdictsOfTheGroupThatIsNotYetOnDisk() throws {
        let journal = try place.open()
        let answers = try journal.group([
            .tally(.ledgerOutcome, .made(1)), .tally(.ledgerDeposit, .made(1)),
            .tally(.ledgerOutcome, .made(1)),
        ])
        #expect(answers[0] == .ok([UInt8]("0".utf8)))
        #expect(answers[2] == .ok([UInt8]("2".utf8)))
    }
}
