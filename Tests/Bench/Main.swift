import ArgumentParser
import Foundation

@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branchline-bench",
        abstract: "Measures a branch beside what runs in the same minute.",
        discussion: "deploy/bench builds what is measured, makes the place, and cleans up.",
        subcommands: [
            RunCommand.self, EchoForwarder.self, EchoServer.self, FanOutServer.self,
        ],
        defaultSubcommand: RunCommand.self)
}

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure, in rounds, and print medians and ratios.")

    @Argument(help: "Benchmarks or groups, as deploy/bench --help lists them.")
    var names: [String] = ["single"]

    @Flag(help: "Print only {\"results\": […]}, for programs.")
    var json = false

    @Option(help: "How often each is measured, in turn; the medians count.")
    var rounds = 3

    @Option(help: "How long each is measured in a round.")
    var seconds = 4.0

    @Option(help: "How many accounts the branch of `large` has.")
    var accounts = LargeBranch.Size().accounts

    @Option(help: "How many entries it has.")
    var entries = LargeBranch.Size().entries

    func validate() throws {
        guard (1...100).contains(rounds), seconds >= 0.5, seconds <= 600 else {
            throw ValidationError("--rounds is 1 to 100, --seconds 0.5 to 600.")
        }
        guard accounts >= 1_000, entries >= accounts else {
            throw ValidationError("--accounts is 1,000 or more, --entries no fewer.")
        }
    }

    func run() throws {
        do {
            try measure()
        } catch let error as BenchError {
            FileHandle.standardError.write(Data("bench: \(error.description)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func measure() throws {
        let asked = try Benchmark.named(names)
        // The median of one caller is judged by what the disk itself takes.
        let companions: [Benchmark] =
            asked.contains(.deposit(callers: 1, nil)) && !asked.contains(.fdatasync)
            ? [.fdatasync] : []
        if asked.contains(where: \.needsPostgres) { _ = try PostgresPeer.findPrograms() }
        let trials = Trials(
            try Workplace(environment: ProcessInfo.processInfo.environment), seconds: seconds,
            large: LargeBranch.Size(accounts: accounts, entries: entries))
        defer { trials.stop() }
        var results = Results()
        for round in 1...rounds {
            for benchmark in companions + asked {
                Progress.say("round \(round) of \(rounds): \(benchmark)")
                results.add(try trials.measure(benchmark), to: benchmark)
            }
        }
        if json {
            print(
                try Report.json(
                    results, only: asked.map(\.description), idle: trials.idleServices))
        } else {
            let parts = [
                Report.table(results), Report.goals(results), Report.idle(trials.idleServices),
            ]
            print(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
        }
    }
}

/// Progress goes beside the results, which may be piped on.
enum Progress {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

/// The part of the gateway in the bare echo.
struct EchoForwarder: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo-forwarder", shouldDisplay: false)
    @Argument var front: String
    @Argument var back: String

    func run() throws {
        Orphan.endWithParent()
        try EchoPath.forward(front: front, back: back)
    }
}

/// The part of the ledger in the bare echo.
struct EchoServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo-server", shouldDisplay: false)
    @Argument var address: String

    func run() throws {
        Orphan.endWithParent()
        try EchoPath.echo(at: address)
    }
}

/// The part of the scheduler in the bare fan-out.
struct FanOutServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fanout-server", shouldDisplay: false)
    @Argument var requests: String
    @Argument var topics: String

    func run() throws {
        Orphan.endWithParent()
        try FanOut.serve(requests: requests, topics: topics)
    }
}

/// What a sub-command does so that it never outlives the bench.
enum Orphan {
    /// Ends this process when the pipe that is its standard input ends.
    static func endWithParent() {
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            exit(0)
        }
    }
}
