import BranchDomain
import Bus
import Journal
import ServiceKit

/// What makes one service with a journal different from another, besides its machine.
public struct ServiceBehaviour<Machine: StateMachine>: Sendable {
    public typealias Inquire = @Sendable (Inquiry<Machine>) -> Answer
    public typealias Equip = @Sendable (inout Machine) -> Void

    /// The machine's first state; asked only where the journal is empty.
    public var genesis: @Sendable () throws -> Machine
    /// The first records behind that state; asked only where the journal is empty.
    public var founding: @Sendable () throws -> [Record] = { [] }
    /// Gives the machine what is no state of it: settings, secrets.
    public var equip: Equip = { _ in }
    /// The same out of a configuration that was changed while the service runs; what it throws is
    /// wrong with that configuration.
    public var reequip: @Sendable (BranchConfiguration) throws -> Equip = { _ in { _ in } }
    /// By method: what is answered beside the machine's own methods. Nothing may change by it.
    public var inquiries: [String: Inquire] = [:]
    /// What is published each second, given the head.
    public var heartbeat: (@Sendable (UInt64) -> Publication?)?

    /// Makes what measures the machine, where metrics are wanted.
    public var meters: (@Sendable (MetricsRegistry) -> MachineMeters<Machine>)?

    public init(genesis: @escaping @Sendable () throws -> Machine) {
        self.genesis = genesis
    }
}

/// A question from a gateway that the machine's rules need not judge.
public struct Inquiry<Machine: StateMachine> {
    public let id: RequestID
    public let body: [UInt8]
    public let machine: Machine
    public let history: any JournalReader
    /// The service's topics with what is kept of each.
    public let topics: Publisher
}

/// What a service measures of its machine. Nothing may change by it.
public struct MachineMeters<Machine: StateMachine> {
    /// Called each second with the journal's time.
    public var look: (Machine, Timestamp) -> Void
    /// Called with what each group made durable; of bulk messages nothing.
    public var follow: (Machine, [(record: Record, position: Position)]) -> Void

    public init(
        look: @escaping (Machine, Timestamp) -> Void,
        follow: @escaping (Machine, [(record: Record, position: Position)]) -> Void
    ) {
        self.look = look
        self.follow = follow
    }
}
