import BranchDomain
import Foundation
import Messages
import ServiceKit

/// Runs benchmarks; what they need is started when first needed and kept for the other rounds.
final class Trials {
    private let place: Workplace
    private let seconds: Double
    private let large: LargeBranch.Size
    private var largeBranch: LargeBranch?
    private var queueTrials: QueueTrials?
    private var branch: (branch: BranchUnderTest, clientele: Clientele)?
    private var postgres: PostgresPeer?
    private var helpers: [String: ChildProcess] = [:]
    private var round: UInt64 = 0
    /// Each service at rest, where `memory` was asked for.
    private(set) var idleServices: [IdleService] = []

    init(_ place: Workplace, seconds: Double, large: LargeBranch.Size) {
        self.place = place
        self.seconds = seconds
        self.large = large
    }

    deinit { stop() }

    func stop() {
        postgres?.stop()
        postgres = nil
        for helper in helpers.values { helper.end() }
        helpers = [:]
        largeBranch?.branch.stop()
        largeBranch = nil
        branch?.branch.stop()
        branch = nil
    }

    func measure(_ benchmark: Benchmark) throws -> Measurement {
        round += 1
        switch benchmark {
        case .deposit(let callers, let spread):
            let (branch, clientele) = try openBranch()
            let accounts = spread?.accounts ?? Clientele.usualAccounts
            try clientele.open(accounts: accounts)
            return try run(branch.ports.gateway(1), callers, accounts) { _ in [clientele.deposit] }
        case .direct(let callers):
            let (branch, clientele) = try openBranch()
            try clientele.open(accounts: Clientele.usualAccounts)
            let address = branch.state.backLink(of: "ledger")
            return try run(address, callers, Clientele.usualAccounts) { _ in
                [clientele.directDeposit]
            }
        case .tickets(let callers):
            let (branch, clientele) = try openBranch()
            try clientele.open(counters: (1...callers).map(String.init))
            return try run(branch.ports.gateway(1), callers, 1) {
                clientele.visit(at: String($0 + 1))
            }
        case .echo(let callers): return try echo(callers)
        case .pgbench(let clients):
            let peer = try postgres ?? PostgresPeer(in: place)
            postgres = peer
            return try peer.measure(clients: clients, seconds: seconds)
        case .simulatedDay:
            return try SimulatedDay.run(place.program("branchline-scheduler"), seed: round)
        case .fdatasync: return try DiskTrial.run(in: place.folder, seconds: min(seconds, 2))
        case .longLine(let callers):
            return try queue().visitsInALongLine(callers: callers, seconds: seconds, seed: round)
        case .presses(let kiosks):
            return try queue().presses(kiosks: kiosks, seconds: seconds, seed: round)
        case .snapshot: return try queue().snapshots(seconds: seconds, seed: round)
        case .board(let displays): return try board(displays)
        case .fanOut(let displays): return try fanOut(displays)
        case .memory: return try idle()
        case .start:
            let (fresh, took) = try freshStart()
            fresh.stop()
            return took
        case .web(let what): return try web(what)
        case .grpc(let what, let clients): return try grpc(what, clients)
        case .chat(let requests):
            return try MessageTrials(in: place, name: "chat-\(round)").chat(requests)
        case .notify(let count), .notifyMemory(let count):
            let (rate, memory) = try MessageTrials(in: place, name: "notify-\(round)")
                .notifications(count)
            return benchmark == .notify(count: count) ? rate : memory
        case .large(let what):
            let branch =
                try largeBranch ?? LargeBranch(in: place, large, seed: round, tell: Progress.say)
            largeBranch = branch
            return try branch.measure(what, seconds: seconds, seed: round)
        case .bulk(let records): return try bulk(records)
        case .plainSQLite(let transaction):
            let peer = try SQLitePeer(
                in: place.folder, accounts: Clientele.mostAccounts, seed: round)
            return try peer.measure(transaction: transaction, seconds: seconds)
        }
    }

    private func bulk(_ records: Int) throws -> Measurement {
        let (branch, clientele) = try openBranch()
        let accounts = Clientele.mostAccounts
        try clientele.open(accounts: accounts)
        let address = branch.ports.gateway(1)
        try BulkTrial.fund(address, session: clientele.admin, accounts: accounts, seed: round)
        return try BulkTrial.run(
            address, session: clientele.admin, records: records, accounts: accounts,
            seconds: seconds, seed: round + 1_000)
    }

    private func queue() throws -> QueueTrials {
        if let queueTrials { return queueTrials }
        let (branch, clientele) = try openBranch()
        let trials = QueueTrials(branch.ports.gateway(1), clientele)
        queueTrials = trials
        return trials
    }

