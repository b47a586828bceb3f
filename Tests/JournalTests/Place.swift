import BranchDomain
import Foundation
import Journal
import Messages

/// A directory of its own for one test's journal, gone with the test.
final class Place {
    let path: String
    private let isOwner: Bool
    var configuration: JournalConfiguration

    /// A place that somebody else made and removes.
    init(at path: String) {
        self.path = path
        isOwner = false
        configuration = Place.configuration(at: path)
    }

    init() {
        var template = Array(
            "\(FileManager.default.temporaryDirectory.path)/journal-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nowhere"
        isOwner = true
        configuration = Place.configuration(at: path)
    }

    deinit { if isOwner { try? FileManager.default.removeItem(atPath: path) } }

    private static func configuration(at path: String) -> JournalConfiguration {
        var configuration = JournalConfiguration(path: path + "/tally.sqlite")
        configuration.leastFreeBytes = 0
        return configuration
    }

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
