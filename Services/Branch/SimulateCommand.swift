import ArgumentParser

/// `branch simulate`: plays a day against the queue's rules, which the scheduler's program knows.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play a day in virtual time: who waits, and how many counters are needed?",
        discussion: """
            All that can be said: branchline-scheduler simulate --help. The branch need not run.

            EXAMPLES
              branch simulate
              branch simulate --service cash:60:180 --counters 3,4,5 --policy arrival,priority
              branch simulate --plan monday.json --hour 11 --share 90% --within 10m
              branch simulate --day 2026-11-20 --policy arrival,longestWait --svg day.svg
              branch simulate --print-plan > monday.json
            """)

    @Argument(
        parsing: .allUnrecognized, help: "As branchline-scheduler simulate takes them.")
    var options: [String] = []

    func run() throws {
        try reporting { try OwnPrograms.run("branchline-scheduler", ["simulate"] + options) }
    }
}
