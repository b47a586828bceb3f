import Testing

@testable import Branch

/// The doctor's judgements, one fact at a time.
@Suite struct DiagnosisTests {
    @Test(arguments: [
        (127 << 20, Finding.Grade.wrong), (129 << 20, .warning), (2 << 30, .ok),
    ])
    func diskIsJudgedByWhatItHasLeft(free: Int, grade: Finding.Grade) {
        #expect(Diagnosis.disk(free: Int64(free)).grade == grade)
        #expect(Diagnosis.disk(free: nil).grade == .wrong)
    }

    @Test func aClockBeforeTheJournalIsWrong() {
        let now: Int64 = 1_800_000_000
        let judge = { (journal: Int64?, step: Int64?) in
            Diagnosis.clock(now: now, journal: journal, isSynchronised: nil, step: step).grade
        }
        #expect(judge(now - 5, nil) == .ok)
        #expect(judge(now + 30, nil) == .ok)
        #expect(judge(now + 3_600, nil) == .wrong)
        #expect(judge(now - 5, -7_200) == .wrong)
        #expect(
            Diagnosis.clock(now: 86_400, journal: nil, isSynchronised: nil, step: nil).grade
                == .wrong)
        let lonely = Diagnosis.clock(now: now, journal: nil, isSynchronised: false, step: nil)
        #expect(lonely.grade == .warning && lonely.remedy != nil)
    }

    @Test func anOldBackupIsAWarningAndAFreshOneIsNot() {
        #expect(Diagnosis.backup(age: 3_600, place: "/b").grade == .ok)
        #expect(Diagnosis.backup(age: 27 * 3_600, place: "/b").grade == .warning)
        #expect(Diagnosis.backup(age: nil, place: "/b").grade == .warning)
        #expect(Diagnosis.backup(age: -7_200, place: "/b").grade == .warning)
    }

    @Test func whatOthersCanReadOrOwnIsNamed() {
        let judge = { (user: UInt32, mode: UInt16) in
            Diagnosis.owner(of: "/x", user: user, own: 7, mode: mode, most: 0o700)
        }
        #expect(judge(7, 0o600) == nil)
        #expect(judge(7, 0o700) == nil)
        #expect(judge(7, 0o640) == "/x has mode 640, others can read it")
        #expect(judge(8, 0o600) == "/x belongs to user 8, not to 7")
    }
}
