import BranchDomain
import Outbox

/// Works off one lane of the outbox: draws what is due and allowed, lets it be carried, writes
/// down what became of it.
struct Courier: Sendable {
    /// Messages under way at the same time.
    static let mostAtOnce = 64
    /// A lane without anything is looked at again after so long: an operator may have sent dead
    /// letters again.
    static let idle = Duration.seconds(5)

    let lane: String
    let store: OutboxStore
    let carrier: any Carrier
    let schedule: RetrySchedule
    /// Any number, for the jitter.
    let random: @Sendable () -> UInt64

    /// One round.
    ///
    /// - Returns: When there may be something to do again.
    func round(_ gate: inout LaneGate, now: Timestamp) async throws -> Timestamp {
        let count = min(gate.grant(now: now), Courier.mostAtOnce)
        guard count > 0 else { return gate.opens(after: now) }
        let batch = try await store.due(lane: lane, now: now, limit: count)
        guard !batch.isEmpty else {
            let idle = now.adding(Courier.idle)
            return min(try await store.nextDue(lane: lane) ?? idle, idle)
        }
        gate.spend(batch.count, now: now)
        let carried = await carrier.carry(batch, now: now)
        judge(carried.map(\.outcome), &gate, now: now)
        try await store.settle(carried, now: now, schedule: schedule, random: random)
        return gate.opens(after: now)
    }

    /// What a round says about the other side: one that answers some is there, unless it asks
    /// for a pause.
    private func judge(_ outcomes: [DeliveryOutcome], _ gate: inout LaneGate, now: Timestamp) {
        var answered = false
        var hasFailed = false
        var pause: Duration?
        for outcome in outcomes {
            switch outcome {
            case .delivered, .refused: answered = true
            case .unwanted, .held: gate.refund(1)
            case .failed(_, let retryAfter):
                hasFailed = true
                if let retryAfter { pause = max(pause ?? .zero, retryAfter) }
            }
        }
        if answered { gate.succeeded() }
        if hasFailed, !answered || pause != nil {
            gate.failed(now: now, retryAfter: pause, random: random())
        }
    }
}
