import BranchDomain
import Bus
import Foundation
import Logging
import Messages
import OutgoingHTTP
import Outbox
import ServiceKit
import Synchronization

/// Puts the notifier together and runs it until the process is asked to end.
enum NotifierShell {
    static let name = "notifier"

    /// Whether the branch is configured to tell anybody anything.
    static func isConfigured(_ state: StateDirectory) throws -> Bool {
        try BranchConfiguration.load(from: state).notifications != nil
    }

    /// - Throws: ``ConfigurationError``, ``OutboxError``, ``ZeroMQError``.
    static func serve(state: StateDirectory, ports: Ports, logger: Logger) async throws {
        let plan = try NotifierPlan(state: state)
        let store = try OutboxStore(path: state.journal(of: name))
        let stopper = try Stopper()
        let caller = AsyncCaller(stopper: stopper)
        let exchange = HTTPShell(mostConnections: Courier.mostAtOnce)
        let work = NotifierWork(
            plan: plan, store: store, caller: caller, exchange: exchange, logger: logger)
        let (heads, headsIn) = AsyncStream.makeStream(
            of: UInt64?.self, bufferingPolicy: .bufferingNewest(1))
        let (topics, topicsIn) = AsyncStream.makeStream(
            of: QueueTopic.self, bufferingPolicy: .bufferingNewest(1_024))
        let health = HealthFile(of: name, in: state)
        let meters = ServiceMeters(.notifier, ports: ports, state: state, logger: logger)
        defer { meters.close() }
        logger.info("telling", metadata: ["rules": "\(plan.settings.rules.count)"])
        try await Lifetime.run(logger: logger, stop: stopper.stop) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in plan.lanes {
                    group.addTask { await work.deliver(lane) }
                }
                group.addTask { await work.readEntries(heads) }
                group.addTask { await work.readQueues(topics) }
                group.addTask { await work.watchOver(health) }
                group.addTask { await meters.follow(work.word, store.totals) }
                defer { group.cancelAll() }
                try await PinnedThread.run(name: name) {
                    let shell = try BusShell(
                        caller: caller, ports: ports, branch: plan.rules.branch,
                        wantsAccounts: !plan.rules.accountLines.isEmpty, heads: headsIn,
                        topics: topicsIn)
                    try shell.run(in: try Reactor(stopper: stopper))
                }
            }
        }
        health.remove()
        await exchange.close()
        try store.close()
    }
}

/// The loops of the notifier. Nothing here decides anything: clock, bus and rules are tied
/// together.
final class NotifierWork: Sendable {
    private let plan: NotifierPlan
    private let store: OutboxStore
    private let caller: AsyncCaller
    private let exchange: any HTTPExchange
    private let ledger: LedgerShell
    private let intake: Intake
    private let logger: Logger
    private let bells: [String: Bell]
    private let troubles = Mutex<Set<String>>([])

    init(
        plan: NotifierPlan, store: OutboxStore, caller: AsyncCaller,
        exchange: any HTTPExchange, logger: Logger
    ) {
        self.plan = plan
        self.store = store
        self.caller = caller
        self.exchange = exchange
        self.logger = logger
        ledger = LedgerShell(
            session: DeviceSession(
                caller: caller, device: plan.device, secret: plan.secret,
                nextID: NotifierWork.nextID))
        intake = Intake(rules: plan.rules, store: store)
        bells = Dictionary(uniqueKeysWithValues: plan.lanes.map { ($0.name, Bell()) })
    }

    @Sendable private static func nextID() -> RequestID {
        var identifiers = SystemRequestIDs()
        return identifiers.next()
    }

    @Sendable private static func random() -> UInt64 {
        var random = SystemRandomNumberGenerator()
        return random.next()
    }

    // MARK: In

    /// Reads movements whenever the ledger says that there are any.
    func readEntries(_ heads: AsyncStream<UInt64?>) async {
        var seen: UInt64 = 0
        for await head in heads {
            if let head, head <= seen { continue }
            do {
                if try await intake.cursor() == nil {
                    guard let head else { continue }
                    try await intake.begin(at: head)
                }
                if try await intake.catchUp(from: ledger, clock: { SystemClock().now }) > 0 {
                    for bell in bells.values { bell.ring() }
                }
                seen = max(seen, head ?? 0)
                note("branch", nil)
            } catch {
                note("branch", "\(error)")
            }
        }
    }

    func readQueues(_ topics: AsyncStream<QueueTopic>) async {
        var watch: QueueWatch?
        for await topic in topics {
            do {
                if watch == nil { watch = try await intake.watch() }
                guard var present = watch else { continue }
                try await intake.take(topic, &present, now: SystemClock().now)
                watch = present
                for bell in bells.values { bell.ring() }
            } catch {
                note("outbox", "\(error)")
            }
        }
    }

    // MARK: Out

    /// Works off one lane until it is cancelled; what is under way then is finished.
    func deliver(_ lane: NotifierPlan.Lane) async {
        let courier = Courier(
            lane: lane.name, store: store,
            carrier: lane.carrier(exchange: exchange, customers: ledger),
            schedule: .standard, random: NotifierWork.random)
        var gate = LaneGate(perSecond: lane.perSecond)
        while !Task.isCancelled {
            let present = gate
            let round = Task {
                var gate = present
                let now = SystemClock().now
                let next = try await courier.round(&gate, now: now)
                return (gate, next.since(now))
            }
            var pause = Courier.idle
            do {
                (gate, pause) = try await round.value
                note(lane.name, gate.failures > 0 ? "held up" : nil)
            } catch {
                note(lane.name, "\(error)")
            }
            if pause > .zero { await bells[lane.name]?.wait(atMost: min(pause, Courier.idle)) }
        }
    }

    // MARK: Health

    /// Says how it is, learns of gateways, forgets what is old.
    func watchOver(_ health: HealthFile) async {
        var rounds = 0
        while !Task.isCancelled {
            let hello = try? await caller.call(
                SystemHello.self, Nothing(), id: NotifierWork.nextID(), session: "")
            caller.learn((hello?.gateways ?? []).map { Endpoint(address: $0) })
            note("gateway", hello == nil ? "no answer" : nil)
            health.write(word())
            if rounds % 720 == 0 { try? await intake.forgetOldIDs(now: SystemClock().now) }
            rounds += 1
            try? await Task.sleep(for: .seconds(5))
        }
    }

    @Sendable func word() -> String {
        troubles.withLock { troubles in
            if troubles.isEmpty { return "ok" }
            return troubles.contains("branch") || troubles.contains("gateway")
                ? "alone" : "held-up"
        }
    }

    /// Logs when trouble begins and when it ends, not each time in between.
    private func note(_ place: String, _ trouble: String?) {
        let isNews = troubles.withLock { troubles in
            trouble == nil ? troubles.remove(place) != nil : troubles.insert(place).inserted
        }
        guard isNews else { return }
        if let trouble {
            logger.warning("trouble", metadata: ["with": "\(place)", "what": "\(trouble)"])
        } else {
            logger.info("trouble is over", metadata: ["with": "\(place)"])
        }
    }
}
