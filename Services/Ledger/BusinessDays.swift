import BranchDomain
import Journal

/// A business day began, by the zone that the branch had then.
struct DayBegan: Event {
    static let kind = EventKind.dayBegan
    var by: String
    /// Local days since 1970-01-01.
    var number: Int64
    /// Unix milliseconds; the first moment that is no longer of it.
    var ends: Int64

    init(_ day: BusinessDay) {
        by = ""
        number = day.number
        ends = day.ends.milliseconds
    }

    var day: BusinessDay {
        BusinessDay(number: number, ends: Timestamp(milliseconds: ends))
    }
}

extension Bank {
    /// The day that begins now, where the last one is over.
    func dueDay(now: Timestamp) -> Record? {
        if let day, now < day.ends { return nil }
        return DayBegan(settings.calendar.day(at: now)).record
    }

    /// Days since 1970-01-01, by the branch's own midnights.
    var today: Int? { day.map { Int($0.number) } }

    mutating func apply(_ event: DayBegan) throws(JournalFault) {
        day = event.day
        terms.beginDay()
        staffUse.beginDay()
        drawers.beginDay()
        corrections.beginDay()
    }
}
