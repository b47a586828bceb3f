import BranchDomain
import CoreMetrics
import Journal
import JournaledService
import Messages
import ServiceKit

/// Queue lengths and waits, for `/metrics`. Lengths are looked at each second; a wait is measured
/// when a ticket is called for the first time.
final class QueueMeters {
    private let registry: MetricsRegistry
    private let counters: Meter
    private var lengths: [String: Meter] = [:]
    private var oldest: [String: Meter] = [:]
    private var waits: [String: Recorder] = [:]

    init(_ registry: MetricsRegistry) {
        self.registry = registry
        counters = registry.gauge(.counters)
    }

    var meters: MachineMeters<QueueHall> {
        MachineMeters(
            look: { [self] hall, now in look(hall, now: now) },
            follow: { [self] hall, told in follow(hall, told) })
    }

    private func look(_ hall: QueueHall, now: Timestamp) {
        counters.set(hall.counters.open.count)
        for service in hall.serviceIndices.map({ hall[$0] }) {
            let name = service.definition.service
            let states = [
                ("waiting", service.waiting), ("called", service.tally.called),
                ("serving", service.tally.serving), ("parked", service.tally.parked),
            ]
            for (state, count) in states {
                let key = "\(name) \(state)"
                let meter = lengths[key] ?? registry.gauge(.queueTickets, name, state)
                lengths[key] = meter
                meter.set(count)
            }
            let issued = service.line.first.flatMap { hall.tickets.find($0.key)?.issued }
            let meter = oldest[name] ?? registry.gauge(.queueOldest, name)
            oldest[name] = meter
            meter.set(issued.map { now.since($0) / .seconds(1) } ?? 0)
        }
    }

    private func follow(_ hall: QueueHall, _ told: [(record: Record, position: Position)]) {
        for (record, position) in told
        where TicketRecordKind(rawValue: record.kind)?.event == .call {
            let facts = TicketFacts(record.fixed)
            guard facts.calls == 1 else { continue }
            let name = hall[facts.service].definition.service
            let recorder = waits[name] ?? registry.histogram(.queueWait, name)
            waits[name] = recorder
            recorder.record(position.at.since(facts.issued) / .seconds(1))
        }
    }
}
