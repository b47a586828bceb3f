import BranchDomain
import Bus
import Journal
import Logging
import Messages
import ServiceKit

/// The one thread of a service with a journal: tick, drain, decide and apply, append, sync, and
/// only then reply and publish.
final class ServiceLoop<Machine: StateMachine> {
    /// What the two clocks show.
    typealias Reading = (wall: Timestamp, boot: Duration)

    /// A request whose answer waits for the commit of its group.
    private struct Open {
        let route: Route
        let id: [UInt8]
        /// nil: the next of the journal's answers.
        let answer: Answer?
    }

    static var mostRequestsAGroup: Int { 256 }
    static var mostRecordsAGroup: Int { 16_384 }

    let server: RequestServer
    let publisher: Publisher
    private let setting: ServiceSetting
    private let behaviour: ServiceBehaviour<Machine>
    private let journal: GroupCommit<Machine>
    private let reactor: Reactor
    private let gatekeeper: Gatekeeper?
    private let logger: Logger
    private var meters: LoopMeters<Machine>?
    private let equips: Handover<ServiceBehaviour<Machine>.Equip>
    private let readClocks: () -> Reading
    private var clock: JournalClock
    private var reading: RequestReading
    private var open: [Open] = []
    /// When the group began.
    private var takenIn = ContinuousClock.now
    private let started = ContinuousClock.now
    private var told = Told()

    /// What the log was last told, so that it is told once.
    private struct Told: Equatable {
        var readOnly: String?
        var clockStepped = false
    }

    /// Opens the journal first, so that a second process is refused before it takes a socket.
    init(
        _ setting: ServiceSetting, _ behaviour: ServiceBehaviour<Machine>, context: Context,
        stopper: Stopper, epoch: String, logger: Logger, meters: ServiceMeters? = nil,
        equips: Handover<ServiceBehaviour<Machine>.Equip> = Handover(),
        readClocks: @escaping () -> Reading
    ) throws {
        self.setting = setting
        self.behaviour = behaviour
        self.logger = logger
        self.equips = equips
        self.readClocks = readClocks
        try setting.makeDirectories()
        let now = readClocks()
        journal = try GroupCommit(
            setting.journal, now: now.wall, equip: behaviour.equip,
            founding: behaviour.founding, genesis: behaviour.genesis)
        clock = JournalClock(last: journal.time, wall: now.wall, boot: now.boot)
        reading = RequestReading(
            destination: setting.destination, inquiries: behaviour.inquiries.keys)
        let bindings = try setting.bindings(in: context)
        gatekeeper = bindings.gatekeeper
        server = try RequestServer(context: context, binding: bindings.links)
        publisher = try Publisher(context: context, binding: bindings.topics, epoch: epoch)
        reactor = try Reactor(stopper: stopper)
        self.meters = meters.map {
            LoopMeters($0, journal: setting.journal.path, machine: behaviour.meters)
        }
    }

    /// Serves until the stopper says stop, then ends the journal cleanly.
    ///
    /// - Throws: ``JournalError`` where the storage failed: the process has to end.
    func run() throws {
        publish(journal.machine.initialPublications())
        reactor.onReadable(server) { [unowned self] in
            try serve(server.receive(atMost: Self.mostRequestsAGroup))
        }
        reactor.onReadable(publisher) { [unowned self] in publisher.handleSubscriptions() }
        reactor.every(.seconds(1)) { [unowned self] in try beat() }
        reactor.onWake { [unowned self] in
            guard let equip = equips.take() else { return }
            journal.equip(equip)
            try serve([])
        }
        try serve([])
        tell()
        meters?.beat(journal, clockStep: clock.unconfirmedStep)
        logger.notice(
            "ready",
            metadata: [
                "head": "\(journal.head)",
                "links": "\(server.boundAddresses.joined(separator: " "))",
            ])
        try reactor.run()
        try journal.close()
        logger.notice("stopped", metadata: ["head": "\(journal.head)"])
    }

    /// One group.
    private func serve(_ requests: [IncomingRequest]) throws {
        takenIn = ContinuousClock.now
        journal.tick(now: now())
        for request in requests {
            take(request)
            if journal.pendingRecords >= Self.mostRecordsAGroup { try commit() }
        }
        try commit()
        awaitDeadline()
    }

