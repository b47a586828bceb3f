import BranchDomain
import CoreMetrics
import Foundation
import Journal
import Messages
import ServiceKit

/// What the loop of a service with a journal measures. Owned by its thread.
///
/// Handles are looked up once: what a request costs here is an addition.
struct LoopMeters<Machine: StateMachine> {
    private let health: ServiceHealth
    private let registry: MetricsRegistry
    private var methods: [Messages.Method: CoreMetrics.Counter] = [:]
    private var codes: [RefusalCode: CoreMetrics.Counter] = [:]
    private let groupSeconds: Recorder
    private let groupRequests: Recorder
    private let syncSeconds: Recorder
    private let records: CoreMetrics.Counter
    private let head: Meter
    private let journalBytes: Meter
    private let readOnly: Meter
    private let clockStep: Meter
    private let machine: MachineMeters<Machine>?
    private let journalFiles: [String]
    private var before = JournalCounters()

    init(
        _ meters: ServiceMeters, journal: String,
        machine: ((MetricsRegistry) -> MachineMeters<Machine>)?
    ) {
        health = meters.health
        registry = meters.registry
        groupSeconds = registry.histogram(.groupSeconds)
        groupRequests = registry.histogram(.groupRequests)
        syncSeconds = registry.histogram(.syncSeconds)
        records = registry.counter(.records)
        head = registry.gauge(.head)
        journalBytes = registry.gauge(.journalBytes)
        readOnly = registry.gauge(.readOnly)
        clockStep = registry.gauge(.clockStep)
        self.machine = machine?(registry)
        journalFiles = [journal, journal + "-wal"]
    }

    mutating func took(_ target: RequestReading.Target) {
        guard case .command(let method) = target else { return }
        count(&methods[method]) { $0.counter(.requests, method.rawValue) }
    }

    mutating func refused(_ code: RefusalCode) {
        count(&codes[code]) { $0.counter(.refusals, code.rawValue) }
    }

    private func count(
        _ counter: inout CoreMetrics.Counter?,
        _ make: (MetricsRegistry) -> CoreMetrics.Counter
    ) {
        let known = counter ?? make(registry)
        counter = known
        known.increment()
    }

    /// After the last answer of a group has left.
    mutating func committed(
        _ journal: GroupCommit<Machine>, _ requests: Int, _ group: CommittedGroup,
        since start: ContinuousClock.Instant
    ) {
        let counters = journal.counters
        if counters.syncs > before.syncs {
            syncSeconds.record(counters.lastSync / .seconds(1))
            records.increment(by: counters.records - before.records)
        }
        before = counters
        if let machine, !group.told.isEmpty {
            journal.asking { machine.follow($0, group.told) }
        }
        guard requests > 0 else { return }
        groupRequests.record(requests)
        groupSeconds.record(start.duration(to: .now) / .seconds(1))
    }

    /// Each second.
    func beat(_ journal: GroupCommit<Machine>, clockStep step: Duration?) {
        let isReadOnly = journal.readOnlyReason != nil
        head.set(journal.head)
        readOnly.set(isReadOnly ? 1 : 0)
        clockStep.set(step?.components.seconds ?? 0)
        let sizes = journalFiles.map { file in
            (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int ?? 0
        }
        journalBytes.set(sizes.reduce(0, +))
        if let machine { journal.asking { machine.look($0, journal.time) } }
        health.beat(isReadOnly ? .readOnly : step == nil ? .ok : .clockSet)
    }
}
