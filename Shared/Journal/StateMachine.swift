import BranchDomain
import Messages

/// A request as it reaches the rules: who asks for what, under which id.
public struct Command: Sendable {
    public let method: Method
    public let id: RequestID
    public let principal: Principal
    /// JSON, not yet decoded.
    public let body: [UInt8]

    public init(method: Method, id: RequestID, principal: Principal, body: [UInt8]) {
        self.method = method
        self.id = id
        self.principal = principal
        self.body = body
    }
}

/// What the rules answer to a command.
public enum Decision: Sendable {
    /// Nothing changes; the reply's body.
    case read([UInt8])
    /// What happened, in order. The last record is the verdict: the loop gives it id and
    /// fingerprint, and ``StateMachine/answer(to:at:principal:)`` makes the reply of it.
    case write([Record])
    /// A "no" that changes something all the same, as a wrong secret raises a count: the records
    /// are journaled and applied, then the refusal is answered; it is a verdict on the id under
    /// the same conditions as a refusal that is thrown.
    case refuse(Refusal, [Record])
}

/// A message for subscribers, to be sent once everything that it tells is on disk.
public struct Publication: Sendable, Equatable {
    public let topic: String
    /// The full state of the topic, JSON.
    public let state: [UInt8]
    /// Whether the message is the topic's state, repeated and given to new subscribers.
    public let keep: Bool

    public init(topic: String, state: [UInt8], keep: Bool) {
        self.topic = topic
        self.state = state
        self.keep = keep
    }
}

/// A look back into the journal, the group that is not yet on disk included.
public protocol JournalReader {
    /// The sequence of the last record.
    var head: UInt64 { get }
    /// One record, or nil where there is none of that sequence.
    func record(at sequence: UInt64) throws -> (record: Record, position: Position)?
    /// Records in order, from the one behind `after`.
    func records(after: UInt64, limit: Int) throws -> [(record: Record, position: Position)]
    /// The sequence of the verdict on an id, where the id is still remembered.
    func verdict(on id: RequestID) -> UInt64?
}

/// The rules of a service: they decide, and they apply what was decided; nothing else.
///
/// A value without clock, random, socket or file. The journal holds what `decide` and `tick`
/// return, never commands, so that rules may change without changing the past: the state is the
/// fold of `apply` over the journal.
public protocol StateMachine: Sendable {
    /// - Throws: Where the bytes are no snapshot of this machine.
    init(snapshot: [UInt8]) throws
    func snapshot() -> [UInt8]

    /// Judges a command against the present state.
    ///
    /// - Parameter next: The sequence that the first record of the decision will get.
    /// - Throws: `Refusal`. For a method that changes things, one that is a verdict is journaled.
    func decide(
        _ command: Command, now: Timestamp, next: UInt64, reader: any JournalReader
    ) throws(Refusal) -> Decision

    /// Whether `apply` accepts records of this kind, bulk or not. Kinds are only ever added: one
    /// that is unknown was written by a newer program.
    static func knows(_ kind: UInt16) -> Bool

    /// Changes the state by one record; must accept whatever `decide` and `tick` ever returned.
    mutating func apply(_ record: Record, sequence: UInt64, at time: Timestamp)

    /// What has fallen due, in order of deadline and key, at most 1,024 records; the loop applies
    /// them.
    ///
    /// - Parameter next: The sequence that the first of them will get.
    func tick(now: Timestamp, next: UInt64) -> [Record]

    /// When `tick` wants to be asked next.
    var nextDeadline: Timestamp? { get }

    /// The reply to a verdict: the same for the first answer and for every repeat, but for what
    /// has moved on since. Never called with a refusal.
    func answer(to record: Record, at position: Position, principal: Principal) -> [UInt8]

    /// What subscribers are told after a commit.
    ///
    /// - Parameter wanted: Whether anyone subscribes to a topic.
    mutating func publications(
        of group: [(record: Record, position: Position)], wanted: (String) -> Bool
    ) -> [Publication]

    /// The state of every kept topic, at the start of an epoch.
    func initialPublications() -> [Publication]

    // MARK: Bulk

    /// Lets a bulk message in.
    ///
    /// - Returns: The record that stands before its movements: who sent so many.
    /// - Throws: `Refusal` of the whole message.
    func admitBulk(_ command: Command, count: Int) throws(Refusal) -> Record

    /// Judges one movement of a bulk message.
    func judge(_ record: BulkRecord) throws(BulkFault) -> Record

    /// Judges movements that are made together or not at all.
    ///
    /// - Parameter next: The sequence that the first of the records will get.
    func judge(run: [BulkRecord], next: UInt64) throws(BulkFault) -> [Record]

    /// The balance of the debited account after a movement, minor units.
    func debitedBalance(after record: Record) -> Int64

    /// What subscribers are told of movements that came in bulk, all at once.
    func publication(ofBulk sequences: ClosedRange<UInt64>) -> Publication?
}

/// Why a movement of a bulk message cannot be made.
public struct BulkFault: Error, Equatable {
    public let code: RefusalCode
    /// Which one of a run.
    public let index: Int

    public init(_ code: RefusalCode, index: Int = 0) {
        self.code = code
        self.index = index
    }
}

/// A machine that takes no bulk messages.
extension StateMachine {
    public func admitBulk(_ command: Command, count: Int) throws(Refusal) -> Record {
        throw Refusal(.unknownMethod, "This service takes no bulk messages.")
    }

    public func judge(_ record: BulkRecord) throws(BulkFault) -> Record {
        preconditionFailure("no bulk message is let in")
    }

    public func judge(run: [BulkRecord], next: UInt64) throws(BulkFault) -> [Record] {
        preconditionFailure("no bulk message is let in")
    }

    public func debitedBalance(after record: Record) -> Int64 {
        preconditionFailure("no bulk message is let in")
    }

    public func publication(ofBulk sequences: ClosedRange<UInt64>) -> Publication? { nil }
}
