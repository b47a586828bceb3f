import Testing

@testable import Branch

/// Which backups a policy keeps, and how their directories are named.
@Suite struct BackupPolicyTests {
    private static let day: Int64 = 86_400

    @Test(arguments: [
        (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"),
        (951_782_400, "20000229T000000Z"), (1_795_257_728, "20261121T104208Z"),
    ])
    func aStampIsItsTimeInUTC(seconds: Int64, name: String) {
        #expect(BackupStamp(seconds: seconds).name == name)
        #expect(BackupStamp(name: name)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "20261121", "20261321T104208Z", "20260229T000000Z", ".draft-20261121T104208Z",
    ])
    func whatIsNoStampIsNoBackup(name: String) {
        #expect(BackupStamp(name: name) == nil)
    }

    @Test func aYearOfNightsIsThinnedToDaysWeeksAndMonths() throws {
        let policy = try #require(BackupPolicy("7d,4w,12m"))
        var present: Set<BackupStamp> = []
        let first: Int64 = 1_767_225_600
        for night in 0..<400 {
            present.insert(BackupStamp(seconds: first + Int64(night) * Self.day + 7_200))
            present = policy.kept(of: Array(present))
        }
        let newest = try #require(present.max())
        #expect(newest.seconds == first + 399 * Self.day + 7_200)
        for night in 393..<400 {
            #expect(present.contains(BackupStamp(seconds: first + Int64(night) * Self.day + 7_200)))
        }
        #expect(Set(present.map(\.month)).count == 12)
        #expect(present.count <= 7 + 4 + 12)
    }

    @Test func theNewestIsKeptWhateverThePolicy() throws {
        let all = [BackupStamp(seconds: 5), BackupStamp(seconds: 90_000)]
        #expect(try #require(BackupPolicy("0d")).kept(of: all) == [all[1]])
        #expect(try #require(BackupPolicy("2d")).kept(of: all) == Set(all))
    }

    @Test(arguments: ["", "7", "d", "7x", "-1d", "7d,,4w", "7d 4w"])
    func whatIsNoPolicyIsRefused(text: String) {
        #expect(BackupPolicy(text) == nil)
    }
}
