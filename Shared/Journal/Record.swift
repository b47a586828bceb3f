import BranchDomain
import Crypto

/// One journaled fact: 32 bytes of header, 64 fixed bytes and what varies.
///
/// A verdict on a request carries the request's id; every other record carries `RequestID/none`.
public struct Record: Sendable, Equatable {
    /// The request on which this is the verdict, or `RequestID/none`.
    public var id: RequestID
    /// What happened: 0 is a refusal, 1 … 0x3FFF are the machine's own, with
    /// ``bulkFlag`` where they came in a bulk message; from 0xF000 they are the journal's.
    public var kind: UInt16
    /// The number of the refusal, else 0.
    public var code: UInt16
    /// Of the request's method, user and body; 0 where there is no request.
    public var fingerprint: UInt64
    /// The machine's own numbers.
    public var fixed: FixedWords
    /// The machine's own text or JSON.
    public var varying: [UInt8]

    /// The kind of a refusal that is a verdict; `varying` is its body as JSON.
    public static let refusalKind: UInt16 = 0
    /// Set in the kind of what came in a bulk message; its id is remembered apart.
    public static let bulkFlag: UInt16 = 0x4000
    public var isBulk: Bool {
        kind & Record.bulkFlag != 0 && kind < Record.firstJournalKind
    }
    /// Kinds from here on belong to the journal itself.
    public static let firstJournalKind: UInt16 = 0xF000

    public init(
        kind: UInt16, fixed: FixedWords = FixedWords(), varying: [UInt8] = [],
        id: RequestID = .none, code: UInt16 = 0, fingerprint: UInt64 = 0
    ) {
        self.id = id
        self.kind = kind
        self.code = code
        self.fingerprint = fingerprint
        self.fixed = fixed
        self.varying = varying
    }
}

/// Eight words of a record, little-endian on disk, with whatever meaning the machine gives them.
public struct FixedWords: Sendable, Equatable {
    public var w0: UInt64 = 0
    public var w1: UInt64 = 0
    public var w2: UInt64 = 0
    public var w3: UInt64 = 0
    public var w4: UInt64 = 0
    public var w5: UInt64 = 0
    public var w6: UInt64 = 0
    public var w7: UInt64 = 0

    public init(
        _ w0: UInt64 = 0, _ w1: UInt64 = 0, _ w2: UInt64 = 0, _ w3: UInt64 = 0,
        _ w4: UInt64 = 0, _ w5: UInt64 = 0, _ w6: UInt64 = 0, _ w7: UInt64 = 0
    ) {
        self.w0 = w0
        self.w1 = w1
        self.w2 = w2
        self.w3 = w3
        self.w4 = w4
        self.w5 = w5
        self.w6 = w6
        self.w7 = w7
    }
}

/// Where a record stands in the journal.
public struct Position: Sendable, Equatable {
    /// From 1, without holes.
    public let sequence: UInt64
    /// The time of the record's row; never earlier than that of the row before.
    public let at: Timestamp
    /// The hash of the record's row; ``ChainHash/pending`` until the row is complete.
    public let chain: ChainHash

    public init(sequence: UInt64, at: Timestamp, chain: ChainHash) {
        self.sequence = sequence
        self.at = at
        self.chain = chain
    }
}

/// SHA-256 over a row and the hash of the row before it.
public struct ChainHash: Sendable, Equatable, Hashable {
    /// 32 bytes.
    public let bytes: [UInt8]

    public static let pending = ChainHash(bytes: [UInt8](repeating: 0, count: 32))

    public init(bytes: [UInt8]) {
        precondition(bytes.count == 32, "a chain hash has 32 bytes")
        self.bytes = bytes
    }

    /// The first 16 hex digits, as they stand on a receipt.
    public var hexPrefix: String { String(hex.prefix(16)) }

    /// 64 hex digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    /// SHA-256 of bytes that stand by themselves.
    public static func of(_ bytes: [UInt8]) -> ChainHash {
        ChainHash(bytes: [UInt8](SHA256.hash(data: bytes)))
    }
}
