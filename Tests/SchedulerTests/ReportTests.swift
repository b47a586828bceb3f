import BranchDomain
import Journal
import Messages
import Testing

@testable import Scheduler

extension HallDesk {
    /// What reports make of everything that was journaled.
    func reported() throws -> ReportReader {
        var reader = ReportReader(calendar: environment.calendar)
        var hall = QueueHall()
        for (record, position) in journal where record.kind != Record.refusalKind {
            reader.before(hall, record, at: position.at)
            hall.apply(record, sequence: position.sequence, at: position.at)
            reader.after(hall, record, at: position.at)
        }
        reader.settle()
        return reader
    }

    func report(
        service: String? = nil, counter: String? = nil, days: Int = 1
    ) throws -> QueueReport.Reply {
        let first = try CivilDate(
            daysSinceEpoch: Int(HallDesk.begin.milliseconds / 86_400_000))
        let request = QueueReport.Request(
            from: first.description, to: try first.adding(days: days - 1).description,
            service: service, counter: counter)
        return try reported().desk.answer(JSON.encode(request))
    }
}

extension QueueReport.Reply {
    func line(_ by: String, _ name: String = "") -> QueueReport.Line? {
        lines.first { $0.by == by && $0.name == name }
    }
}

@Suite struct ReportTests {
    @Test func waitsServicesAndIdleCountersAreMeasured() throws {
        var desk = try HallDesk()
        _ = try desk.issue()
        desk.wait(.seconds(120))
        try desk.open()
        _ = try desk.next()
        desk.wait(.seconds(60))
        _ = try desk.next()
        desk.wait(.seconds(300))
        _ = try desk.issue("loans")
        _ = try desk.next()
        desk.wait(.seconds(30))
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        let report = try desk.report()
        let total = try #require(report.line("total"))
        #expect(total.tickets == 2 && total.served == 2)
        #expect(total.wait?.longest == 120 && total.wait?.count == 2)
        #expect(total.service?.longest == 60 && total.service?.mean == 45)
        #expect(total.idle?.count == 1 && total.idle?.longest == 300)
        #expect(report.line("service", "loans")?.wait?.longest == 0)
        #expect(report.line("counter", "2")?.served == 2)
        let cash = try desk.report(service: "cash").line("total")
        #expect(cash?.tickets == 1 && cash?.idle == nil, "an idle counter is of no service")
    }

    @Test func whoeverIsNotServedIsCountedByWhatBecameOfThem() throws {
        var desk = try HallDesk()
        try desk.open()
        let first = try desk.issue()
        _ = try desk.issue()
        let last = try desk.issue()
        _ = try desk.issue()
        _ = try desk.call(QueueCancel.self, .init(ticket: last.ticket))
        _ = try desk.next()
        _ = try desk.call(QueueNoShow.self, .init(counter: "2"))
        #expect(try desk.report().line("total")?.noShow == 1)
        // What was over and waits again is not over.
        _ = try desk.call(
            QueueReopen.self, .init(ticket: first.ticket, position: "first"))
        #expect(try desk.report().line("total")?.tickets == 1)
        desk.wait(.seconds(2 * 86_400))
        let total = try #require(try desk.report().line("total"))
        #expect(total.tickets == 4 && total.abandoned == 1 && total.expired == 3)
        #expect(total.noShow == 0)
    }

    @Test func oneTicketOnTwoLegsIsTwoWaits() throws {
        var desk = try HallDesk()
        try desk.open()
        _ = try desk.issue()
        _ = try desk.next()
        desk.wait(.seconds(40))
        _ = try desk.call(
            QueueTransfer.self,
            .init(counter: "2", service: "loans", position: "arrival"))
        desk.wait(.seconds(200))
        _ = try desk.next()
        desk.wait(.seconds(10))
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        let report = try desk.report()
        #expect(report.line("service", "cash")?.service?.longest == 40)
        #expect(report.line("service", "loans")?.wait?.longest == 200)
    }

    @Test func daysThatAreNoneAndPagesThatAreNoneAreRefused() throws {
        let desk = try HallDesk().reported().desk
        func code(_ body: String) -> RefusalCode? {
            refusal { _ = try desk.answer(Array(body.utf8)) }
        }
        #expect(code(#"{"from":"2026-11-20","to":"2026-11-20"}"#) == nil)
        #expect(code(#"{"from":"2026-11-20","to":"2026-11-19"}"#) == .malformed)
        #expect(code(#"{"from":"2026-11-20","to":"2027-11-19"}"#) == .malformed)
        #expect(code(#"{"from":"20.11.","to":"2026-11-19"}"#) == .malformed)
        #expect(
            code(#"{"from":"2026-11-20","to":"2026-11-20","after":"-1"}"#) == .malformed)
        #expect(
            code(#"{"from":"2026-11-20","to":"2026-11-20","service":"gold"}"#)
                == .serviceNotFound)
        #expect(
            code(#"{"from":"2026-11-20","to":"2026-11-20","counter":"9"}"#)
                == .counterNotFound)
    }

    @Test func manyLinesComeInPages() throws {
        var desk = try HallDesk()
        for counter in 1...150 {
            _ = try desk.issue()
            try desk.open("\(counter)")
            _ = try desk.next("\(counter)")
            desk.wait(.seconds(1))
            _ = try desk.call(
                QueueDone.self, .init(counter: "\(counter)"),
                as: HallDesk.teller(of: "\(counter)"))
        }
        let first = try desk.report()
        #expect(first.lines.count == ReportDesk.linesAPage && first.next == "120")
    }

    /// Against exact percentiles of the same values.
    @Test func percentilesHoldWithinOnePartInThirtyTwo() {
        var random = Luck(seed: 4)
        var one = LogHistogram()
        var other = LogHistogram()
        var values: [Int64] = []
        for index in 0..<5_000 {
            let value = Int64(random.logNormal(mean: 200_000, spread: 1.2))
            values.append(value)
            if index.isMultiple(of: 2) { one.add(value) } else { other.add(value) }
        }
        one.add(777)
        one.remove(777)
        var sum = HistogramSum()
        sum.add(one)
        sum.add(other)
        values.sort()
        for share in [0.01, 0.5, 0.9, 0.99] {
            let exact = Double(values[Int(share * 5_000) - 1])
            #expect(abs(Double(sum.percentile(share)) / exact - 1) < 1.0 / 32, "seed 4, \(share)")
        }
        #expect(sum.longest == values.last && sum.count == 5_000)
    }
}
