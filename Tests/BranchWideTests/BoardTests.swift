import Bus
import Foundation
import Messages
import ServiceKit
import Testing

/// The real board, by its lines: late, stopped, cut off.
@Suite(.serialized) struct BoardTests {
    @Test(.timeLimit(.minutes(1)))
    func boardThatStartsLateShowsWhatWasCalledBefore() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        _ = try teller.call(QueueIssue.self, .init(service: "cash"))
        _ = try teller.call(CounterOpen.self, .init(counter: "2"))
        _ = try teller.call(QueueNext.self, .init(counter: "2"))
        let board = try BoardProcess(branch)
        defer { board.stop() }
        let started = ContinuousClock.now
        board.awaitLine { $0.contains("A001") && $0.contains("2") }
        #expect(started.duration(to: .now) < .seconds(2))
    }

    @Test(.timeLimit(.minutes(2)))
    func boardThatWasStoppedShowsThePresentStateWithinTwoSeconds() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let board = try BoardProcess(branch)
        defer { board.stop() }
        _ = try teller.call(CounterOpen.self, .init(counter: "2"))
        _ = try call(teller)
        board.awaitLine { $0.contains("A001") }

        kill(board.identifier, SIGSTOP)
        for _ in 0..<20 { _ = try call(teller) }
        kill(board.identifier, SIGCONT)
        let back = ContinuousClock.now
        board.awaitLine { $0.contains("A021") }
        #expect(back.duration(to: .now) < .seconds(2))
    }

    @Test(.timeLimit(.minutes(2)))
    func boardThatIsCutOffSaysSinceWhenAndIsRightAgainWithinTwoSeconds() throws {
        let branch = try RunningBranch()
        defer { branch.close() }
        let teller = try branch.teller("ana")
        let board = try BoardProcess(branch)
        defer { board.stop() }
        _ = try teller.call(CounterOpen.self, .init(counter: "2"))
        _ = try call(teller)
        board.awaitLine { $0.contains("A001") }

        branch.kill("scheduler")
        board.awaitLine { $0.contains("not live since") }
        try branch.start("scheduler")
        _ = try call(teller)
        let back = ContinuousClock.now
        board.awaitLine { $0.contains("A002") }
        #expect(back.duration(to: .now) < .seconds(2))
    }

    private func call(_ teller: RequestClient) throws -> Ticket? {
        _ = try teller.call(QueueIssue.self, .init(service: "cash"))
        return try teller.call(QueueNext.self, .init(counter: "2")).ticket
    }
}

/// `branchline-display --plain`, read line by line.
final class BoardProcess {
    private let process = Process()
    private let output = Pipe()
    private var rest = ""

    init(_ branch: RunningBranch) throws {
        process.executableURL = try URL(fileURLWithPath: Executables.path("branchline-display"))
        process.arguments = ["--plain"]
        process.environment = ProcessInfo.processInfo.environment.merging(branch.environment) { $1 }
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    var identifier: Int32 { process.processIdentifier }

    /// Reads on until a line comes that `matches`; the test's time limit ends a wait in vain.
    func awaitLine(_ matches: (Substring) -> Bool) {
        while true {
            while let end = rest.firstIndex(of: "\n") {
                let line = rest[..<end]
                let found = matches(line)
                rest = String(rest[rest.index(after: end)...])
                if found { return }
            }
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { return }
            rest += String(decoding: piece, as: UTF8.self)
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
