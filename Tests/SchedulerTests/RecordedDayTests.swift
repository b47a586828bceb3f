import BranchDomain
import Foundation
import Journal
import JournaledService
import Messages
import Testing

@testable import Scheduler

@Suite struct RecordedDayTests {
    /// One counter, served in order of arrival.
    private func day() throws -> HallDesk {
        var desk = try HallDesk()
        try desk.open()
        for service in [120, 60, 200, 90] {
            for _ in 1...2 { _ = try desk.issue() }
            _ = try desk.next()
            desk.wait(.seconds(service))
        }
        for _ in 1...4 {
            _ = try desk.next()
            desk.wait(.seconds(100))
        }
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        desk.wait(.seconds(60))
        _ = try desk.call(CounterClose.self, .init(counter: "2"))
        return desk
    }

    private func recorded(_ desk: HallDesk) -> RecordedDay {
        var log = VisitLog()
        var hall = QueueHall()
        var last = Timestamp(milliseconds: 0)
        for (record, position) in desk.journal {
            last = position.at
            log.before(hall, record, at: position.at)
            hall.apply(record, sequence: position.sequence, at: position.at)
            log.after(hall, record, at: position.at)
        }
        var found = log.drain()
        found.add(log.unfinished(at: last)) { _ in true }
        return RecordedDay(hall, found, desk.environment.calendar)
    }

    @Test func aDayPlayedAgainUnderItsOwnRuleIsThatDay() throws {
        let recorded = recorded(try day())
        let again = try SimulationRun.play(recorded.workload)
        #expect(again.summary().waits == recorded.scenario.waits.waits)
        #expect(recorded.scenario.served == 8 && again.served == 8)
        #expect(recorded.workload.shifts.count == 1)
    }

    @Test func anotherRuleCallsInAnotherOrder() throws {
        var desk = try HallDesk()
        try desk.open()
        _ = try desk.issue()
        _ = try desk.next()
        desk.wait(.seconds(10))
        _ = try desk.issue()
        desk.wait(.seconds(10))
        _ = try desk.issue(priority: 9)
        for _ in 1...2 {
            desk.wait(.seconds(100))
            _ = try desk.next()
        }
        desk.wait(.seconds(100))
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        _ = try desk.call(CounterClose.self, .init(counter: "2"))
        let recorded = recorded(desk)
        #expect(recorded.scenario.waits.waits == [0, 100_000, 210_000])
        let again = try SimulationRun.play(
            recorded.workload.under(CallPolicy(rule: "arrival")))
        #expect(again.waits == [0, 110_000, 200_000])
    }

    @Test func aDayThatIsNotOverCountsItsCountersUntilNow() throws {
        var desk = try HallDesk()
        try desk.open()
        desk.wait(.seconds(300))
        _ = try desk.issue()
        _ = try desk.next()
        desk.wait(.seconds(100))
        _ = try desk.issue()
        let recorded = recorded(desk)
        #expect(recorded.scenario.utilisation == 0.25)
        #expect(recorded.workload.shifts.count == 1)
    }

    @Test func whoeverGaveUpGivesUpAgainUnlessCalledBefore() throws {
        var desk = try HallDesk()
        let ticket = try desk.issue()
        desk.wait(.seconds(300))
        _ = try desk.call(QueueCancel.self, .init(ticket: ticket.ticket))
        desk.wait(.seconds(1))
        try desk.open()
        _ = try desk.issue()
        _ = try desk.next()
        desk.wait(.seconds(30))
        _ = try desk.call(QueueDone.self, .init(counter: "2"))
        _ = try desk.call(CounterClose.self, .init(counter: "2"))
        let again = try SimulationRun.play(recorded(desk).workload)
        #expect(again.left == 1 && again.served == 1)
    }
}
