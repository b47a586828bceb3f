import BranchDomain
import Testing

@testable import Outbox

@Suite struct ScheduleTests {
    @Test func delaysDoubleUpToTheLongestAndAreJittered() {
        let schedule = RetrySchedule.standard
        for (attempt, whole) in [(1, 2), (2, 4), (5, 32), (9, 512), (10, 600), (60, 600)] {
            let least = schedule.delay(afterAttempt: attempt, random: 0)
            let most = schedule.delay(afterAttempt: attempt, random: 500)
            #expect(most == .seconds(whole))
            #expect(least == .seconds(whole) / 2)
        }
    }

    private let message = OutboxMessage(
        number: 1, id: "a", lane: "sms", made: at(0), due: at(0), attempts: 3, body: [])

    private func settle(_ outcome: DeliveryOutcome, at now: Timestamp = at(10)) -> Settlement {
        message.settlement(outcome, now: now, schedule: .standard, random: 500)
    }

    @Test func everyOutcomeHasItsSettlement() {
        #expect(settle(.delivered) == .sent)
        #expect(settle(.unwanted) == .gone)
        #expect(settle(.refused("x")) == .dead(trouble: "x"))
        #expect(
            settle(.held(until: at(99))) == .again(due: at(99), attempts: 3, trouble: nil))
        #expect(
            settle(.failed("503", retryAfter: nil))
                == .again(due: at(26), attempts: 4, trouble: "503"))
        #expect(
            settle(.failed("429", retryAfter: .seconds(100)))
                == .again(due: at(110), attempts: 4, trouble: "429"))
    }

    @Test func whatFailsForADayIsADeadLetter() {
        guard case .dead = settle(.failed("503", retryAfter: nil), at: at(86_400)) else {
            Issue.record("it is tried for ever")
            return
        }
    }

    @Test func aWindowLetsNoMorePassInAnySpan() {
        var window = SlidingWindow(limit: 20, span: .seconds(60))
        var passed: [Int64] = []
        for second in Int64(0)..<300 where window.free(now: at(second)) > 0 {
            window.take(1, now: at(second))
            passed.append(second)
        }
        for start in passed {
            #expect(passed.count { (start..<start + 60).contains($0) } <= 20)
        }
        #expect(passed.count == 100)
        #expect(window.opens(after: at(300)) == at(300))
    }

    @Test func aWindowSaysWhenItOpensAndTakesBack() {
        var window = SlidingWindow(limit: 2, span: .seconds(1))
        window.take(2, now: at(0))
        #expect(window.free(now: at(0)) == 0)
        #expect(window.opens(after: at(0)) == at(1))
        window.giveBack(1)
        #expect(window.free(now: at(0)) == 1)
        #expect(window.opens(after: at(0)) == at(0))
    }

    @Test func aGateInTroubleClosesAndThenTriesOne() {
        var gate = LaneGate(perSecond: 10)
        #expect(gate.grant(now: at(0)) == 10)
        gate.failed(now: at(0), retryAfter: nil, random: 500)
        #expect(gate.grant(now: at(1)) == 0)
        #expect(gate.opens(after: at(1)) == at(2))
        #expect(gate.grant(now: at(2)) == 1)
        gate.failed(now: at(2), retryAfter: .seconds(30), random: 500)
        #expect(gate.grant(now: at(31)) == 0)
        #expect(gate.grant(now: at(32)) == 1)
        gate.succeeded()
        #expect(gate.grant(now: at(32)) == 10)
    }
}
