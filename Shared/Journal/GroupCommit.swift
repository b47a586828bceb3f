import BranchDomain
import Messages

/// What a request is answered with, once everything it depends on is on disk.
public enum Answer: Sendable, Equatable {
    /// The reply's body.
    case ok([UInt8])
    /// The reply's body, and what became of each record of a bulk message.
    case bulk([UInt8], results: [UInt8])
    /// The refusal's code and its body as JSON, the same bytes for every repeat.
    case refused(RefusalCode, body: [UInt8])

    public init(_ refusal: Refusal) {
        self = .refused(refusal.code, body: JSON.encode(refusal.body))
    }
}

/// A state machine behind a journal: decides and applies in memory, then makes a whole group
/// durable with one sync, and only then answers.
///
/// Owned by one thread. The order of calls is `tick`, any number of `submit`, `commit`.
public final class GroupCommit<Machine: StateMachine> {
    public private(set) var machine: Machine
    public internal(set) var counters = JournalCounters()
    private let configuration: JournalConfiguration
    private let store: JournalStore
    private let lock: JournalLock
    let reader: LiveReader
    private let epoch: UInt64
    private var chain: ChainHash
    /// The time of the last row.
    private var durableTime: Timestamp
    var waiting: [Waiting] = []
    private(set) var storage: StorageGate
    private let snapshots: Snapshots<Machine>
    /// Records that changed something since the last snapshot was begun.
    private var changes: UInt64
    /// Set by a failed append: memory is ahead of the disk for good, so nothing may be said.
    private(set) var isBroken = false

    /// What a request of the group waits for.
    enum Waiting {
        case ready(Answer)
        case verdict(sequence: UInt64, principal: Principal)
    }

    /// Opens the journal, replays it, and finds out whether it takes an append.
    ///
    /// - Parameters:
    ///   - now: The present; where it is before the journal's last row, that row's time holds.
    ///   - equip: Gives the machine what is no state of it, settings and secrets, before it
    ///     decides anything.
    ///   - founding: The first records, applied to the machine's first state.
    ///   - genesis: The machine's first state. Asked, as `founding` is, only where the journal is
    ///     empty; both are journaled.
    /// - Throws: ``JournalError``, and whatever `genesis` and `founding` throw.
    public init(
        _ configuration: JournalConfiguration, now: Timestamp,
        equip: (inout Machine) -> Void = { _ in }, founding: () throws -> [Record] = { [] },
        genesis: () throws -> Machine
    ) throws {
        self.configuration = configuration
        lock = try JournalLock(beside: configuration.path)
        store = try JournalStore(
            writing: configuration.path,
            pagesBetweenCheckpoints: configuration.pagesBetweenCheckpoints)
        storage = StorageGate(configuration)
        storage.probe(store)
        var replay = try Replay<Machine>.ofWhole(store, configuration)
        if replay.head == 0 {
            if let reason = storage.closed { throw JournalError.cannotBegin(reason) }
            let first = Record(kind: JournalKind.genesis, varying: try genesis().snapshot())
            let rows = RowCodec.rows(
                of: [first] + (try founding()), first: 1, epoch: 1, at: now, after: .pending)
            try store.append(rows)
            for row in rows { try replay.consume(row) }
        }
        guard var machine = replay.machine else {
            throw JournalError.brokenRow(first: 1, reason: "it is not the journal's beginning")
        }
        equip(&machine)
        self.machine = machine
        epoch = replay.epoch + 1
        chain = replay.chain
        durableTime = replay.time
        changes = replay.changes
        snapshots = Snapshots(path: configuration.snapshots)
        reader = LiveReader(
            store: store, ids: replay.ids, head: replay.head,
            time: max(replay.time, now))
    }

    /// Gives the machine other settings; between groups, since a group is judged by one set.
    public func equip(_ equip: (inout Machine) -> Void) {
        precondition(waiting.isEmpty, "no request waits for its commit")
        equip(&machine)
    }

