import BranchDomain
import Foundation
import Journal
import Messages

/// A directory of its own for one test's journal, gone with the test.
final class Place {
    let path: String
    var configuration: JournalConfiguration

    init() {
        path = FileManager.default.temporaryDirectory.path + "/journal-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        configuration = JournalConfiguration(path: path + "/tally.sqlite")
        configuration.leastFreeBytes = 0
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journal: String { configuration.path }

    func open(now: Timestamp = .start) throws -> GroupCommit<Tally> {
        try GroupCommit(configuration, now: now) { Tally() }
    }

    /// What a reader of the whole journal makes of it.
    func verify() throws -> JournalFile.Verified {
        try JournalFile.verify(journal, as: Tally.self)
    }

    /// The machine that the journal's rows alone make.
    func replayed() throws -> Tally? {
        var last: Tally?
        _ = try JournalFile.verify(journal, as: Tally.self) { machine, _ in last = machine }
        return last
    }

    var snapshotFiles: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: configuration.snapshots)) ?? [])
            .sorted()
            .map { configuration.snapshots + "/" + $0 }
    }
}

extension Timestamp {
    /// A morning in 2026 at which the tests begin.
    static let start = Timestamp(milliseconds: 1_790_000_000_000)

    static func after(_ duration: Duration) -> Timestamp { start.adding(duration) }
}

extension RequestID {
    /// The `number`th id of a test, made at `time`.
    static func made(_ number: UInt64, at time: Timestamp = .start) -> RequestID {
        RequestID(at: time, random: (number, number << 2))
    }
}

extension Command {
    static func tally(
        _ method: Messages.Method, _ id: RequestID, name: String = "a", amount: UInt64 = 1,
        user: String = "teller"
    ) -> Command {
        Command(
            method: method, id: id, principal: Principal(user: user, role: "teller"),
            body: [UInt8](#"{"name": "\#(name)", "amount": \#(amount)}"#.utf8))
    }
}

extension GroupCommit where Machine == Tally {
    /// Ticks, submits all in one group, and commits.
    func group(_ commands: [Command], now: Timestamp = .start) throws -> [Answer] {
        tick(now: now)
        for command in commands { submit(command) }
        return try commit().answers
    }

    func one(_ command: Command, now: Timestamp = .start) throws -> Answer {
        try group([command], now: now)[0]
    }
}

extension Answer {
    var code: RefusalCode? {
        if case .refused(let code, _) = self { code } else { nil }
    }

    var tally: Tally.Reply? {
        guard case .ok(let bytes) = self else { return nil }
        return try? JSONDecoder().decode(Tally.Reply.self, from: Data(bytes))
    }
}
