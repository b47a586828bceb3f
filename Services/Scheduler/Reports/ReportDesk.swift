import BranchDomain
import Messages

/// What the journal tells of the last days, as far as it was read, and the answers out of it: a
/// value that is handed from the thread that reads to the one that answers.
struct ReportDesk: Sendable {
    static let mostDays: Int64 = 62
    static let linesAPage = 120

    var book: ReportBook
    var services: [String] = []
    var counters: [String] = []
    /// The time of the last record that was read.
    var through = Timestamp(milliseconds: 0)

    init(calendar: BusinessCalendar) {
        book = ReportBook(calendar: calendar)
    }

    /// - Throws: ``Refusal`` where the days, the service or the counter cannot be reported on.
    func answer(_ body: [UInt8]) throws(Refusal) -> QueueReport.Reply {
        let request = try JSON.decode(QueueReport.Request.self, from: body)
        let (from, to) = (try day(request.from), try day(request.to))
        guard from <= to, to - from < ReportDesk.mostDays else {
            throw Refusal(
                .malformed, "A report is of 1 to \(ReportDesk.mostDays) days, from before to.")
        }
        var choice = ReportBook.Choice(days: from...to)
        if let name = request.service {
            // The last of the name: one that was removed may have had it before.
            guard let place = services.lastIndex(of: name) else {
                throw Refusal(.serviceNotFound, "There is no such service.")
            }
            choice.service = ServiceIndex(place: UInt16(place))
        }
        if let name = request.counter {
            guard let place = counters.firstIndex(of: name) else {
                throw Refusal(.counterNotFound, "There never was a counter \(name).")
            }
            choice.counter = CounterIndex(place: UInt16(place))
        }
        let sums = ReportSums(book, choice)
        let all = lines(sums)
        guard let start = Int(request.after ?? "0"), (0...all.count).contains(start) else {
            throw Refusal(.malformed, "The field after is the next of an earlier page.")
        }
        let end = min(all.count, start + ReportDesk.linesAPage)
        return QueueReport.Reply(
            lines: Array(all[start..<end]),
            calibration: QueueReport.Calibration(
                promised: sums.total.promised, p50Held: sums.total.heldHalf,
                p90Held: sums.total.heldNinety),
            through: through.milliseconds, next: end < all.count ? "\(end)" : nil)
    }

    private func day(_ text: String) throws(Refusal) -> Int64 {
        do {
            return Int64(try CivilDate(text).daysSinceEpoch)
        } catch {
            throw Refusal(.malformed, "A day is written as 2026-11-20.")
        }
    }

    private func lines(_ sums: ReportSums) -> [QueueReport.Line] {
        var lines = [line("total", "", sums.total)]
        for (index, cell) in sums.services.sorted(by: { $0.key < $1.key }) {
            lines.append(line("service", services[Int(index.place)], cell))
        }
        for (index, cell) in sums.counters.sorted(by: { $0.key < $1.key }) {
            lines.append(line("counter", counters[Int(index.place)], cell))
        }
        for (hour, cell) in sums.hours.sorted(by: { $0.key < $1.key }) {
            lines.append(line("hour", "\(hour)", cell))
        }
        for (day, cell) in sums.days.sorted(by: { $0.key < $1.key }) {
            let date = (try? CivilDate(daysSinceEpoch: Int(day)))?.description ?? "\(day)"
            lines.append(line("day", date, cell))
        }
        return lines
    }

    private func line(_ by: String, _ name: String, _ cell: ReportTotals) -> QueueReport.Line {
        var line = QueueReport.Line(by: by, name: name)
        line.tickets = cell.tickets
        line.served = cell.served
        line.noShow = cell.noShow
        line.abandoned = cell.abandoned
        line.expired = cell.expired
        line.wait = spread(cell.wait)
        line.service = spread(cell.service)
        line.idle = spread(cell.idle)
        return line
    }

    private func spread(_ times: HistogramSum) -> QueueReport.Spread? {
        guard times.count > 0 else { return nil }
        func seconds(_ milliseconds: Int64) -> Int { Int((milliseconds + 500) / 1_000) }
        return QueueReport.Spread(
            count: times.count, mean: seconds(times.sum / Int64(times.count)),
            p50: seconds(times.percentile(0.5)), p90: seconds(times.percentile(0.9)),
            p99: seconds(times.percentile(0.99)), longest: seconds(times.longest))
    }
}