    /// The sequence of the last record, the group not yet on disk included.
    public var head: UInt64 { reader.head }
    /// The journal's time: that of the group, never going back.
    public var time: Timestamp { reader.time }
    /// Why writes are refused, nil where they are not.
    public var readOnlyReason: String? { storage.closed }
    /// What there is to look back at, the group not yet on disk included.
    public var history: any JournalReader { reader }
    /// How many records the next commit will write.
    public var pendingRecords: Int { reader.pending.count }
    /// When `tick` wants to be called although nobody asks for anything.
    public var nextDeadline: Timestamp? { storage.closed == nil ? machine.nextDeadline : nil }

    /// Begins a group: moves the time forward and applies what has fallen due.
    public func tick(now: Timestamp) {
        reader.time = max(reader.time, now)
        storage.refresh(store)
        guard storage.closed == nil else { return }
        applyMachines(asking { $0.tick(now: reader.time, next: reader.head + 1) }[...])
    }

    /// Judges one request; its answer comes with the commit.
    public func submit(_ command: Command) {
        precondition(!isBroken, "nothing is served after a failed commit")
        counters.requests += 1
        let isRead = command.method.isRead
        var fingerprint: UInt64 = 0
        if !isRead {
            fingerprint = Fingerprint.of(command)
            switch reader.ids.requests.judge(command.id, fingerprint: fingerprint, now: reader.time)
            {
            case .new: break
            case .refused(let refusal): return refuse(refusal)
            case .known(let sequence):
                waiting.append(.verdict(sequence: sequence, principal: command.principal))
                return
            }
            if storage.closed != nil { return refuse(StorageGate.refusal) }
        }
        do throws(Refusal) {
            let decision = try asking { (machine) throws(Refusal) in
                try machine.decide(
                    command, now: reader.time, next: reader.head + 1, reader: reader)
            }
            take(decision, on: command, remembered: !isRead, fingerprint: fingerprint)
        } catch {
            take(
                .refuse(error, []), on: command, remembered: !isRead, fingerprint: fingerprint)
        }
    }

    /// Lends the machine for a question: read in place, it would be copied each time.
    public func asking<Reply, Fault>(
        _ question: (inout Machine) throws(Fault) -> Reply
    ) throws(Fault) -> Reply {
        try question(&machine)
    }

    private func take(
        _ decision: Decision, on command: Command, remembered: Bool, fingerprint: UInt64
    ) {
        switch decision {
        case .read(let body):
            waiting.append(.ready(.ok(body)))
        case .write(let records):
            precondition(!records.isEmpty, "a decision to write has a verdict")
            if storage.closed != nil { return refuse(StorageGate.refusal) }
            applyMachines(records.dropLast())
            var verdict = records[records.count - 1]
            precondition(verdict.isMachines, "a verdict is of one of the machine's kinds")
            if remembered { (verdict.id, verdict.fingerprint) = (command.id, fingerprint) }
            apply(verdict)
            waiting.append(.verdict(sequence: reader.head, principal: command.principal))
        case .refuse(let refusal, let records):
            if storage.closed != nil, !records.isEmpty { return refuse(StorageGate.refusal) }
            applyMachines(records[...])
            let answer = Answer(refusal)
            if remembered, refusal.code.isVerdict, case .refused(_, let body) = answer {
                apply(
                    Record(
                        kind: Record.refusalKind,
                        fixed: FixedWords(Record.mark(of: command.principal.user)),
                        varying: body, id: command.id,
                        code: refusal.code.number, fingerprint: fingerprint))
            }
            waiting.append(.ready(answer))
        }
    }

    func refuse(_ refusal: Refusal) {
        waiting.append(.ready(Answer(refusal)))
    }

    private func applyMachines(_ records: ArraySlice<Record>) {
        for record in records {
            precondition(record.isMachines, "a machine's records are of its own kinds")
            precondition(record.id == .none, "only a verdict has a request's id")
            apply(record)
        }
    }

