import BranchDomain

/// `ledger.bulk`: many movements in one message, each judged on its own or linked to the next.
///
/// The body says nothing; the records travel in the sixth frame, their results in the reply's
/// fifth. The id of the message is not remembered, those of the records are.
public enum LedgerBulk: BusMethod {
    public static let method = Method.ledgerBulk

    public typealias Request = Nothing

    public struct Reply: Codable, Sendable, Equatable {
        public var applied: Int
        public var replayed: Int
        public var refused: Int

        public init(applied: Int, replayed: Int, refused: Int) {
            self.applied = applied
            self.replayed = replayed
            self.refused = refused
        }
    }

    /// How many records a message has at most.
    public static let mostRecords = 8_190
}

/// One movement of a bulk message: 64 bytes, integers little-endian, the id in network order.
public struct BulkRecord: Sendable, Equatable {
    public static let size = 64

    public var id: RequestID
    /// The account that gives.
    public var debit: UInt64
    /// The account that gets.
    public var credit: UInt64
    /// Minor units.
    public var amount: Int64
    /// The sender's own.
    public var reference: UInt64
    /// The sender's own.
    public var code: UInt32
    public var flags: Flags
    /// Eight bytes that are zero in this version.
    public var reserved: UInt64

    public struct Flags: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        /// To the next record: all of the run or none.
        public static let linked = Flags(rawValue: 1)
    }

    public init(
        id: RequestID, debit: UInt64, credit: UInt64, amount: Int64, reference: UInt64 = 0,
        code: UInt32 = 0, flags: Flags = []
    ) {
        self.id = id
        self.debit = debit
        self.credit = credit
        self.amount = amount
        self.reference = reference
        self.code = code
        self.flags = flags
        reserved = 0
    }

    /// The record at a place of a frame, which must be long enough.
    public init(_ frame: [UInt8], at index: Int) {
        precondition(index >= 0 && (index + 1) * BulkRecord.size <= frame.count)
        let start = index * BulkRecord.size
        self = unsafe frame.withUnsafeBytes { raw in
            unsafe BulkRecord(raw, start)
        }
    }

    private init(_ raw: UnsafeRawBufferPointer, _ start: Int) {
        id = unsafe RequestID(
            high: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt64.self)),
            low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)))
        debit = unsafe raw.little(start + 16)
        credit = unsafe raw.little(start + 24)
        amount = unsafe raw.little(start + 32)
        reference = unsafe raw.little(start + 40)
        code = unsafe raw.little(start + 48)
        flags = unsafe Flags(rawValue: raw.little(start + 52))
        reserved = unsafe raw.little(start + 56)
    }

    /// Appends the 64 bytes.
    public func encode(to bytes: inout [UInt8]) {
        bytes.append(integer: id.high.bigEndian)
        bytes.append(integer: id.low.bigEndian)
        bytes.append(integer: debit.littleEndian)
        bytes.append(integer: credit.littleEndian)
        bytes.append(integer: amount.littleEndian)
        bytes.append(integer: reference.littleEndian)
        bytes.append(integer: code.littleEndian)
        bytes.append(integer: flags.rawValue.littleEndian)
        bytes.append(integer: reserved.littleEndian)
    }
}

/// What became of one record: 24 bytes, integers little-endian.
public struct BulkResult: Sendable, Equatable {
    public static let size = 24

    /// 0 where it was refused.
    public var sequence: UInt64
    /// Of the debited account, after the movement.
    public var balance: Int64
    /// 0 applied, 1 replayed, else the number of a ``RefusalCode``.
    public var status: UInt32

    public static let applied: UInt32 = 0
    public static let replayed: UInt32 = 1

    public init(sequence: UInt64, balance: Int64, status: UInt32) {
        self.sequence = sequence
        self.balance = balance
        self.status = status
    }

    public init(refused code: RefusalCode) {
        self.init(sequence: 0, balance: 0, status: UInt32(code.number))
    }

    /// Why it was refused; nil where it was not, or for a reason of a later version.
    public var refusal: RefusalCode? {
        status > BulkResult.replayed ? UInt16(exactly: status).flatMap(RefusalCode.init) : nil
    }

    /// The results of a frame; nil where its size is not that of results.
    public static func all(in frame: [UInt8]) -> [BulkResult]? {
        guard frame.count.isMultiple(of: size) else { return nil }
        return unsafe frame.withUnsafeBytes { raw in
            (0..<frame.count / size).map { index in
                unsafe BulkResult(
                    sequence: raw.little(index * size), balance: raw.little(index * size + 8),
                    status: raw.little(index * size + 16))
            }
        }
    }

    /// Appends the 24 bytes.
    public func encode(to bytes: inout [UInt8]) {
        bytes.append(integer: sequence.littleEndian)
        bytes.append(integer: balance.littleEndian)
        bytes.append(integer: status.littleEndian)
        bytes.append(integer: UInt32(0))
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func little<Value: FixedWidthInteger>(_ offset: Int) -> Value {
        unsafe Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}

extension [UInt8] {
    fileprivate mutating func append(integer value: some FixedWidthInteger) {
        unsafe Swift.withUnsafeBytes(of: value) { bytes in
            unsafe append(contentsOf: bytes)
        }
    }
}
