import BranchDomain
import Journal
import Messages
import Testing

@Suite struct GroupCommitTests {
    let place = Place()

    @Test func answersComeInTheOrderOfSubmissionWithTheRowsChain() throws {
        let journal = try place.open()
        let answers = try journal.group([
            .tally(.ledgerDeposit, .made(1), amount: 5), .tally(.accountGet, .made(2)),
            .tally(.ledgerWithdraw, .made(3), amount: 9),
            .tally(.ledgerDeposit, .made(4), name: "b", amount: 7),
        ])
        #expect(answers.count == 4)
        #expect(answers[0].tally?.sum == 5)
        #expect(answers[0].tally?.sequence == 2)
        #expect(answers[1] == .ok([UInt8]("5".utf8)))
        #expect(answers[2].code == .insufficientFunds)
        #expect(answers[3].tally?.sum == 7)
        #expect(answers[3].tally?.chain == answers[0].tally?.chain)
        #expect(try place.verify().chain.hexPrefix == answers[0].tally?.chain)
    }

    @Test func aGroupOfWritesWaitsForTheDiskOnce() throws {
        let journal = try place.open()
        _ = try journal.group((1...50).map { .tally(.ledgerDeposit, .made($0)) })
        #expect(journal.counters.syncs == 1)
        #expect(journal.counters.records == 50)
        #expect(journal.counters.largestGroup == 50)
    }

    @Test func aGroupWithOnlyReadsMakesNoSync() throws {
        let journal = try place.open()
        _ = try journal.group([.tally(.accountGet, .made(1)), .tally(.accountGet, .made(2))])
        _ = try journal.group([.tally(.accountGet, .made(3), name: "nobody")])
        #expect(journal.counters.groups == 2)
        #expect(journal.counters.syncs == 0)
        #expect(try place.verify().head == 1)
    }

    @Test func aGroupLargerThanARowIsSeveralRowsAndOneSync() throws {
        let journal = try place.open()
        let answers = try journal.group((1...2500).map { .tally(.ledgerDeposit, .made($0)) })
        #expect(answers[2499].tally?.sum == 2500)
        #expect(answers[0].tally?.chain != answers[2499].tally?.chain)
        #expect(journal.counters.syncs == 1)
        #expect(try place.verify().rows == 21)
    }

    @Test func theStateIsTheReplayOfItsJournal() throws {
        var state: Tally?
        do {
            let journal = try place.open()
            for round in 0..<20 {
                _ = try journal.group(
                    (1...7).map {
                        .tally(
                            $0 == 3 ? .ledgerWithdraw : .ledgerDeposit,
                            .made(UInt64(round) * 100 + $0), name: "n\($0 % 3)", amount: $0)
                    }, now: .after(.seconds(round)))
            }
            state = journal.machine
        }
        #expect(try place.replayed() == state)
        #expect(try place.open().machine == state)
    }

    @Test func aRefusalThatChangesSomethingIsJournaledThoughItsMethodIsARead() throws {
        do {
            let journal = try place.open()
            let answers = try journal.group([
                .tally(.authLogin, .made(1)), .tally(.authLogin, .made(1)),
            ])
            #expect(answers.map(\.code) == [.wrongCredentials, .wrongCredentials])
        }
        #expect(try place.open().machine.wrong == 2)
    }

    @Test func aRefusalThatIsNoVerdictLeavesTheIDFree() throws {
        let journal = try place.open()
        let broken = Command(
            method: .ledgerDeposit, id: .made(1), principal: .anonymous, body: [0x7b])
        #expect(try journal.one(broken).code == .malformed)
        #expect(try journal.one(.tally(.ledgerDeposit, .made(1), amount: 3)).tally?.sum == 3)
    }

    @Test func publicationsAreMadeOfTheMachinesRecordsOnly() throws {
        let journal = try place.open()
        journal.tick(now: .start)
        journal.submit(.tally(.ledgerWithdraw, .made(1)))
        journal.submit(.tally(.ledgerTransfer, .made(2)))
        let group = try journal.commit { $0 == "tally." }
        #expect(group.publications.map(\.state) == [[UInt8]("3".utf8), [UInt8]("4".utf8)])
        #expect(try journal.commit { _ in true }.publications.isEmpty)
    }

    @Test func whatFallsDueIsJournaledWithoutARequest() throws {
        place.configuration.recordsBetweenSnapshots = 1_000
        var due = Tally()
        due.due = .after(.seconds(10))
        let journal = try GroupCommit(place.configuration, now: .start) { due }
        #expect(journal.nextDeadline == .after(.seconds(10)))
        #expect(try journal.group([], now: .after(.seconds(9))).isEmpty)
        #expect(journal.counters.syncs == 0)
        #expect(try journal.group([], now: .after(.seconds(10))).isEmpty)
        #expect(journal.counters.syncs == 1)
        #expect(journal.machine.chimes == 1)
        #expect(journal.nextDeadline == nil)
    }

    @Test func timeNeverGoesBackNotEvenOverARestart() throws {
        do {
            let journal = try place.open()
            _ = try journal.group(
                [.tally(.ledgerDeposit, .made(1))], now: .after(.seconds(100)))
            _ = try journal.group([.tally(.ledgerDeposit, .made(2))], now: .start)
            #expect(journal.time == .after(.seconds(100)))
        }
        let journal = try place.open(now: .start)
        #expect(journal.time == .after(.seconds(100)))
        let answer = try journal.one(.tally(.ledgerDeposit, .made(3)))
        #expect(answer.tally?.at == Timestamp.after(.seconds(100)).milliseconds)
    }

    @Test func theBeginningIsJournaledAndTheEquipmentIsNot() throws {
        let founding = [
            Record(kind: 1, fixed: FixedWords(7), varying: [UInt8]("vault".utf8)),
            Record(kind: 3),
        ]
        var state: Tally?
        do {
            let journal = try GroupCommit(
                place.configuration, now: .start, equip: { $0.wrong += 10 },
                founding: { founding }
            ) { Tally() }
            #expect(journal.head == 3)
            #expect(journal.machine.sums == ["vault": 7])
            #expect(journal.machine.wrong == 11)
            state = journal.machine
        }
        #expect(try place.replayed()?.wrong == 1)
        let again = try GroupCommit(
            place.configuration, now: .start, equip: { $0.wrong += 10 },
            founding: {
                Issue.record("asked again"); return []
            }
        ) { Tally() }
        #expect(again.machine == state)
    }
}