    func apply(_ record: Record) {
        reader.pending.append(record)
        let sequence = reader.head
        _ = reader.ids.note(record, sequence: sequence)
        if record.kind < Record.firstJournalKind { changes += 1 }
        if record.isMachines { machine.apply(record, sequence: sequence, at: reader.time) }
    }

    /// Makes the group durable with one sync, or with none where it wrote nothing.
    ///
    /// - Parameter wanted: Whether anyone subscribes to a topic.
    /// - Throws: ``JournalError`` where the append failed: the process has to end, since its
    ///   memory is ahead of its disk.
    public func commit(
        wanted: (String) -> Bool = { _ in false }
    ) throws -> CommittedGroup {
        precondition(!isBroken, "nothing is served after a failed commit")
        let group = reader.pending.isEmpty ? WrittenGroup() : try write()
        let answers = waiting.map { answer($0, in: group) }
        counters.didCommit(requests: answers.count)
        waiting.removeAll(keepingCapacity: true)
        // A snapshot holds every id: taken after so many changes, its cost stays a fixed part of
        // each.
        if changes >= max(configuration.recordsBetweenSnapshots, UInt64(reader.ids.count)) {
            changes = 0
            snapshots.begin(image())
        }
        let told = group.told
        return CommittedGroup(
            answers: answers, publications: publications(of: group, told, wanted), told: told,
            at: reader.time)
    }

    private func publications(
        of group: WrittenGroup, _ told: [(record: Record, position: Position)],
        _ wanted: (String) -> Bool
    ) -> [Publication] {
        var publications = told.isEmpty ? [] : machine.publications(of: told, wanted: wanted)
        if let bulk = group.bulk, let publication = machine.publication(ofBulk: bulk) {
            publications.append(publication)
        }
        return publications
    }

    private func write() throws -> WrittenGroup {
        for watermark in reader.ids.evict(now: reader.time) { apply(watermark) }
        if let mark = snapshots.takeMark() { apply(mark) }
        let records = reader.pending
        let rows = RowCodec.rows(
            of: records, first: reader.durableHead + 1, epoch: epoch, at: reader.time, after: chain)
        let start = ContinuousClock.now
        do {
            try store.append(rows)
        } catch {
            isBroken = true
            throw error
        }
        counters.didSync(ContinuousClock.now - start, records: records.count)
        reader.didAppend(rows)
        chain = rows[rows.count - 1].hash
        durableTime = reader.time
        return WrittenGroup(records: records, rows: rows)
    }

    private func answer(
        _ waiting: Waiting, in group: WrittenGroup
    ) -> Answer {
        switch waiting {
        case .ready(let answer): return answer
        case .verdict(let sequence, let principal):
            let found = group.record(at: sequence) ?? (try? reader.record(at: sequence))
            guard let (record, position) = found else { return Answer(StorageGate.refusal) }
            guard record.isRefusal else {
                return .ok(asking { $0.answer(to: record, at: position, principal: principal) })
            }
            let code = RefusalCode(number: record.code) ?? .unavailable
            return .refused(code, body: record.varying)
        }
    }

    private func image() -> SnapshotImage<Machine> {
        precondition(reader.pending.isEmpty, "a snapshot is of what is on disk")
        return SnapshotImage(
            machine: machine, ids: reader.ids, head: reader.durableHead, time: durableTime,
            epoch: epoch, chain: chain)
    }

    /// Ends cleanly, with a snapshot where anything changed; nothing may be submitted afterwards.
    public func close() throws {
        precondition(waiting.isEmpty && reader.pending.isEmpty, "every group is committed first")
        // Without its snapshot the next start takes longer, and that is all.
        if changes > 0, storage.closed == nil, let mark = try? snapshots.finish(image()) {
            apply(mark)
            _ = try commit()
        }
        isBroken = true
        try store.close()
        lock.release()
    }
}
