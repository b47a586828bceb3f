import Foundation

/// What was measured, round by round.
struct Results {
    private(set) var names: [String] = []
    private var rounds: [String: [Measurement]] = [:]

    mutating func add(_ measurement: Measurement, to benchmark: Benchmark) {
        let name = benchmark.description
        if rounds[name] == nil { names.append(name) }
        rounds[name, default: []].append(measurement)
    }

    func rounds(of name: String) -> [Measurement]? { rounds[name] }

    /// Each number's median over the rounds.
    func median(of name: String) -> Measurement? {
        guard let all = rounds[name], !all.isEmpty else { return nil }
        return Measurement(
            perSecond: Results.median(all.map(\.perSecond)), p50: Results.median(all.map(\.p50)),
            p99: Results.median(all.map(\.p99)))
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

/// Tables for people, JSON for programs.
enum Report {
    static func table(_ results: Results) -> String {
        var rows = [["", "a second", "p50 µs", "p99 µs", "range a second"]]
        // What `memory` found is in a table of its own.
        for name in results.names where name != Benchmark.memory.description {
            guard let median = results.median(of: name), let rounds = results.rounds(of: name)
            else { continue }
            let rates = rounds.map(\.perSecond)
            rows.append([
                name, short(median.perSecond), short(median.p50), short(median.p99),
                "\(short(rates.min() ?? 0)) – \(short(rates.max() ?? 0))",
            ])
        }
        return rows.count == 1 ? "" : aligned(rows)
    }

    /// What was promised, each beside what it was in this run: the median of its rounds.
    static func goals(_ results: Results) -> String {
        var rows: [[String]] = []
        for goal in Goal.all {
            let rounds = goal.needs.compactMap(results.rounds(of:))
            guard rounds.count == goal.needs.count, let count = rounds.map(\.count).min() else {
                continue
            }
            let values = (0..<count).map { round in goal.value(rounds.map { $0[round] }) }
            let value = Results.median(values)
            rows.append([
                goal.text, short(value) + goal.unit, goal.boundText,
                goal.isMet(by: value) ? "met" : "missed",
                "\(short(values.min() ?? 0)) – \(short(values.max() ?? 0))",
            ])
        }
        return rows.isEmpty
            ? "" : aligned([["", "this run", "goal", "", "range"]] + rows)
    }

    static func idle(_ services: [IdleService]) -> String {
        guard !services.isEmpty else { return "" }
        func row(_ name: String, _ services: [IdleService], atMost most: Int) -> [String] {
            let size = Double(services.map(\.kibibytes).reduce(0, +)) / 1_024
            return [
                name, String(format: "%.1f MB", size), "≤ \(most) MB",
                size <= Double(most) ? "met" : "missed",
            ]
        }
        let cpu = services.map(\.cpuPercent).reduce(0, +)
        return aligned(
            [["at rest", "this run", "goal", ""]]
                + services.map { row($0.name, [$0], atMost: 40) }
                + [
                    row("all", services, atMost: 150),
                    [
                        "all, of a core", String(format: "%.1f %%", cpu), "≤ 2 %",
                        cpu <= 2 ? "met" : "missed",
                    ],
                ])
    }

    /// The medians of `names`; services at rest have lines of their own with two fields more.
    static func json(
        _ results: Results, only names: [String], idle: [IdleService]
    ) throws -> String {
        struct Line: Encodable {
            let name: String
            var per_second = 0.0
            var p50_us = 0.0
            var p99_us = 0.0
            var kibibytes: Int?
            var cpu_percent: Double?
        }
        func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        var lines: [Line] = []
        for name in names {
            if name == Benchmark.memory.description {
                lines += idle.map {
                    Line(
                        name: "memory-\($0.name)", kibibytes: $0.kibibytes,
                        cpu_percent: tenths($0.cpuPercent))
                }
            } else if let median = results.median(of: name) {
                lines.append(
                    Line(
                        name: name, per_second: tenths(median.perSecond),
                        p50_us: tenths(median.p50), p99_us: tenths(median.p99)))
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(["results": lines]), as: UTF8.self)
    }

    /// Three digits or the whole part, with a comma for thousands.
    static func short(_ value: Double) -> String {
        if abs(value) < 10 { return String(format: "%.2f", value) }
        if abs(value) < 100 { return String(format: "%.1f", value) }
        let digits = String(Int(value.rounded()))
        var text = ""
        for (index, digit) in digits.enumerated() {
            let left = digits.count - index
            if index > 0, left % 3 == 0, text.last != "-" { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// Columns as wide as their widest entry: the first to the left, numbers to the right.
    private static func aligned(_ rows: [[String]]) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        let lines = rows.map { row in
            row.enumerated().map { column, text in
                let room = String(repeating: " ", count: widths[column] - text.count)
                return column == 0 ? text + room : room + text
            }.joined(separator: "  ")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
