import BranchDomain

/// Takes messages to where they go.
public protocol Carrier: Sendable {
    func carry(_ message: OutboxMessage, now: Timestamp) async -> DeliveryOutcome
}

/// What became of one message.
public struct Delivery: Sendable {
    public let message: OutboxMessage
    public let outcome: DeliveryOutcome
}

extension Carrier {
    /// Carries all of them at the same time.
    public func carry(_ batch: [OutboxMessage], now: Timestamp) async -> [Delivery] {
        await withTaskGroup(of: Delivery.self) { group in
            for message in batch {
                group.addTask {
                    Delivery(message: message, outcome: await carry(message, now: now))
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}

extension OutboxStore {
    /// Writes down what became of messages, in one transaction.
    ///
    /// - Parameter random: Any number, for the jitter.
    public func settle(
        _ deliveries: [Delivery], now: Timestamp, schedule: RetrySchedule,
        random: @Sendable () -> UInt64
    ) async throws {
        try await settle(
            deliveries.map {
                (
                    $0.message,
                    $0.message.settlement(
                        $0.outcome, now: now, schedule: schedule, random: random())
                )
            }, now: now)
    }
}
