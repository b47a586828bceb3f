/// What can be measured, by the name under which people ask for it.
enum Benchmark: Hashable, CustomStringConvertible {
    enum Spread: String {
        case hot, ten = "10", tenThousand = "10k"

        var accounts: Int {
            switch self {
            case .hot: 1
            case .ten: 10
            case .tenThousand: Clientele.mostAccounts
            }
        }
    }

    /// What is measured of the web service.
    enum Web: Hashable {
        /// Durable deposits over HTTP by so many callers.
        case deposits(callers: Int)
        /// From a call at a counter to so many open pages.
        case pages(Int)
        /// Resident memory with so many pages open; every figure is kibibytes.
        case memory(pages: Int)
        /// A page and all that it is made of.
        case visit(page: String)

        /// From `deposit-1`, `pages-200`, `memory-1000`, `visit-kiosk`.
        init?(_ parts: ArraySlice<String>) {
            guard parts.count == 2, let first = parts.first, let last = parts.last else {
                return nil
            }
            let number = Int(last).flatMap { (1...4_000).contains($0) ? $0 : nil }
            switch (first, number) {
            case ("deposit", let callers?): self = .deposits(callers: callers)
            case ("pages", let count?): self = .pages(count)
            case ("memory", let count?): self = .memory(pages: count)
            case ("visit", nil) where last.allSatisfy(\.isLetter): self = .visit(page: last)
            default: return nil
            }
        }
    }

    /// Deposits by so many Python clients over gRPC: durable, or at a bank in memory.
    enum GRPC: String {
        case deposit, peer
    }

    /// Durable deposits at a gateway by so many callers, over 1,000 accounts or as said.
    case deposit(callers: Int, Spread?)
    /// The same at the ledger's back link.
    case direct(callers: Int)
    /// Issue, next, done.
    case tickets(callers: Int)
    /// The same while a hundred thousand wait.
    case longLine(callers: Int)
    /// So many kiosks, each pressed once in a second.
    case presses(kiosks: Int)
    /// All topics of a branch where ten thousand wait.
    case snapshot
    case echo(callers: Int)
    case pgbench(clients: Int)
    case fdatasync
    /// From a call at a counter to so many displays.
    case board(displays: Int)
    case fanOut(displays: Int)
    /// Idle memory of each service.
    case memory
    /// From nothing to each service's first answer.
    case start
    case web(Web)
    case grpc(GRPC, clients: Int)
    /// Movements in bulk, so many a message.
    case bulk(records: Int)
    /// SQLite by itself, so many transfers a transaction.
    case plainSQLite(transaction: Int)
    /// So many requests in a messenger, at once; the longest wait for an answer.
    case chat(requests: Int)
    /// So many notifications through a provider.
    case notify(count: Int)
    /// How much the notifier has grown by them since the first tenth; every figure is kibibytes.
    case notifyMemory(count: Int)
    /// 20,000 tickets against the real rules in virtual time, start of the program included.
    case simulatedDay
    /// A branch with a long past.
    case large(LargeBranch.Measure)

    init?(_ name: String) {
        let parts = name.split(separator: "-").map(String.init)
        let number =
            parts.count > 1 ? Int(parts[1]).flatMap { (1...8_190).contains($0) ? $0 : nil } : nil
        if parts.first == "web" {
            guard let web = Web(parts.dropFirst()) else { return nil }
            self = .web(web)
            return
        }
        if parts.first == "grpc", parts.count == 3, let what = GRPC(rawValue: parts[1]),
            let clients = Int(parts[2]), (1...64).contains(clients)
        {
            self = .grpc(what, clients: clients)
            return
        }
        if ["chat", "notify"].contains(parts.first) {
            guard let message = Benchmark(message: parts) else { return nil }
            self = message
            return
        }
        if parts.first == "large" {
            let what = parts.dropFirst().joined(separator: "-")
            guard let measure = LargeBranch.Measure(rawValue: what) else { return nil }
            self = .large(measure)
            return
        }
        switch (parts.first, number, parts.count) {
        case ("deposit", let callers?, 2): self = .deposit(callers: callers, nil)
        case ("deposit", let callers?, 3):
            guard let spread = Spread(rawValue: parts[2]) else { return nil }
            self = .deposit(callers: callers, spread)
        case ("direct", let callers?, 2): self = .direct(callers: callers)
        case ("tickets", let callers?, 2): self = .tickets(callers: callers)
        case ("tickets", let callers?, 3) where parts[2] == "100k":
            self = .longLine(callers: callers)
        case ("presses", let kiosks?, 2): self = .presses(kiosks: kiosks)
        case ("snapshot", _, 2) where parts[1] == "10k": self = .snapshot
        case ("echo", let callers?, 2): self = .echo(callers: callers)
        case ("board", let displays?, 2): self = .board(displays: displays)
        case ("fanout", let displays?, 2): self = .fanOut(displays: displays)
        case ("pgbench", _, 3):
            guard parts[1] == "tpcb", let clients = Int(parts[2]), (1...90).contains(clients)
            else { return nil }
            self = .pgbench(clients: clients)
        case ("bulk", let records?, 2): self = .bulk(records: records)
        case ("sqlite", let size?, 2): self = .plainSQLite(transaction: size)
        case ("simulated", nil, 2) where parts[1] == "day": self = .simulatedDay
        case ("fdatasync", _, 1): self = .fdatasync
        case ("memory", _, 1): self = .memory
        case ("start", _, 1): self = .start
        default: return nil
        }
    }