    private func take(_ request: IncomingRequest) {
        let id = RequestReading.idFrame(of: request.frames)
        var answer: Answer?
        do throws(Refusal) {
            let request = try reading.read(request.frames)
            meters?.took(request.target)
            answer = ask(request)
        } catch {
            answer = Answer(error)
        }
        open.append(Open(route: request.route, id: id, answer: answer))
    }

    /// Returns: nil where the journal answers with the commit.
    private func ask(_ request: RequestReading.Request) -> Answer? {
        switch request.target {
        case .command(let method):
            let command = Command(
                method: method, id: request.id, principal: request.principal,
                body: request.body)
            if let records = request.bulk {
                journal.submitBulk(command, frame: records)
            } else {
                journal.submit(command)
            }
            return nil
        case .inquiry(let name):
            guard let inquire = behaviour.inquiries[name] else {
                preconditionFailure("the inquiry \(name) was announced")
            }
            return inquire(
                Inquiry(
                    id: request.id, body: request.body, machine: journal.machine,
                    history: journal.history, topics: publisher))
        case .ping: return .ok(JSON.encode(ping()))
        case .counters: return .ok(JSON.encode(CountersReply(journal.counters)))
        case .confirmClock:
            let now = readClocks()
            clock.confirm(wall: now.wall, boot: now.boot)
            return .ok(JSON.encode(Nothing()))
        }
    }

    private func commit() throws {
        let group = try journal.commit { [publisher] in publisher.isWanted($0) }
        var next = group.answers.startIndex
        for request in open {
            if let answer = request.answer {
                reply(answer, to: request)
            } else {
                reply(group.answers[next], to: request)
                next += 1
            }
        }
        precondition(next == group.answers.endIndex, "each answer has its request")
        meters?.committed(journal, open.count, group, since: takenIn)
        open.removeAll(keepingCapacity: true)
        publish(group.publications)
    }

    private func reply(_ answer: Answer, to request: Open) {
        switch answer {
        case .ok(let body):
            server.reply([Frames.version, request.id, Frames.ok, body], to: request.route)
        case .bulk(let body, let results):
            server.reply(
                [Frames.version, request.id, Frames.ok, body, results], to: request.route)
        case .refused(let code, let body):
            meters?.refused(code)
            server.reply(
                [Frames.version, request.id, Array(code.rawValue.utf8), body], to: request.route)
        }
    }

    private func publish(_ publications: [Publication]) {
        for publication in publications {
            publisher.publish(
                topic: publication.topic, at: journal.time, state: publication.state,
                keep: publication.keep)
        }
    }

    /// Once a second, whatever else happens.
    private func beat() throws {
        try serve([])
        publisher.repeatKept()
        if let publication = behaviour.heartbeat?(journal.head) { publish([publication]) }
        tell()
        meters?.beat(journal, clockStep: clock.unconfirmedStep)
    }

    private func now() -> Timestamp {
        let now = readClocks()
        return clock.now(wall: now.wall, boot: now.boot)
    }

    /// Wakes the loop when the machine has something to do although nobody asks.
    private func awaitDeadline() {
        guard let deadline = journal.nextDeadline else { return reactor.setDeadline(nil) {} }
        let rest = max(.milliseconds(1), deadline.since(journal.time))
        reactor.setDeadline(ContinuousClock.now + rest) { [unowned self] in try serve([]) }
    }

    private func tell() {
        let step = clock.unconfirmedStep
        let now = Told(readOnly: journal.readOnlyReason, clockStepped: step != nil)
        if now.readOnly != told.readOnly {
            if let reason = now.readOnly {
                logger.error("writes are refused", metadata: ["reason": "\(reason)"])
            } else {
                logger.notice("writes are taken again")
            }
        }
        if now.clockStepped, !told.clockStepped, let step {
            logger.error(
                "the wall clock stepped and is not followed until confirmed",
                metadata: ["seconds": "\(step.components.seconds)"])
        }
        told = now
    }

    private func ping() -> SystemPing.Reply {
        let up = started.duration(to: .now).components
        return SystemPing.Reply(
            service: setting.name, version: Version.text,
            uptimeMilliseconds: up.seconds * 1_000 + up.attoseconds / 1_000_000_000_000_000,
            head: journal.head, readOnly: journal.readOnlyReason != nil,
            clockStep: clock.unconfirmedStep?.components.seconds)
    }
}

/// The frames that every reply has.
private enum Frames {
    static let version = [UInt8](Envelope.version.utf8)
    static let ok = [UInt8](Envelope.ok.utf8)
}
