import BranchDomain
import Messages

/// A published message as a subscriber received it.
public struct PublishedMessage: Sendable, Equatable {
    public let topic: String
    /// The publisher's epoch: a new one after each of its starts.
    public let epoch: String
    /// Counts per topic from 1 in an epoch.
    public let sequence: UInt64
    /// When the state was published first.
    public let at: Timestamp
    /// The topic's full state, JSON.
    public let state: [UInt8]
    /// Whether the same message had been received before.
    public let isRepeat: Bool
}

/// The header frame of a published message.
struct PublishedHeader: Codable {
    let epoch: String
    let sequence: UInt64
    let at: Int64

    /// The bytes on the wire; the epoch is UUID text and needs no escapes.
    var bytes: [UInt8] {
        Array("{\"epoch\":\"\(epoch)\",\"sequence\":\(sequence),\"at\":\(at)}".utf8)
    }
}
