import ArgumentParser
import Foundation
import Messages

/// `branch report`: how long people waited.
struct ReportCommand: BusCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show waits, services and idle counters of some days.",
        discussion: """
            Times are minutes:seconds: half of them, and nine in ten, were at most so long. Lines \
            are by service, counter, hour and day. Calibration: how often the wait that a ticket \
            was promised held.

            EXAMPLES
              branch report 2026-11-20
              branch report 2026-11-16 2026-11-20 --service cash --as sue
              branch report 2026-11-01 2026-11-30 --csv > november.csv
            """)

    @Argument(help: "The first day, such as 2026-11-16.")
    var from: String
    @Argument(help: "The last day; the first where it is not said.")
    var to: String?
    @Option(help: "Only this service.")
    var service: String?
    @Option(help: "Only this counter.")
    var counter: String?
    @Flag(help: "Comma-separated, times in seconds, for a spreadsheet.")
    var csv = false
    @OptionGroup var connection: ConnectionOptions

    func perform(_ branch: Caller) throws {
        var request = QueueReport.Request(
            from: from, to: to ?? from, service: service, counter: counter)
        var report = try branch.call(QueueReport.self, request)
        while let next = report.next {
            request.after = next
            let page = try branch.call(QueueReport.self, request)
            report.lines += page.lines
            report.next = page.next
        }
        if csv { return print(ReportCommand.csv(report)) }
        branch.screen.show(report) { ReportCommand.text(report) }
    }

    static func text(_ report: QueueReport.Reply) -> String {
        var table = Table(
            .left("by"), .left("name"), .right("tickets"), .right("served"), .right("no-show"),
            .right("left"), .right("wait ½"), .right("90 %"), .right("service ½"),
            .right("90 %"), .right("idle ½"))
        for line in report.lines {
            table.add(
                line.by, line.name, "\(line.tickets)", "\(line.served)", "\(line.noShow)",
                "\(line.abandoned + line.expired)", clock(line.wait?.p50),
                clock(line.wait?.p90), clock(line.service?.p50), clock(line.service?.p90),
                clock(line.idle?.p50))
        }
        let kept = report.calibration
        guard kept.promised > 0 else { return table.text() }
        return table.text() + "\n\n"
            + "Of \(kept.promised) promised waits \(percent(kept.p50Held, kept.promised)) were "
            + "within the half, \(percent(kept.p90Held, kept.promised)) within the 90 %."
    }

    static func csv(_ report: QueueReport.Reply) -> String {
        let spreads = ["wait", "service", "idle"].flatMap { kind in
            ["count", "mean", "p50", "p90", "p99", "longest"].map { "\(kind)_\($0)" }
        }
        let header =
            ["by", "name", "tickets", "served", "no_show", "abandoned", "expired"] + spreads
        let rows = report.lines.map { line in
            [
                line.by, line.name, "\(line.tickets)", "\(line.served)", "\(line.noShow)",
                "\(line.abandoned)", "\(line.expired)",
            ] + [line.wait, line.service, line.idle].flatMap(cells)
        }
        return ([header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n")
    }

    /// Empty where there was nothing to measure; a 0 would be a time.
    private static func cells(_ spread: QueueReport.Spread?) -> [String] {
        guard let spread else { return [String](repeating: "", count: 6) }
        return [
            spread.count, spread.mean, spread.p50, spread.p90, spread.p99, spread.longest,
        ].map(String.init)
    }

    private static func clock(_ seconds: Int?) -> String {
        guard let seconds else { return "" }
        let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
        return "\(minutes):" + (rest < 10 ? "0\(rest)" : "\(rest)")
    }

    private static func percent(_ part: Int, _ whole: Int) -> String {
        "\((part * 100 + whole / 2) / whole) %"
    }
}