    /// `chat-1000`, `notify-10000`, `notify-memory-10000`.
    private init?(message parts: [String]) {
        guard let count = parts.last.flatMap({ Int($0) }), (100...100_000).contains(count) else {
            return nil
        }
        switch parts.dropLast() {
        case ["chat"]: self = .chat(requests: count)
        case ["notify"]: self = .notify(count: count)
        case ["notify", "memory"]: self = .notifyMemory(count: count)
        default: return nil
        }
    }

    var description: String {
        switch self {
        case .deposit(let callers, let spread):
            "deposit-\(callers)" + (spread.map { "-" + $0.rawValue } ?? "")
        case .direct(let callers): "direct-\(callers)"
        case .tickets(let callers): "tickets-\(callers)"
        case .longLine(let callers): "tickets-\(callers)-100k"
        case .presses(let kiosks): "presses-\(kiosks)"
        case .snapshot: "snapshot-10k"
        case .echo(let callers): "echo-\(callers)"
        case .pgbench(let clients): "pgbench-tpcb-\(clients)"
        case .fdatasync: "fdatasync"
        case .simulatedDay: "simulated-day"
        case .board(let displays): "board-\(displays)"
        case .fanOut(let displays): "fanout-\(displays)"
        case .memory: "memory"
        case .start: "start"
        case .bulk(let records): "bulk-\(records)"
        case .plainSQLite(let transaction): "sqlite-\(transaction)"
        case .grpc(let what, let clients): "grpc-\(what.rawValue)-\(clients)"
        case .chat(let requests): "chat-\(requests)"
        case .notify(let count): "notify-\(count)"
        case .notifyMemory(let count): "notify-memory-\(count)"
        case .large(let what): "large-\(what.rawValue)"
        case .web(.deposits(let callers)): "web-deposit-\(callers)"
        case .web(.pages(let count)): "web-pages-\(count)"
        case .web(.memory(let pages)): "web-memory-\(pages)"
        case .web(.visit(let page)): "web-visit-\(page)"
        }
    }

    var needsPostgres: Bool {
        if case .pgbench = self { true } else { false }
    }

    /// Groups by name; `all` is every group.
    static let groups: [(name: String, members: [String])] = [
        (
            "single",
            [
                "deposit-1", "deposit-16", "deposit-64", "deposit-256", "deposit-64-hot",
                "direct-64", "echo-64", "pgbench-tpcb-64",
            ]
        ),
        ("spread", ["deposit-64-hot", "deposit-64-10", "deposit-64", "deposit-64-10k"]),
        (
            "queue",
            [
                "tickets-64", "presses-1000", "snapshot-10k", "tickets-64-100k", "simulated-day",
            ]
        ),
        ("board", ["board-100", "board-1000", "fanout-1000"]),
        (
            "web",
            [
                "deposit-1", "web-deposit-1", "web-deposit-64", "web-pages-200", "web-memory-1000",
                "web-visit-kiosk",
            ]
        ),
        ("grpc", ["grpc-deposit-16", "grpc-peer-16"]),
        ("bulk", ["sqlite-4096", "bulk-8190", "bulk-1000", "bulk-100"]),
        ("large", LargeBranch.Measure.allCases.map { "large-\($0.rawValue)" }),
        ("chat", ["chat-1000"]),
        ("notify", ["notify-10000", "notify-memory-10000"]),
        ("disk", ["fdatasync"]),
        ("small", ["memory", "start"]),
    ]

    /// The benchmarks of names and groups, each once, in the order they were asked for.
    ///
    /// - Throws: ``BenchError`` naming what is unknown, and what is known.
    static func named(_ names: [String]) throws -> [Benchmark] {
        var found: [Benchmark] = []
        for name in names {
            let group = groups.first { $0.name == name }?.members
            let members = name == "all" ? groups.flatMap(\.members) : group ?? [name]
            for member in members {
                guard let benchmark = Benchmark(member) else {
                    let known =
                        (groups.map(\.name) + ["all"] + Set(groups.flatMap(\.members)).sorted())
                    throw BenchError(
                        "There is no benchmark \(member). Known: \(known.joined(separator: " "))")
                }
                if !found.contains(benchmark) { found.append(benchmark) }
            }
        }
        return found
    }
}
