import BranchDomain
import Foundation
import Journal
import Messages
import Testing

@testable import Scheduler

/// Reports read a real file while the service goes on writing it.
@Suite struct ReportShellTests {
    @Test func whatIsWrittenIsReportedAndWhatComesLaterToo() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("scheduler.sqlite").path
        let environment = HallEnvironment(branch: "main", calendar: .utc) { id in
            HandleBits(high: id.high, low: id.low)
        }
        var now = HallDesk.begin
        let journal = try GroupCommit<QueueHall>(
            JournalConfiguration(path: path), now: now, equip: { $0.environment = environment },
            founding: { try QueueHall.founding(HallDesk.two) }, genesis: { QueueHall() })
        var made: UInt64 = 0
        func send(_ method: Messages.Method, _ body: String, _ principal: Principal) throws {
            made += 1
            let id = RequestID(at: now, random: (made, made &* 0x2545_f491_4f6c_dd1d))
            journal.tick(now: now)
            journal.submit(
                Command(method: method, id: id, principal: principal, body: Array(body.utf8)))
            _ = try journal.commit { _ in false }
        }
        let day = try CivilDate(daysSinceEpoch: Int(now.milliseconds / 86_400_000))
        func total() throws -> QueueReport.Line? {
            let reports = ReportShell(journal: path, calendar: .utc)
            let body = JSON.encode(
                QueueReport.Request(from: day.description, to: day.description))
            guard case .refused(.busy, _) = reports.answer(body) else {
                Issue.record("nothing is reported that was not read")
                return nil
            }
            try reports.readAll()
            guard case .ok(let reply) = reports.answer(body) else { return nil }
            return try JSON.decode(QueueReport.Reply.self, from: reply).line("total")
        }
        try send(.counterOpen, #"{"counter":"2"}"#, HallDesk.teller)
        try send(.queueIssue, #"{"service":"cash"}"#, HallDesk.kiosk)
        now = now.adding(.seconds(90))
        try send(.queueNext, #"{"counter":"2"}"#, HallDesk.teller)
        now = now.adding(.seconds(30))
        try send(.queueDone, #"{"counter":"2"}"#, HallDesk.teller)
        #expect(try total()?.served == 1)
        #expect(try total()?.wait?.longest == 90)
        try send(.queueIssue, #"{"service":"loans"}"#, HallDesk.kiosk)
        try send(.queueNext, #"{"counter":"2"}"#, HallDesk.teller)
        try send(.queueNoShow, #"{"counter":"2"}"#, HallDesk.teller)
        #expect(try total()?.tickets == 2)
        try journal.close()
    }
}
