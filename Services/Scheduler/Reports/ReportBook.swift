import BranchDomain

/// What is counted of one service at one counter in one hour of one day.
struct ReportCell: Sendable, Equatable {
    var tickets = 0
    var served = 0
    var noShow = 0
    /// Cancelled by the holder, or gone without a word.
    var abandoned = 0
    var expired = 0
    /// Promised at the beginning, and called since; and of those how many promises held.
    var promised = 0
    var heldHalf = 0
    var heldNinety = 0
    var wait = LogHistogram()
    var service = LogHistogram()
    var idle = LogHistogram()

    /// - Parameter sign: 1, or -1 where the visit was told before and counts no longer.
    mutating func count(_ visit: Visit, _ sign: Int = 1) {
        tickets += sign
        switch visit.state {
        case .served, .transferred: served += sign
        case .noShow: noShow += sign
        case .cancelled, .abandoned: abandoned += sign
        case .expired: expired += sign
        case .waiting, .called, .serving, .parked, .booked: break
        }
        if let waited = visit.wait {
            if sign > 0 { wait.add(waited) } else { wait.remove(waited) }
            if let promise = visit.promise {
                promised += sign
                // A promise is in whole seconds.
                if waited < Int64(promise.p50 + 1) * 1_000 { heldHalf += sign }
                if waited < Int64(promise.p90 + 1) * 1_000 { heldNinety += sign }
            }
        }
        guard visit.state != .noShow, let taken = visit.serving else { return }
        if sign > 0 { service.add(taken) } else { service.remove(taken) }
    }
}

/// Counts of the last days, by service, counter and hour; sums of them are a report.
struct ReportBook: Sendable, Equatable {
    /// Older ones are read from the journal, offline.
    static let mostDays = 100

    struct Key: Hashable, Sendable {
        /// nil: an idle counter is of no service.
        let service: ServiceIndex?
        /// nil: nobody called it.
        let counter: CounterIndex?
        let hour: UInt8
    }

    /// What is wanted; nil is all of them.
    struct Choice: Sendable, Equatable {
        /// Local days since 1970-01-01.
        let days: ClosedRange<Int64>
        var service: ServiceIndex?
        var counter: CounterIndex?

        func includes(_ key: Key) -> Bool {
            (service == nil || key.service == service) && (counter == nil || key.counter == counter)
        }
    }

    private(set) var days: [Int64: [Key: ReportCell]] = [:]
    let calendar: BusinessCalendar

    init(calendar: BusinessCalendar) {
        self.calendar = calendar
    }

    /// The first day that is still known.
    var first: Int64? { days.keys.min() }

    mutating func add(_ found: VisitLog.Findings) {
        // What is taken back may be among what was found with it.
        for visit in found.visits { count(visit, 1) }
        for visit in found.withdrawn { count(visit, -1) }
        for stretch in found.idle {
            let (day, minute) = calendar.local(at: stretch.from)
            let key = Key(service: nil, counter: stretch.counter, hour: UInt8(minute / 60))
            let length = stretch.to.milliseconds - stretch.from.milliseconds
            days[day, default: [:]][key, default: ReportCell()].idle.add(length)
        }
        while days.count > ReportBook.mostDays, let first { days[first] = nil }
    }

    private mutating func count(_ visit: Visit, _ sign: Int) {
        let (day, minute) = calendar.local(at: visit.began)
        let key = Key(
            service: visit.service, counter: visit.counter, hour: UInt8(minute / 60))
        // Of a day that is forgotten: nothing to take back.
        guard sign > 0 || days[day]?[key] != nil else { return }
        days[day, default: [:]][key, default: ReportCell()].count(visit, sign)
    }

    static func == (left: ReportBook, right: ReportBook) -> Bool { left.days == right.days }
}

/// Cells added up.
struct ReportTotals: Sendable, Equatable {
    var tickets = 0
    var served = 0
    var noShow = 0
    var abandoned = 0
    var expired = 0
    var promised = 0
    var heldHalf = 0
    var heldNinety = 0
    var wait = HistogramSum()
    var service = HistogramSum()
    var idle = HistogramSum()

    mutating func add(_ cell: ReportCell) {
        tickets += cell.tickets
        served += cell.served
        noShow += cell.noShow
        abandoned += cell.abandoned
        expired += cell.expired
        promised += cell.promised
        heldHalf += cell.heldHalf
        heldNinety += cell.heldNinety
        wait.add(cell.wait)
        service.add(cell.service)
        idle.add(cell.idle)
    }
}

/// The sums that one report shows.
struct ReportSums: Sendable, Equatable {
    var total = ReportTotals()
    var services: [ServiceIndex: ReportTotals] = [:]
    var counters: [CounterIndex: ReportTotals] = [:]
    var hours: [UInt8: ReportTotals] = [:]
    var days: [Int64: ReportTotals] = [:]

    init(_ book: ReportBook, _ choice: ReportBook.Choice) {
        for day in choice.days {
            for (key, cell) in book.days[day] ?? [:] where choice.includes(key) {
                total.add(cell)
                if let service = key.service {
                    services[service, default: ReportTotals()].add(cell)
                }
                if let counter = key.counter {
                    counters[counter, default: ReportTotals()].add(cell)
                }
                hours[key.hour, default: ReportTotals()].add(cell)
                days[day, default: ReportTotals()].add(cell)
            }
        }
    }
}
