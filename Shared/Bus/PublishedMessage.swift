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

    public init(
        topic: String, epoch: String, sequence: UInt64, at: Timestamp, state: [UInt8],
        isRepeat: Bool
    ) {
        self.topic = topic
        self.epoch = epoch
        self.sequence = sequence
        self.at = at
        self.state = state
        self.isRepeat = isRepeat
    }
}

/// The header frame of a published message.
struct PublishedHeader: Codable, Equatable {
    let epoch: String
    let sequence: UInt64
    let at: Int64

    /// The bytes on the wire; the epoch is UUID text and needs no escapes.
    var bytes: [UInt8] {
        Array("{\"epoch\":\"\(epoch)\",\"sequence\":\(sequence),\"at\":\(at)}".utf8)
    }

    /// Reads a header as ``bytes`` writes it; nil: it may still be JSON, spelled otherwise.
    ///
    /// A hall of displays reads many of these a second, and JSON decoding takes 10 µs each.
    init?(plain bytes: [UInt8]) {
        var rest = bytes[...]
        guard rest.drop("{\"epoch\":\""), let quote = rest.firstIndex(of: UInt8(ascii: "\"")),
            !rest[..<quote].contains(UInt8(ascii: "\\"))
        else { return nil }
        epoch = String(decoding: rest[..<quote], as: UTF8.self)
        rest = rest[quote...]
        guard rest.drop("\",\"sequence\":"), let sequence = rest.dropNumber(),
            rest.drop(",\"at\":"), let at = rest.dropNumber(), rest.elementsEqual("}".utf8)
        else { return nil }
        self.sequence = sequence
        self.at = Int64(at)
    }

    init?(_ bytes: [UInt8]) {
        if let header = PublishedHeader(plain: bytes) {
            self = header
        } else if let header = try? JSON.decode(PublishedHeader.self, from: bytes) {
            self = header
        } else {
            return nil
        }
    }

    init(epoch: String, sequence: UInt64, at: Int64) {
        self.epoch = epoch
        self.sequence = sequence
        self.at = at
    }
}

extension ArraySlice<UInt8> {
    /// Takes a text from the front; false where something else stands there.
    fileprivate mutating func drop(_ text: StaticString) -> Bool {
        let matches = text.description.utf8
        guard starts(with: matches) else { return false }
        removeFirst(matches.count)
        return true
    }

    /// Takes at most 18 decimal digits from the front.
    fileprivate mutating func dropNumber() -> UInt64? {
        let digits = prefix { (48...57).contains($0) }
        guard (1...18).contains(digits.count) else { return nil }
        removeFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + UInt64($1 - 48) }
    }
}
