import BranchDomain
import Messages
import Testing

@testable import Scheduler

/// Each rule against the plainest thing that could be meant by it: everybody who waits in one
/// list, searched from end to end.
@Suite struct PolicyOracleTests {
    /// Somebody who waits, as whoever stands in the hall sees them.
    private struct Waiter {
        let number: String
        let issued: Int64
        let order: Int
        let priority: Int
    }

    private static let ageing = 240
    private static let every = 3

    @Test(
        arguments: ["arrival", "priority", "ratio", "longestWait"],
        1...4 as ClosedRange<UInt64>)
    func theHallCallsWhomAListWouldCall(rule: String, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var desk = try HallDesk(now: HallDesk.begin.adding(.seconds(-12 * 3_600)))
        // Turns are a service's own; the other rules order all services together.
        let services = rule == "ratio" ? ["cash"] : ["cash", "loans"]
        let policy = CallPolicy(
            rule: rule, ageing: rule == "priority" ? Self.ageing : nil,
            every: rule == "ratio" ? Self.every : nil)
        for service in services {
            _ = try desk.call(
                ServiceUpdate.self, .init(service: service, terms: .init(policy: policy)))
        }
        try desk.open()
        var waiting: [Waiter] = []
        var sincePriority = 0
        for step in 1...150 {
            let place = "\(rule), seed \(seed), step \(step)"
            if random.below(2) == 0 {
                let priority = random.below(3) == 0 ? Int(1 + random.below(9)) : 0
                let ticket = try desk.issue(
                    services[Int(random.below(UInt64(services.count)))], priority: priority)
                waiting.append(
                    Waiter(
                        number: ticket.number, issued: desk.now.milliseconds, order: step,
                        priority: priority))
            } else {
                try desk.open()
                let called = try desk.next()
                let expected = Self.first(of: waiting, rule, sincePriority)
                #expect(called?.number == expected?.number, "\(place)")
                guard let expected else { continue }
                sincePriority = expected.priority > 0 ? 0 : sincePriority + 1
                waiting.removeAll { $0.order == expected.order }
                if rule == "priority" {
                    let bound = Int64(9 * Self.ageing) * 1_000
                    let overtaken = waiting.filter { $0.issued < expected.issued - bound }
                    #expect(overtaken.isEmpty, "nobody waits longer than ageing allows, \(place)")
                }
            }
            desk.wait(.seconds(Int(random.below(180))))
        }
        #expect(try desk.replayed().snapshot() == desk.hall.snapshot())
    }

    private static func first(
        of waiting: [Waiter], _ rule: String, _ sincePriority: Int
    ) -> Waiter? {
        let plain = waiting.first { $0.priority == 0 }
        let preferred = waiting.first { $0.priority > 0 }
        switch rule {
        case "priority":
            return waiting.min { left, right in
                let (one, other) = (due(left), due(right))
                return one == other ? left.order < right.order : one < other
            }
        case "ratio":
            guard let plain, let preferred else { return plain ?? preferred }
            return sincePriority >= every - 1 ? preferred : plain
        default: return waiting.first
        }
    }

    private static func due(_ waiter: Waiter) -> Int64 {
        waiter.issued - Int64(waiter.priority * ageing) * 1_000
    }
}
