import ArgumentParser
import BranchDomain
import Foundation
import JournaledService
import Messages
import ServiceKit

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Plays a day against the real rules in virtual time, and shows who waited.",
        discussion: """
            The day comes from a plan (--plan, --service), or it was recorded (--day). Each \
            policy is played with each number of counters; the same people come every time. \
            Nothing of the branch is changed, and it need not run.

            A PLAN is JSON; --print-plan shows one:
              services  service; arrivals (an hour, by hour: {"9-12": 40, "12": 60}); serving
                        (mean seconds; spread, a part of the mean; shape logNormal or \
            exponential); preferred, priority; noShows; patience (minutes); policy
              counters  services (all where absent); count by hour ({"9-17": 3, "11": 5})
              seed      where --seed does not say it

            EXAMPLES
              branch simulate
              branch simulate --service cash:60:180 --counters 3,4,5 --policy arrival,priority
              branch simulate --plan monday.json --svg monday.svg
              branch simulate --plan monday.json --hour 11 --share 90% --within 10m
              branch simulate --day 2026-11-20 --policy arrival,longestWait,ratio/3
              branch simulate --check
            """)

    @Option(help: "The plan's file; - is standard input.", completion: .file())
    var plan: String?
    @Option(help: "NAME:PERHOUR:SECONDS[:exponential], without a file; several for several.")
    var service: [String] = []
    @Option(help: "When people come and counters are open, with --service.")
    var hours = "9-17"
    @Option(help: "Numbers of counters to try, such as 3,4,5; where not said as planned.")
    var counters: String?
    @Option(
        help: "Policies to try: arrival, priority/AGEING, ratio/EVERY, longestWait, appointments.")
    var policy: String?
    @Option(help: "What makes the day's luck; the same number, the same day.")
    var seed: UInt64?
    @Option(help: "How many days are played for each line.")
    var days: Int?
    @Option(help: "A day of the branch's own journal, such as 2026-11-20.")
    var day: String?
    @Option(help: "Another journal than the branch's own, with --day.", completion: .file())
    var journal: String?
    @Option(
        name: .long,
        help: "How many does this hour need, for --share --within? --counters: the other hours.")
    var hour: Int?
    @Option(help: "The part of the people that is not to wait longer.")
    var share = "90%"
    @Option(help: "The longest wait that is aimed for: 10m, 90s.")
    var within = "10m"
    @Option(help: "The service that --hour asks for, where its counters are its own.")
    var of: String?
    @Option(help: "A file for the chart as a picture.", completion: .file(extensions: ["svg"]))
    var svg: String?
    @Flag(help: "Print the plan instead of playing it.")
    var printPlan = false
    @Flag(
        help: "Play millions of customers against Erlang C; ends with 1 where they are 2 % apart.")
    var check = false

    func run() throws {
        do {
            if check { return try compareWithErlang() }
            print(try text())
        } catch let error as PlanError {
            throw ValidationError(error.description)
        } catch let error as ConfigurationError {
            throw ValidationError(error.description)
        }
    }

    /// Everything that is printed; with `--svg` the chart is written as well.
    ///
    /// - Throws: ``PlanError``, ``ConfigurationError``, what a journal's reader throws.
    func text() throws -> String {
        if let day { return try replay(day) }
        let chosen = try chosenPlan()
        if printPlan {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return String(decoding: try encoder.encode(chosen), as: UTF8.self)
        }
        guard (1...1_000).contains(days ?? 1) else { throw PlanError("--days is 1 to 1000.") }
        if let hour {
            guard (0...23).contains(hour) else { throw PlanError("--hour is 0 to 23.") }
            let question = StaffSearch.Question(
                hour: hour, share: try SimulationOptions.share(share),
                limit: try SimulationOptions.seconds(within), service: of, days: days ?? 20)
            let staffed = try counters.map { try chosen.with(try number($0)) } ?? chosen
            let rows = try StaffSearch(plan: staffed, question: question).rows()
            return "seed \(chosen.seed ?? 1), \(question.days) days each\n\n"
                + StaffSearch.text(rows, question)
        }
        return try compare(chosen)
    }

    private func compareWithErlang() throws {
        let first = seed ?? 1
        print("seed \(first); ± is the standard error of what is beside it")
        let results = try ErlangCheck.all.map { try $0.play(seed: first) }
        print(ErlangCheck.table(results))
        if !results.allSatisfy(\.isWithin) { throw ExitCode.failure }
    }

    private func chosenPlan() throws -> SimulationPlan {
        var chosen = SimulationOptions.example
        if let plan {
            let data =
                plan == "-"
                ? FileHandle.standardInput.readDataToEndOfFile()
                : FileManager.default.contents(atPath: plan)
            guard let data else { throw PlanError("Cannot read \(plan).") }
            do throws(Refusal) {
                chosen = try JSON.decode(SimulationPlan.self, from: [UInt8](data))
            } catch {
                throw PlanError("\(plan): \(error.message)")
            }
        } else if !service.isEmpty {
            chosen = SimulationPlan(
                services: try service.map { try SimulationOptions.service($0, hours: hours) },
                counters: [SimulationPlan.Counters(count: [hours: 1])])
            chosen = try chosen.staffedByErlang(
                share: try SimulationOptions.share(share),
                within: try SimulationOptions.seconds(within))
        }
        chosen.seed = seed ?? chosen.seed ?? 1
        try chosen.check()
        return chosen
    }

    private func compare(_ plan: SimulationPlan) throws -> String {
        let staffings: [(name: String, plan: SimulationPlan)]
        if let counters {
            staffings = try counters.split(separator: ",").map { text in
                ("\(text)", try plan.with(try number(String(text))))
            }
        } else {
            staffings = [("plan", plan)]
        }
        let began = ContinuousClock.now
        var scenarios: [SimulationReport.Scenario] = []
        for (name, policy) in try policies() {
            for staffing in staffings {
                let days = try (0..<UInt64(days ?? 1)).map {
                    try staffing.plan.day(seed: (plan.seed ?? 1) &+ $0)
                }
                scenarios.append(
                    try SimulationReport.play(
                        days, policy: name, policy, counters: staffing.name))
            }
        }
        return try shown(
            scenarios, "Waits, \(days ?? 1) day(s), seed \(plan.seed ?? 1)", since: began)
    }

    private func number(_ text: String) throws -> Int {
        guard let count = Int(text), (1...SimulationPlan.mostCounters).contains(count) else {
            throw PlanError("\(text) is no number of counters, 1 to 500.")
        }
        return count
    }

    private func policies() throws -> [(String, CallPolicy?)] {
        guard let policy else { return [("as is", nil)] }
        return try policy.split(separator: ",").map { text in
            (String(text), try SimulationOptions.policy(String(text)))
        }
    }

    private func replay(_ text: String) throws -> String {
        let state = StateDirectory(environment: ProcessInfo.processInfo.environment)
        let recorded = try RecordedDayShell.read(
            text, journal: journal ?? state.journal(of: SchedulerShell.name), state: state)
        let began = ContinuousClock.now
        var scenarios = [recorded.scenario]
        for (name, policy) in try policies() {
            scenarios.append(
                try SimulationReport.play(
                    [recorded.workload], policy: name, policy, counters: "day"))
        }
        return try shown(scenarios, "Waits on \(text), as it was and as played again", since: began)
    }

    private func shown(
        _ scenarios: [SimulationReport.Scenario], _ title: String,
        since began: ContinuousClock.Instant
    ) throws -> String {
        let report = SimulationReport(scenarios: scenarios, title: title)
        let came = scenarios.reduce(0) { $0 + $1.waits.waits.count + $1.waits.uncalled }
        let taken = began.duration(to: .now).wholeMilliseconds
        let text = "\(report.table)\n\n\(report.chart.text)\n\n\(came) tickets in \(taken) ms"
        guard let svg else { return text }
        guard FileManager.default.createFile(atPath: svg, contents: Data(report.chart.svg.utf8))
        else { throw PlanError("Cannot write \(svg).") }
        return text + "\nThe chart is in \(svg)."
    }
}
