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

    static func memory(_ memory: [(service: String, kibibytes: Int)]) -> String {
        guard !memory.isEmpty else { return "" }
        let total = memory.map(\.kibibytes).reduce(0, +)
        func row(_ name: String, _ kibibytes: Int, atMost most: Int) -> [String] {
            let size = Double(kibibytes) / 1_024
            return [
                name, String(format: "%.1f MB", size), "≤ \(most) MB",
                size <= Double(most) ? "met" : "missed",
            ]
        }
        return aligned(
            [["idle memory", "this run", "goal", ""]]
                + memory.map { row($0.service, $0.kibibytes, atMost: 40) }
                + [row("all", total, atMost: 150)])
    }

    /// The medians of `names`; idle memory has lines of its own with one field more.
    static func json(
        _ results: Results, only names: [String], memory: [(service: String, kibibytes: Int)]
    ) throws -> String {
        struct Line: Encodable {
            let name: String
            var per_second = 0.0
            var p50_us = 0.0
            var p99_us = 0.0
            var kibibytes: Int?
        }
        func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        var lines: [Line] = []
        for name in names {
            if name == Benchmark.memory.description {
                lines += memory.map { Line(name: "memory-\($0.service)", kibibytes: $0.kibibytes) }
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
