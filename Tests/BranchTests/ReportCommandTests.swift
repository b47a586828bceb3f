import Messages
import Testing

@testable import Branch

@Suite("Reports")
struct ReportCommandTests {
    /// A day with a busy counter, and an hour in which nobody was called.
    private var report: QueueReport.Reply {
        func spread(_ count: Int, _ middle: Int) -> QueueReport.Spread {
            QueueReport.Spread(
                count: count, mean: middle + 5, p50: middle, p90: middle * 2, p99: middle * 3,
                longest: middle * 4)
        }
        var total = QueueReport.Line(by: "total", name: "")
        (total.tickets, total.served, total.noShow) = (12, 7, 2)
        (total.abandoned, total.expired) = (1, 2)
        (total.wait, total.service, total.idle) = (spread(9, 65), spread(7, 600), spread(3, 9))
        var hour = QueueReport.Line(by: "hour", name: "17")
        (hour.tickets, hour.expired) = (2, 2)
        return QueueReport.Reply(
            lines: [total, hour],
            calibration: .init(promised: 8, p50Held: 4, p90Held: 7), through: 1_790_000_000_000)
    }

    @Test("a report is a table, and below it how often what was promised held")
    func text() {
        #expect(
            ReportCommand.text(report) == """
                by     name  tickets  served  no-show  left  wait ½  90 %  service ½   90 %  idle ½
                total             12       7        2     3    1:05  2:10      10:00  20:00    0:09
                hour   17          2       0        0     2

                Of 8 promised waits 50 % were within the half, 88 % within the 90 %.
                """)
    }

    @Test("where nothing was promised nothing is said of it")
    func nothingPromised() {
        var quiet = report
        quiet.calibration = .init(promised: 0, p50Held: 0, p90Held: 0)
        #expect(!ReportCommand.text(quiet).contains("promised"))
    }

    @Test("a spreadsheet has seconds, and nothing where there was nothing to measure")
    func csv() {
        let lines = ReportCommand.csv(report).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(
            lines[0].hasPrefix(
                "by,name,tickets,served,no_show,abandoned,expired,wait_count,wait_mean,"))
        #expect(lines[0].hasSuffix(",idle_p99,idle_longest"))
        #expect(lines[1].hasPrefix("total,,12,7,2,1,2,9,70,65,130,195,260,7,605,600,"))
        #expect(lines[2] == "hour,17,2,0,0,0,2" + String(repeating: ",", count: 18))
        let columns = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
        #expect(columns == [25, 25, 25])
    }
}
