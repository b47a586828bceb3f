import ArgumentParser
import BranchDomain
import Foundation
import Messages
import Testing

@testable import Scheduler

/// `branch simulate` as people call it: what is printed, and what is said of a wrong wish.
@Suite struct SimulateCommandTests {
    private func text(_ line: String) throws -> String {
        let words = line.split(separator: " ").map(String.init)
        return try SimulateCommand.parse(words).text()
    }

    /// But for how long it took.
    private func rows(_ line: String) throws -> [[Substring]] {
        try text(line).split(separator: "\n").map { $0.split(separator: " ") }
            .filter { $0.last != "ms" }
    }

    @Test func everyPolicyIsPlayedWithEveryNumberOfCounters() throws {
        let line =
            "--service cash:40:120 --hours 9-11 --counters 2,3 --policy arrival,ratio/3 --seed 4"
        let rows = try rows(line)
        #expect(rows[0].prefix(3) == ["policy", "counters", "came"])
        let played = rows[1...4].map { [$0[0], $0[1]] }
        #expect(
            played == [["arrival", "2"], ["arrival", "3"], ["ratio/3", "2"], ["ratio/3", "3"]])
        #expect(Set(rows[1...4].map { $0[2] }).count == 1, "the same people come every time")
        #expect(rows.contains { $0.starts(with: ["arrival", "×2"]) }, "the chart")
        #expect(try self.rows(line) == rows, "the same seed is the same day")
        #expect(try self.rows(line.replacing("seed 4", with: "seed 5")) != rows)
    }

    @Test func theQuestionForAnHourIsAnswered() throws {
        let text = try text(
            "--service cash:60:180 --hours 10-12 --hour 11 --share 90% --within 10m --days 2")
        #expect(text.contains("seed 1, 2 days each"))
        let answer = try #require(text.split(separator: "\n").last)
        #expect(
            answer.contains("counters at 11 o'clock") && answer.hasSuffix("90.0 % were asked for."))
    }

    @Test func aPlanIsPrintedAndPlayedAgain() throws {
        let folder = try Folder()
        let plan = folder.path + "/plan.json"
        try Data(text("--service cash:30:100 --hours 9-10 --print-plan").utf8)
            .write(to: URL(fileURLWithPath: plan))
        let picture = folder.path + "/waits.svg"
        let again = try text("--plan \(plan) --svg \(picture)")
        #expect(again.hasSuffix("The chart is in \(picture)."))
        let svg = try String(contentsOfFile: picture, encoding: .utf8)
        #expect(svg.hasPrefix("<svg") && svg.contains("as is ×plan"))
        #expect(
            try rows("--plan \(plan)") == rows("--service cash:30:100 --hours 9-10"),
            "the plan is what was said")
    }

    @Test func aRecordedDayIsPlayedUnderAnotherRule() throws {
        let hall = try JournaledHall()
        _ = try hall.ask(CounterOpen.self, .init(counter: "2"))
        // Comes, or is called: at which second.
        for (second, priority) in [
            (0, 0), (0, nil), (10, 0), (20, 5), (100, nil), (110, 0), (200, nil), (290, nil),
        ] as [(Int, Int?)] {
            hall.now = HallDesk.begin.adding(.seconds(second))
            if let priority {
                _ = try hall.ask(
                    QueueIssue.self, .init(service: "cash", priority: priority),
                    as: HallDesk.kiosk)
            } else {
                _ = try hall.ask(QueueNext.self, .init(counter: "2"))
            }
        }
        hall.now = HallDesk.begin.adding(.seconds(380))
        _ = try hall.ask(QueueDone.self, .init(counter: "2"))
        _ = try hall.ask(CounterClose.self, .init(counter: "2"))
        let rows = try rows(
            "--day 2026-11-20 --journal \(hall.path) --policy priority,arrival")
        let asItWas = try #require(rows.first { $0.starts(with: ["as", "it", "was"]) })
        let again = try #require(rows.first { $0.first == "priority" })
        #expect(asItWas[3...8] == ["day", "4", "1:53", "1:20", "3:10", "3:10"])
        #expect(again[1...] == asItWas[3...], "its own rule is the day itself")
        let other = try #require(rows.first { $0.first == "arrival" })
        #expect(other[1...6] == ["day", "4", "1:50", "1:30", "3:00", "3:00"])
        #expect(throws: PlanError("Nobody took a ticket on 2026-11-19.")) {
            try text("--day 2026-11-19 --journal \(hall.path)")
        }
    }

    @Test(arguments: [
        ("--service cash", "cash is no service such as cash:60:180"),
        ("--counters 0", "0 is no number of counters"),
        ("--policy best", "The rule of a policy is one of arrival, priority"),
        ("--policy arrival/3", "arrival/3 is no policy such as"),
        ("--hour 24", "--hour is 0 to 23."), ("--days 0", "--days is 1 to 1000."),
        ("--hour 11 --share 100%", "Never everybody"),
        ("--hour 11 --within soon", "soon is no time"),
        ("--hour 3", "Nobody comes at 3 o'clock"),
        ("--plan /nowhere/plan.json", "Cannot read /nowhere/plan.json."),
        ("--svg /nowhere/x.svg", "Cannot write /nowhere/x.svg."),
        ("--day 20.11.", "20.11. is no day, such as 2026-11-20."),
        ("--day 2026-11-20 --journal /nowhere", "There is no journal at /nowhere."),
    ])
    func aWishThatCannotBeSaysWhy(line: String, reason: String) {
        #expect {
            _ = try text(line)
        } throws: { "\($0)".hasPrefix(reason) }
    }
}

/// A folder that goes with the test.
final class Folder {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("simulate-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