    private func run(
        _ address: String, _ callers: Int, _ accounts: Int,
        _ templates: @escaping (Int) -> [RequestTemplate]
    ) throws -> Measurement {
        let load = Load(
            address: address, callers: callers, templates: templates, accounts: accounts,
            seed: round)
        return try LoadGenerator(load).run(.seconds(warmUp: 0.5, measured: seconds))
    }

    private func openBranch() throws -> (branch: BranchUnderTest, clientele: Clientele) {
        if let branch { return branch }
        let fresh = try BranchUnderTest(place)
        try fresh.start()
        let opened = (fresh, try Clientele(at: fresh))
        branch = opened
        return opened
    }

    /// The bench's own program with a sub-command, started once.
    private func helper(_ name: String, _ arguments: [String]) throws {
        guard helpers[name] == nil else { return }
        helpers[name] = try ChildProcess(
            name, place.program("branchline-bench"), [name] + arguments, log: place.log,
            pids: place.pids)
    }

    private func echo(_ callers: Int) throws -> Measurement {
        let (front, back) = (place.tcp(80), place.ipc("echo"))
        try helper("echo-server", [back])
        try helper("echo-forwarder", [front, back])
        try Wait.untilListening(front)
        try Wait.untilListening(back)
        // As long as a session and a principal, which the forwarder does not add.
        let request = RequestTemplate(
            method: Method.ledgerDeposit.rawValue, session: String(repeating: "s", count: 200),
            principal: "{\"user\":\"bench\",\"role\":\"teller\",\"generation\":1}",
            body: "{\"account\":#,\"amount\":12550}")
        return try run(front, callers, Clientele.usualAccounts) { _ in [request] }
    }

    // MARK: Boards

    private func board(_ count: Int) throws -> Measurement {
        let (branch, clientele) = try openBranch()
        try clientele.open(counters: ["board"])
        let displays = try Displays(
            count, at: branch.ports.queueTopics, prefix: Topic.queues(branch: "main"),
            topic: Topic.queue(branch: "main", service: "cash"))
        return try BoardTrial.run(
            displays, address: branch.ports.gateway(1), before: [clientele.issue],
            call: clientele.visit(at: "board")[1], calls: calls(for: count))
    }

    private func fanOut(_ count: Int) throws -> Measurement {
        let (requests, topics) = (place.tcp(90), place.tcp(91))
        try helper("fanout-server", [requests, topics])
        try Wait.untilListening(requests)
        let displays = try Displays(
            count, at: topics, prefix: Topic.queues(branch: "main"), topic: FanOut.topic)
        let publish = RequestTemplate(method: "publish", session: "", body: "{}")
        return try BoardTrial.run(
            displays, address: requests, before: [publish], call: publish,
            calls: calls(for: count))
    }

    /// Enough for a percentile, few enough for a minute.
    private func calls(for displays: Int) -> Int { max(50, 20_000 / displays) }

    // MARK: Small

    /// A branch that has just been started, and is ended again.
    private func freshStart() throws -> (branch: BranchUnderTest, took: Measurement) {
        let fresh = try BranchUnderTest(place, name: "fresh-\(round)", portOffset: 40)
        let took = Double(try fresh.start()) / 1_000
        return (fresh, Measurement(perSecond: 1e6 / took, p50: took, p99: took))
    }

    /// All that `deploy/up` starts, at rest.
    private func idle() throws -> Measurement {
        let (fresh, took) = try freshStart()
        defer { fresh.stop() }
        try fresh.startWeb()
        try fresh.startGRPC()
        idleServices = try fresh.idle(seconds: max(10, seconds))
        return took
    }

    // MARK: gRPC

    private func grpc(_ what: Benchmark.GRPC, _ clients: Int) throws -> Measurement {
        let trials = try GRPCTrials(place, environment: ProcessInfo.processInfo.environment)
        switch what {
        case .deposit:
            let (branch, _) = try openBranch()
            try branch.startGRPC()
            return try trials.deposits(
                at: branch.ports.grpc, clients: clients, seconds: seconds)
        case .peer:
            let port = Int(place.portBase) + 92
            let peer = try trials.peer(port: port)
            defer { peer.end() }
            return try trials.deposits(at: port, clients: clients, seconds: seconds)
        }
    }

    // MARK: Web

    private func web(_ what: Benchmark.Web) throws -> Measurement {
        let (branch, clientele) = try openBranch()
        try branch.startWeb()
        let trials = WebTrials(branch: branch, clientele: clientele)
        switch what {
        case .deposits(let callers):
            try clientele.open(accounts: Clientele.usualAccounts)
            return try trials.deposits(callers: callers, seconds: seconds, seed: round)
        case .pages(let count):
            return try trials.pages(count, calls: calls(for: count))
        case .memory(let pages):
            let kibibytes = Double(try trials.memory(pages: pages))
            return Measurement(perSecond: kibibytes, p50: kibibytes, p99: kibibytes)
        case .visit(let page):
            return try trials.firstVisit(page, times: 50)
        }
    }
}
