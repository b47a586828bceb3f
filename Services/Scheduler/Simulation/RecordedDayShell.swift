import BranchDomain
import Foundation
import Journal
import JournaledService
import ServiceKit

/// Reads one day out of a journal.
enum RecordedDayShell {
    /// - Throws: ``PlanError`` where the journal has no such day; ``ConfigurationError``,
    ///   ``JournalError``.
    static func read(
        _ text: String, journal: String, state: StateDirectory
    ) throws -> RecordedDay {
        let date: CivilDate
        do {
            date = try CivilDate(text)
        } catch {
            throw PlanError("\(text) is no day, such as 2026-11-20.")
        }
        guard FileManager.default.fileExists(atPath: journal) else {
            throw PlanError("There is no journal at \(journal).")
        }
        let name = (try? BranchConfiguration.load(from: state))?.timeZone ?? "UTC"
        let calendar = BusinessCalendar(timeZone: TimeZone(identifier: name) ?? .gmt)
        var log = VisitLog()
        var found = VisitLog.Findings()
        var hall = QueueHall()
        var last = Timestamp(milliseconds: 0)
        func isOfTheDay(_ time: Timestamp) -> Bool {
            calendar.local(at: time).day == Int64(date.daysSinceEpoch)
        }
        let follower = try JournalFollower<QueueHall>(journal) { _ in }
        while try follower.advance(
            rows: 256, before: { log.before($0, $1, at: $2) },
            after: {
                log.after($0, $1, at: $2)
                last = $2
                if HallEvent($1).changesServices { hall = $0 }
            }) > 0
        {
            found.add(log.drain(), where: isOfTheDay)
        }
        try follower.close()
        let end = calendar.moment(day: Int64(date.daysSinceEpoch) + 1, minute: 0)
        found.add(log.unfinished(at: min(last, end)), where: isOfTheDay)
        guard !found.visits.isEmpty else { throw PlanError("Nobody took a ticket on \(text).") }
        return RecordedDay(hall, found, calendar)
    }
}

extension HallEvent {
    var changesServices: Bool {
        switch self {
        case .serviceAdded, .serviceUpdated, .serviceRemoved: true
        default: false
        }
    }
}
