/// A number that the project promised, made of what was measured.
struct Goal: Sendable {
    enum Bound: Sendable { case atLeast(Double), atMost(Double) }

    let text: String
    let needs: [String]
    let bound: Bound
    let unit: String
    /// Out of one round of each of `needs`.
    let value: @Sendable ([Measurement]) -> Double

    func isMet(by value: Double) -> Bool {
        switch bound {
        case .atLeast(let least): value >= least
        case .atMost(let most): value <= most
        }
    }

    var boundText: String {
        switch bound {
        case .atLeast(let least): "≥ \(Report.short(least))\(unit)"
        case .atMost(let most): "≤ \(Report.short(most))\(unit)"
        }
    }

    private static func rate(_ name: String, atLeast least: Double) -> Goal {
        Goal(text: "\(name) a second", needs: [name], bound: .atLeast(least), unit: "") {
            $0[0].perSecond
        }
    }

    private static func ratio(_ name: String, of other: String, atLeast least: Double) -> Goal {
        Goal(text: "\(name) / \(other)", needs: [name, other], bound: .atLeast(least), unit: "") {
            $0[0].perSecond / max($0[1].perSecond, 1)
        }
    }

    /// "Within 20 % of each other": of the slower to the faster.
    private static func even(_ name: String, _ other: String) -> Goal {
        Goal(
            text: "\(name) and \(other), slower / faster", needs: [name, other],
            bound: .atLeast(0.8), unit: ""
        ) { min($0[0].perSecond, $0[1].perSecond) / max($0[0].perSecond, $0[1].perSecond, 1) }
    }

    private static func time(
        _ name: String, _ which: String, atMost milliseconds: Double,
        _ value: @escaping @Sendable (Measurement) -> Double
    ) -> Goal {
        Goal(text: "\(name) \(which)", needs: [name], bound: .atMost(milliseconds), unit: " ms") {
            value($0[0]) / 1_000
        }
    }

    static let all: [Goal] = [
        rate("deposit-64", atLeast: 20_000), rate("deposit-256", atLeast: 25_000),
        rate("direct-64", atLeast: 30_000),
        ratio("deposit-64", of: "pgbench-tpcb-64", atLeast: 3.5),
        ratio("deposit-64", of: "echo-64", atLeast: 0.5),
        Goal(
            text: "deposit-1 median beyond one fdatasync", needs: ["deposit-1", "fdatasync"],
            bound: .atMost(280), unit: " µs"
        ) { $0[0].p50 - $0[1].p50 },
        even("deposit-64", "deposit-64-hot"), even("deposit-64", "deposit-64-10"),
        even("deposit-64", "deposit-64-10k"), even("deposit-64-10", "deposit-64-10k"),
        even("deposit-64-hot", "deposit-64-10k"),
        rate("tickets-64", atLeast: 20_000), rate("tickets-64-100k", atLeast: 20_000),
        ratio("tickets-64-100k", of: "tickets-64", atLeast: 0.9),
        time("presses-1000", "p99", atMost: 20, \.p99),
        time("snapshot-10k", "p99", atMost: 5, \.p99),
        time("board-100", "median", atMost: 5, \.p50), time("board-100", "p99", atMost: 20, \.p99),
        Goal(
            text: "board-1000 p99 / fanout-1000 p99", needs: ["board-1000", "fanout-1000"],
            bound: .atMost(1.5), unit: ""
        ) { $0[0].p99 / max($0[1].p99, 1) },
        // A thousand in a minute.
        rate("chat-1000", atLeast: 17),
        // The provider takes two hundred a second.
        rate("notify-10000", atLeast: 150),
        Goal(
            text: "notify-memory-10000", needs: ["notify-memory-10000"], bound: .atMost(8),
            unit: " MB"
        ) { $0[0].p50 / 1_024 },
        time("start", "to ready", atMost: 1_500, \.p50),
        time("simulated-day", "of 20,000 tickets", atMost: 1_000, \.p50),
        Goal(
            text: "web-deposit-1 / deposit-1 median", needs: ["web-deposit-1", "deposit-1"],
            bound: .atMost(2), unit: ""
        ) { $0[0].p50 / max($0[1].p50, 1) },
        time("web-pages-200", "p99", atMost: 50, \.p99),
        time("web-visit-kiosk", "p99", atMost: 100, \.p99),
        rate("grpc-deposit-16", atLeast: 3_100),
        ratio("grpc-deposit-16", of: "grpc-peer-16", atLeast: 1),
        ratio("bulk-8190", of: "sqlite-4096", atLeast: 3),
        ratio("bulk-100", of: "sqlite-4096", atLeast: 1),
        rate("large-balance", atLeast: 10_000), time("large-page", "p99", atMost: 1, \.p99),
        time("large-start", "to ready", atMost: 5_000, \.p50),
        ratio("large-last", of: "large-first", atLeast: 0.9),
        time("large-backup", "of all entries", atMost: 30_000, \.p50),
        Goal(
            text: "large-backup-deposit / large-deposit p99",
            needs: ["large-backup-deposit", "large-deposit"], bound: .atMost(2), unit: ""
        ) { $0[0].p99 / max($0[1].p99, 1) },
        Goal(
            text: "large-memory, an account", needs: ["large-memory"], bound: .atMost(200),
            unit: " bytes"
        ) { $0[0].p50 },
        Goal(
            text: "web-memory-1000", needs: ["web-memory-1000"], bound: .atMost(100), unit: " MB"
        ) { $0[0].p50 / 1_024 },
    ]
}
