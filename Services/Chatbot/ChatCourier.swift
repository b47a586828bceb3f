import BranchDomain
import Messages
import Outbox
import OutgoingHTTP

/// Sends what is in the outbox: in order within a chat, many chats at a time.
struct ChatCourier: Carrier {
    static let idle = Duration.seconds(5)
    /// A message to a person is worth less each hour.
    static let schedule = RetrySchedule(
        first: .seconds(1), longest: .seconds(60), lifetime: .seconds(86_400))

    let api: TelegramAPI
    let store: OutboxStore
    let exchange: any HTTPExchange
    let random: @Sendable () -> UInt64

    /// - Returns: When there may be something to do again.
    func round(
        _ pacing: inout ChatPacing, _ gate: inout LaneGate, now: Timestamp
    ) async throws -> Timestamp {
        guard gate.grant(now: now) > 0 else { return gate.opens(after: now) }
        let heads = try await store.heads()
        guard !heads.isEmpty else { return now.adding(ChatCourier.idle) }
        let some = gate.failures > 0 ? Array(heads.filter { $0.due <= now }.prefix(1)) : heads
        let chosen = pacing.choose(some, now: now)
        guard !chosen.isEmpty else {
            return pacing.opens(heads, after: now) ?? now.adding(ChatCourier.idle)
        }
        let carried = await carry(chosen, now: now)
        judge(carried.map(\.outcome), &gate, now: now)
        try await store.settle(
            carried, now: now, schedule: ChatCourier.schedule, random: random)
        return now
    }

    func carry(_ message: OutboxMessage, now: Timestamp) async -> DeliveryOutcome {
        guard let say = try? JSON.decode(Say.self, from: message.body) else {
            return .refused("no message of this version")
        }
        do {
            let answer = try await exchange.post(api.request(say))
            // A press that nobody noticed in time is of no use later.
            if say.press != nil { return .unwanted }
            return TelegramAPI.outcome(of: answer)
        } catch {
            return say.press != nil
                ? .unwanted : .failed(error.description, retryAfter: nil)
        }
    }

    /// A chat that is asked too often pauses alone, by the order in it; trouble for all of them
    /// is the messenger's.
    private func judge(_ outcomes: [DeliveryOutcome], _ gate: inout LaneGate, now: Timestamp) {
        let failed = outcomes.count {
            if case .failed(_, nil) = $0 { true } else { false }
        }
        let answered = outcomes.count - failed
        if answered > 0 {
            gate.succeeded()
        } else if failed > 0 {
            gate.failed(now: now, retryAfter: nil, random: random())
        }
    }
}
