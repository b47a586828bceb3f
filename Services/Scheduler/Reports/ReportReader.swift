import BranchDomain
import Journal

/// Reads the journal for reports: records go in, the desk's counts grow.
struct ReportReader: Sendable {
    private(set) var desk: ReportDesk
    private var log = VisitLog()

    init(calendar: BusinessCalendar) {
        desk = ReportDesk(calendar: calendar)
    }

    mutating func before(_ hall: QueueHall, _ record: Record, at time: Timestamp) {
        log.before(hall, record, at: time)
    }

    mutating func after(_ hall: QueueHall, _ record: Record, at time: Timestamp) {
        log.after(hall, record, at: time)
        desk.through = time
        if hall.services.count > desk.services.count {
            desk.services = hall.services.map(\.definition.service)
        }
        if hall.counters.rows.count > desk.counters.count {
            desk.counters = hall.counters.rows.map(\.name)
        }
    }

    /// Counts what was found since it was last done.
    mutating func settle() { desk.book.add(log.drain()) }
}
