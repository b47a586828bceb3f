import Foundation
import Messages

/// Days played under several policies and with several numbers of counters, as people read it.
struct SimulationReport {
    /// One way of running the day.
    struct Scenario: Sendable {
        let policy: String
        /// As it is called in the table: `4`, or `plan`.
        let counters: String
        let waits: WaitSummary
        let served: Int
        let noShows: Int
        let left: Int
        let utilisation: Double
    }

    let scenarios: [Scenario]
    let title: String

    var chart: WaitChart {
        WaitChart(
            title: title,
            bars: scenarios.map { scenario in
                WaitChart.Bar(
                    label: "\(scenario.policy) ×\(scenario.counters)", detail: "",
                    median: scenario.waits.percentile(0.5),
                    ninetieth: scenario.waits.percentile(0.9))
            })
    }

    var table: String {
        let header = [
            "policy", "counters", "came", "mean", "half", "90 %", "longest", "≤ 10 min", "left",
            "no-show", "uncalled", "busy",
        ]
        let rows = scenarios.map { scenario in
            [
                scenario.policy, scenario.counters,
                "\(scenario.waits.waits.count + scenario.waits.uncalled)",
                WaitChart.clock(scenario.waits.mean),
                WaitChart.clock(scenario.waits.percentile(0.5)),
                WaitChart.clock(scenario.waits.percentile(0.9)),
                WaitChart.clock(scenario.waits.longest),
                SimulationReport.percent(scenario.waits.within(600)), "\(scenario.left)",
                "\(scenario.noShows)", "\(scenario.waits.uncalled - scenario.left)",
                SimulationReport.percent(scenario.utilisation),
            ]
        }
        return SimulationReport.columns([header] + rows)
    }

    /// The first column to the left, the others to the right.
    static func columns(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let gap = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + gap : gap + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// Plays every policy with every number of counters.
    ///
    /// - Parameter days: For each of them; the same customers come under each.
    static func play(
        _ days: [Workload], policy: String, _ call: CallPolicy?, counters: String
    ) throws(PlanError) -> Scenario {
        var waits = WaitSummary(waits: [], uncalled: 0)
        var (served, noShows, left, busy) = (0, 0, 0, 0.0)
        for day in days {
            let workload = call.map { day.under($0) } ?? day
            let outcome = try SimulationRun.play(workload)
            waits = waits.adding(outcome.summary())
            served += outcome.served
            noShows += outcome.noShows
            left += outcome.left
            busy += outcome.utilisation / Double(days.count)
        }
        return Scenario(
            policy: policy, counters: counters, waits: waits, served: served, noShows: noShows,
            left: left, utilisation: busy)
    }
}

extension StaffSearch {
    /// The rows as a table, and the answer below them.
    static func text(_ rows: [Row], _ question: Question) -> String {
        let minutes = WaitChart.clock(question.limit)
        let header = ["counters", "came", "half", "90 %", "≤ \(minutes)", "Erlang C"]
        let lines = rows.map { row in
            [
                "\(row.counters)", "\(row.waits.waits.count + row.waits.uncalled)",
                WaitChart.clock(row.waits.percentile(0.5)),
                WaitChart.clock(row.waits.percentile(0.9)),
                SimulationReport.percent(row.waits.within(question.limit)),
                row.expected.map(SimulationReport.percent) ?? "–",
            ]
        }
        let asked = "\(SimulationReport.percent(question.share)) were asked for"
        let share = rows.last.map { $0.waits.within(question.limit) } ?? 0
        let found = SimulationReport.percent(share)
        let answer =
            share >= question.share
            ? "With \(rows.last?.counters ?? 0) counters at \(question.hour) o'clock \(found) are "
                + "called within \(minutes); \(asked)."
            : "Even with \(most) counters only \(found) are called within \(minutes); \(asked). "
                + "The line of the hour before may be what they inherit."
        return SimulationReport.columns([header] + lines) + "\n\n" + answer
    }
}
