import BranchDomain
import Bus
import Foundation
import Logging
import Messages
import OutgoingHTTP
import Outbox
import ServiceKit

/// Puts the chatbot together and runs it until the process is asked to end.
enum ChatShell {
    static let name = "chatbot"

    /// Begins anew with what is configured then at each SIGHUP; what waits in the outbox stays.
    ///
    /// - Parameter enrolment: A file of `branch pair`, where this is not the branch's own machine.
    /// - Throws: ``ConfigurationError``, ``OutboxError``, ``ZeroMQError``.
    static func serve(
        state: StateDirectory, ports: Ports, enrolment: String?, logger: Logger
    ) async throws {
        let access =
            try enrolment.map { try BranchAccess(enrolment: $0, kind: .bot) }
            ?? BranchAccess(ports: ports)
        let configuration = try BranchConfiguration.load(from: state)
        let rounds = Rounds(
            first: try ChatPlan(configuration, in: state, enrolled: access.device))
        let changed = ConfigurationReload(of: configuration, in: state, logger: logger)
        let meters = ServiceMeters(.chatbot, ports: ports, state: state, logger: logger)
        defer { meters.close() }
        let reload = { @Sendable in
            _ = changed.reload {
                rounds.renew(by: try ChatPlan($0, in: state, enrolled: access.device))
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
        _ plan: ChatPlan, _ stopper: Stopper, state: StateDirectory, access: BranchAccess,
        meters: ServiceMeters, logger: Logger
    ) async throws {
        let store = try OutboxStore(path: state.journal(of: name))
        let keeper = try await DeskKeeper(store: store, conversation: plan.conversation)
        let caller = AsyncCaller(stopper: stopper)
        // The poll has a connection of its own beside those of the messages.
        let exchange = HTTPShell(mostConnections: 32)
        let work = ChatWork(
            plan: plan, store: store, keeper: keeper, caller: caller, exchange: exchange,
            logger: logger)
        let (topics, topicsIn) = AsyncStream.makeStream(
            of: QueueTopic.self, bufferingPolicy: .bufferingNewest(1_024))
        let health = HealthFile(of: name, in: state)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await work.deliver() }
            group.addTask { await work.poll() }
            group.addTask { await work.hear(topics) }
            group.addTask { await work.watchOver(health) }
            group.addTask { await meters.follow(work.troubles.word, store.totals) }
            defer { group.cancelAll() }
            try await PinnedThread.run(name: name) {
                let bus = try EdgeBus(caller: caller, access: access, stopper: stopper)
                try bus.hearQueues(of: plan.branch, into: topicsIn)
                try bus.run()
                topicsIn.finish()
            }
        }
        health.remove()
        await exchange.close()
        try store.close()
    }
}

/// The loops of the chatbot. Nothing here decides anything.
final class ChatWork: Sendable {
    private let plan: ChatPlan
    private let store: OutboxStore
    private let keeper: DeskKeeper
    private let caller: AsyncCaller
    private let exchange: any HTTPExchange
    private let bell = Bell()
    fileprivate let troubles: Troubles

    init(
        plan: ChatPlan, store: OutboxStore, keeper: DeskKeeper, caller: AsyncCaller,
        exchange: any HTTPExchange, logger: Logger
    ) {
        self.plan = plan
        self.store = store
        self.keeper = keeper
        self.caller = caller
        self.exchange = exchange
        troubles = Troubles(logger: logger, branch: ["branch"])
    }

    @Sendable private static func random() -> UInt64 {
        var random = SystemRandomNumberGenerator()
        return random.next()
    }

    // MARK: In

    /// Asks the messenger for updates, for ever; what cannot be read is asked for again.
    func poll() async {
        let bell = bell
        let branch = DeviceCaller(
            caller: caller, device: plan.device.name, secret: plan.device.secret)
        let intake = ChatIntake(
            api: plan.api, keeper: keeper, conversation: plan.conversation,
            counterpart: BranchShell(branch: branch), clock: { SystemClock().now },
            rest: { pause in
                bell.ring()
                try await Task.sleep(for: pause)
            })
        var failures = 0
        while !Task.isCancelled {
            do {
                let answer = try await exchange.post(plan.api.poll(offset: await intake.offset()))
                guard answer.status == 200, let page = UpdatePage(answer.body) else {
                    failures += 1
                    troubles.note("messenger", "status \(answer.status)")
                    await pause(failures, atLeast: TelegramAPI.pause(answer))
                    continue
                }
                failures = 0
                troubles.note("messenger", nil)
                try await intake.take(page)
                bell.ring()
            } catch {
                guard !Task.isCancelled else { return }
                failures += 1
                troubles.note("messenger", "\(error)")
                await pause(failures, atLeast: nil)
            }
        }
    }

    private func pause(_ failures: Int, atLeast: Duration?) async {
        let delay = ChatIntake.patience.delay(
            afterAttempt: failures, random: ChatWork.random())
        try? await Task.sleep(for: max(delay, atLeast ?? .zero))
    }

    func hear(_ topics: AsyncStream<QueueTopic>) async {
        for await topic in topics {
            do {
                try await keeper.hear(topic, now: SystemClock().now)
                troubles.note("outbox", nil)
                bell.ring()
            } catch {
                troubles.note("outbox", "\(error)")
            }
        }
    }

    // MARK: Out

    /// Sends until it is cancelled; what is under way then is finished.
    func deliver() async {
        let courier = ChatCourier(
            api: plan.api, store: store, exchange: exchange, random: ChatWork.random)
        var pacing = ChatPacing()
        var gate = LaneGate(perSecond: 30, schedule: ChatCourier.schedule)
        while !Task.isCancelled {
            let present = (pacing, gate)
            let round = Task {
                var (pacing, gate) = present
                let now = SystemClock().now
                let next = try await courier.round(&pacing, &gate, now: now)
                return (pacing, gate, next.since(SystemClock().now))
            }
            var pause = ChatCourier.idle
            do {
                (pacing, gate, pause) = try await round.value
                troubles.note("sending", gate.failures > 0 ? "held up" : nil)
            } catch {
                troubles.note("sending", "\(error)")
            }
            if pause > .zero { await bell.wait(atMost: min(pause, ChatCourier.idle)) }
        }
    }

    // MARK: Health

    /// Says how it is, learns of gateways and services, forgets what is old.
    func watchOver(_ health: HealthFile) async {
        var rounds = 0
        while !Task.isCancelled {
            let hello = try? await caller.call(
                SystemHello.self, Nothing(), id: SystemRequestIDs.fresh(), session: "")
            caller.learn((hello?.gateways ?? []).map { Endpoint(address: $0) })
            let list = try? await caller.call(
                QueueServices.self, Nothing(), id: SystemRequestIDs.fresh(), session: "")
            if let list { await keeper.know(list.services) }
            troubles.note("branch", list == nil ? "no answer" : nil)
            health.write(troubles.word())
            if rounds % 720 == 0 {
                let day = SystemClock().now.milliseconds - 2 * 86_400_000
                try? await store.write { try $0.purgeSent(before: Timestamp(milliseconds: day)) }
            }
            rounds += 1
            try? await Task.sleep(for: .seconds(5))
        }
    }
}
