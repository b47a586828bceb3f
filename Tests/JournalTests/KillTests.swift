import BranchDomain
import Foundation
import Journal
import Messages
import Synchronization
import Testing

@Suite struct KillTests {
    private static let perGroup: UInt64 = 7

    /// Deposits group by group, noting each answered group in a file, until it is killed by
    /// another thread at whatever instant the note `last` falls into.
    private static func workUntilKilled(at path: String, after last: UInt64) throws {
        let place = Place(at: path)
        place.configuration.pagesBetweenCheckpoints = 10
        place.configuration.recordsBetweenSnapshots = 40
        let journal = try place.open()
        let notes = open(path + "/answered", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let answered = Atomic<UInt64>(0)
        Thread.detachNewThread {
            while answered.load(ordering: .relaxed) < last {}
            kill(getpid(), SIGKILL)
        }
        var number: UInt64 = 0
        while true {
            let group = (0..<perGroup).map {
                Command.tally(.ledgerDeposit, .made(number * perGroup + $0))
            }
            for answer in try journal.group(group) where answer.tally == nil { exit(1) }
            var note: UInt8 = 1
            guard write(notes, &note, 1) == 1 else { exit(2) }
            answered.add(1, ordering: .relaxed)
            number += 1
        }
    }

    @Test(arguments: [1, 3, 20, 61] as [UInt64])
    func aKilledProcessLeavesAPrefixWithEverythingItAnswered(after last: UInt64) async throws {
        let place = Place()
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = place.path as String, last = last as UInt64] in
            try KillTests.workUntilKilled(at: path, after: last)
        }
        let notes = try Data(contentsOf: URL(fileURLWithPath: place.path + "/answered"))
        let answered = UInt64(notes.count)
        #expect(answered >= last)
        _ = try place.verify()
        let journal = try place.open()
        let sum = journal.machine.sums["a", default: 0]
        #expect(sum % KillTests.perGroup == 0, "groups are whole")
        #expect(sum >= answered * KillTests.perGroup, "what was answered is there")
        #expect(sum <= (answered + 1) * KillTests.perGroup, "one group at most was on its way")
        #expect(try place.replayed() == journal.machine)
        for number in 0..<sum {
            let again = try journal.one(.tally(.ledgerDeposit, .made(number)))
            #expect(again.tally?.sum == number + 1)
        }
        #expect(journal.machine.sums["a", default: 0] == sum)
    }
}
