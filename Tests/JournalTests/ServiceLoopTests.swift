import BranchDomain
import Bus
import Foundation
import Journal
import Messages
import ServiceKit
import Testing

@testable import JournaledService

@Suite struct ServiceLoopTests {
    /// An id of the present: these services run by the system's clock.
    private func fresh() -> RequestID {
        var ids = SystemRequestIDs()
        return ids.next()
    }

    private func deposit(_ amount: Int) -> String { #"{"name": "a", "amount": \#(amount)}"# }

    @Test func aRequestIsAnsweredOnceItIsOnDiskAndARepeatGetsTheSameBytes() throws {
        let service = try RunningService()
        let id = fresh()
        let first = try service.ask("ledger.deposit", id, deposit(5))
        #expect(first.outcome == "ok")
        #expect(first.body.contains(#""sum":5"#))
        #expect(try service.place.verify().head == 2)
        #expect(try service.ask("ledger.deposit", id, deposit(5)) == first)
        #expect(try service.ask("ledger.deposit", id, deposit(6)).outcome == "id_reused")
        let no = try service.ask("ledger.withdraw", fresh(), deposit(50))
        #expect(no.outcome == "insufficient_funds")
        #expect(no.body.contains(#""retry":"later""#))
        try service.stop()
        #expect(try service.place.open().machine.sums == ["a": 5])
        #expect(service.place.snapshotFiles.count == 1)
    }

    @Test func whateverIsNoRequestGetsExactlyOneRefusal() throws {
        let service = try RunningService()
        let principal = #"{"user":"t","role":"teller","generation":0}"#
        let good = ["BRL1", "ledger.deposit", fresh().description, "", principal, deposit(1)]
        func outcome(_ change: (inout [String]) -> Void) throws -> String {
            var frames = good
            change(&frames)
            let reply = try service.ask(frames.map { Array($0.utf8) })
            #expect(reply.count == 4)
            #expect(reply[0] == Array("BRL1".utf8))
            return String(decoding: reply[2], as: UTF8.self)
        }
        #expect(try outcome { $0[0] = "BRL2" } == "unsupported_version")
        #expect(try outcome { $0[0] = "HTTP" } == "malformed")
        #expect(try outcome { $0[0] = "" } == "malformed")
        #expect(try outcome { $0 = ["BRL1"] } == "malformed")
        #expect(try outcome { $0 += ["", "", ""] } == "malformed")
        #expect(try outcome { $0[2] = "4711" } == "malformed")
        #expect(try outcome { $0[2] = String(repeating: "0", count: 70_000) } == "malformed")
        #expect(try outcome { $0[1] = "ledger.steal" } == "unknown_method")
        #expect(try outcome { $0[1] = "queue.next" } == "unknown_method")
        #expect(try outcome { $0[4] = "" } == "malformed")
        #expect(try outcome { $0[4] = "[]" } == "malformed")
        #expect(try outcome { $0[5] = String(repeating: " ", count: 65_537) } == "too_large")
        #expect(try outcome { $0[5] = "{" } == "malformed")
        #expect(try outcome { _ in } == "ok")
        try service.stop()
    }

    @Test func pingCountersAndInquiriesAreAnsweredByTheWorkingThread() throws {
        let service = try RunningService { behaviour in
            behaviour.inquiries["auth.resolve"] = { inquiry in
                if inquiry.body.isEmpty { return Answer(Refusal(.userNotFound, "Nobody.")) }
                return .ok(JSON.encode(inquiry.machine.sums))
            }
        }
        _ = try service.ask("ledger.deposit", fresh(), deposit(5))
        let ping = try JSON.decode(
            SystemPing.Reply.self,
            from: Array(try service.ask("system.ping", fresh(), principal: "").body.utf8))
        #expect(ping.service == "tally")
        #expect(ping.head == 2)
        #expect(!ping.readOnly)
        #expect(try service.ask("auth.resolve", fresh(), principal: "").body == #"{"a":5}"#)
        #expect(try service.ask("auth.resolve", fresh(), "").outcome == "user_not_found")
        #expect(try service.ask("system.counters", fresh()).body.contains(#""syncs":1"#))
        #expect(try service.ask("system.confirmClock", fresh()).outcome == "ok")
        try service.stop()
    }

    @Test func subscribersHearOfACommitAndOfTheHeartbeat() throws {
        let service = try RunningService { behaviour in
            behaviour.heartbeat = { head in
                Publication(topic: "beat.", state: [UInt8]("\(head)".utf8), keep: false)
            }
        }
        let subscriber = try Subscriber(endpoints: [service.topics], topics: ["tally.", "beat."])
        // Two beats: then the subscription has certainly arrived.
        for _ in 0..<2 { #expect(subscriber.receive(timeout: .seconds(20))?.topic == "beat.") }
        _ = try service.ask("ledger.deposit", fresh(), deposit(5))
        var heard: [String] = []
        while !heard.contains("tally."), heard.count < 20 {
            guard let message = subscriber.receive(timeout: .seconds(20)) else { break }
            heard.append(message.topic)
        }
        #expect(heard.contains("tally."))
        try service.stop()
    }

    @Test func aDeadlineIsKeptAlthoughNobodyAsks() throws {
        var tally = Tally()
        tally.due = SystemClock().now.adding(.milliseconds(100))
        let service = try RunningService({ _ in }, from: tally)
        let subscriber = try Subscriber(endpoints: [service.topics], topics: ["chime."])
        #expect(subscriber.receive(timeout: .seconds(20))?.topic == "chime.")
        try service.stop()
        #expect(try service.place.open().machine.chimes == 1)
    }

    @Test func aFailedCommitEndsTheServiceWithOneClearError() throws {
        let service = try RunningService()
        _ = try service.ask("system.ping", fresh())
        try Spoil.execute(
            "CREATE TRIGGER bad BEFORE INSERT ON journal BEGIN SELECT RAISE(FAIL, 'bad'); END",
            in: service.place.journal)
        let principal = #"{"user":"t","role":"teller","generation":0}"#
        let frames = ["BRL1", "ledger.deposit", fresh().description, "", principal, deposit(1)]
        try service.send(frames.map { Array($0.utf8) })
        #expect(throws: JournalError.self) { try service.outcome() }
    }

    @Test func aSecondServiceOnTheSameJournalIsRefused() throws {
        let service = try RunningService()
        _ = try service.ask("system.ping", fresh())
        #expect(throws: JournalError.inUse(path: service.place.journal)) {
            try service.place.open()
        }
        try service.stop()
    }
}
