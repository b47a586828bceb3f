import BranchDomain
import Bus
import Foundation
import Logging
import Messages
import OutgoingHTTP
import Outbox
import ServiceKit

/// Puts the notifier together and runs it until the process is asked to end.
enum NotifierShell {
    static let name = "notifier"

    /// Whether the branch is configured to tell anybody anything.
    static func isConfigured(_ state: StateDirectory) throws -> Bool {
        try BranchConfiguration.load(from: state).notifications != nil
    }

    /// Begins anew with what is configured then at each SIGHUP; what waits in the outbox stays.
    ///
    /// - Parameter enrolment: A file of `branch pair`, where this is not the branch's own machine.
    /// - Throws: ``ConfigurationError``, ``OutboxError``, ``ZeroMQError``.
    static func serve(
        state: StateDirectory, ports: Ports, enrolment: String?, logger: Logger
    ) async throws {
        let access =
            try enrolment.map { try BranchAccess(enrolment: $0, kind: .notifier) }
            ?? BranchAccess(ports: ports)
        let configuration = try BranchConfiguration.load(from: state)
        let rounds = Rounds(
            first: try NotifierPlan(configuration, in: state, enrolled: access.device))
        let changed = ConfigurationReload(of: configuration, in: state, logger: logger)
        let meters = ServiceMeters(.notifier, ports: ports, state: state, logger: logger)
        defer { meters.close() }
        let reload = { @Sendable in
            _ = changed.reload {
                rounds.renew(by: try NotifierPlan($0, in: state, enrolled: access.device))
            }
        }
        try await Lifetime.run(logger: logger, stop: rounds.end, reload: reload) {
            while true {
                let stopper = try Stopper()
                guard let plan = rounds.begin(stop: stopper.stop) else { return }
                try await round(
                    plan, stopper, state: state, access: access, meters: meters,
                    logger: logger)
            }
        }
    }

    private static func round(
        _ plan: NotifierPlan, _ stopper: Stopper, state: StateDirectory, access: BranchAccess,
        meters: ServiceMeters, logger: Logger
    ) async throws {
        let store = try OutboxStore(path: state.journal(of: name))
        let caller = AsyncCaller(stopper: stopper)
        let exchange = HTTPShell(mostConnections: Courier.mostAtOnce)
        let work = NotifierWork(
            plan: plan, store: store, caller: caller, exchange: exchange, logger: logger)
        let (heads, headsIn) = AsyncStream.makeStream(
            of: UInt64?.self, bufferingPolicy: .bufferingNewest(1))
        let (topics, topicsIn) = AsyncStream.makeStream(
            of: QueueTopic.self, bufferingPolicy: .bufferingNewest(1_024))
        let health = HealthFile(of: name, in: state)
        logger.info("telling", metadata: ["rules": "\(plan.settings.rules.count)"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in plan.lanes {
                group.addTask { await work.deliver(lane) }
            }
            group.addTask { await work.readEntries(heads) }
            group.addTask { await work.readQueues(topics) }
            group.addTask { await work.watchOver(health) }
            group.addTask { await meters.follow(work.troubles.word, store.totals) }
            defer { group.cancelAll() }
            try await PinnedThread.run(name: name) {
                let bus = try EdgeBus(caller: caller, access: access, stopper: stopper)
                try bus.hearQueues(of: plan.rules.branch, into: topicsIn)
                if !plan.rules.accountLines.isEmpty, let topics = access.accountTopics {
                    try bus.hearMovements(at: topics, into: headsIn)
                }
                try bus.run()
                headsIn.finish()
                topicsIn.finish()
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
    private let bells: [String: Bell]
    fileprivate let troubles: Troubles

    init(
        plan: NotifierPlan, store: OutboxStore, caller: AsyncCaller,
        exchange: any HTTPExchange, logger: Logger
    ) {
        self.plan = plan
        self.store = store
        self.caller = caller
        self.exchange = exchange
        troubles = Troubles(logger: logger, branch: ["branch", "gateway"])
        ledger = LedgerShell(
            branch: plan.device.map {
                DeviceCaller(caller: caller, device: $0.name, secret: $0.secret)
            })
        intake = Intake(rules: plan.rules, store: store)
        bells = Dictionary(uniqueKeysWithValues: plan.lanes.map { ($0.name, Bell()) })
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
                troubles.note("branch", nil)
            } catch {
                troubles.note("branch", "\(error)")
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
                troubles.note("outbox", nil)
                for bell in bells.values { bell.ring() }
            } catch {
                troubles.note("outbox", "\(error)")
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
                troubles.note(lane.name, gate.failures > 0 ? "held up" : nil)
            } catch {
                troubles.note(lane.name, "\(error)")
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
                SystemHello.self, Nothing(), id: SystemRequestIDs.fresh(), session: "")
            caller.learn((hello?.gateways ?? []).map { Endpoint(address: $0) })
            troubles.note("gateway", hello == nil ? "no answer" : nil)
            health.write(troubles.word())
            if rounds % 720 == 0 { try? await intake.forgetOldIDs(now: SystemClock().now) }
            rounds += 1
            try? await Task.sleep(for: .seconds(5))
        }
    }
}
