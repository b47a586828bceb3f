import BranchDomain
import Crypto

/// One row of the journal: up to `RowCodec/mostRecords` records that became durable together.
public struct JournalRow: Sendable, Equatable {
    /// The sequence of the first record.
    public let first: UInt64
    public let count: Int
    /// Raised by each start, so that two writers can be told apart.
    public let epoch: UInt64
    public let at: Timestamp
    public let payload: [UInt8]
    public let hash: ChainHash

    /// The sequence of the last record.
    public var last: UInt64 { first + UInt64(count) - 1 }

    /// One record, decoded without touching the others.
    ///
    /// - Throws: ``JournalError/brokenRow(first:reason:)`` where the payload is not what it says.
    public func record(at index: Int) throws(JournalError) -> Record {
        guard let record = RowCodec.decode(index, of: count, in: payload) else {
            throw JournalError.brokenRow(first: first, reason: "record \(index) is not readable")
        }
        return record
    }

    func position(of sequence: UInt64) -> Position {
        Position(sequence: sequence, at: at, chain: hash)
    }
}

/// How records lie in a row's payload: `count` × 96 bytes, then the varying bytes of all of them.
///
/// A record: id 16 bytes in network order, kind u16, code u16, start of its varying bytes u32,
/// fingerprint u64, eight words u64; integers little-endian.
enum RowCodec {
    static let version: Int64 = 1
    static let recordSize = 96
    static let mostRecords = 1024
    /// Records of one row as they are written now: one record is looked up by reading its row.
    static let recordsWritten = 128

    static func encode(_ records: ArraySlice<Record>) -> [UInt8] {
        precondition((1...mostRecords).contains(records.count), "a row has 1 to 1,024 records")
        let fixed = records.count * recordSize
        let size = records.reduce(fixed) { $0 + $1.varying.count }
        precondition(size - fixed <= UInt32.max, "a row's varying bytes fit in 32 bits")
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            var (start, varying) = (0, fixed)
            for record in records {
                unsafe write(record, to: raw, at: start, varying: UInt32(varying - fixed))
                unsafe record.varying.withUnsafeBytes { bytes in
                    unsafe raw[varying..<varying + bytes.count].copyBytes(from: bytes)
                }
                start += recordSize
                varying += record.varying.count
            }
            count = size
        }
    }

    private static func write(
        _ record: Record, to raw: UnsafeMutableRawBufferPointer, at start: Int, varying: UInt32
    ) {
        unsafe put(record.id.high.byteSwapped, raw, start)
        unsafe put(record.id.low.byteSwapped, raw, start + 8)
        unsafe put(record.kind, raw, start + 16)
        unsafe put(record.code, raw, start + 18)
        unsafe put(varying, raw, start + 20)
        unsafe put(record.fingerprint, raw, start + 24)
        unsafe put(record.fixed.w0, raw, start + 32)
        unsafe put(record.fixed.w1, raw, start + 40)
        unsafe put(record.fixed.w2, raw, start + 48)
        unsafe put(record.fixed.w3, raw, start + 56)
        unsafe put(record.fixed.w4, raw, start + 64)
        unsafe put(record.fixed.w5, raw, start + 72)
        unsafe put(record.fixed.w6, raw, start + 80)
        unsafe put(record.fixed.w7, raw, start + 88)
    }

    private static func put<Value: FixedWidthInteger>(
        _ value: Value, _ raw: UnsafeMutableRawBufferPointer, _ offset: Int
    ) {
        unsafe raw.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
    }

    /// Returns: nil where the payload is too short or an offset points outside.
    static func decode(_ index: Int, of count: Int, in payload: [UInt8]) -> Record? {
        let fixed = count * recordSize
        guard count > 0, (0..<count).contains(index), fixed <= payload.count else { return nil }
        return unsafe payload.withUnsafeBytes { raw in
            let start = index * recordSize
            let from = unsafe Int(get(UInt32.self, raw, start + 20))
            let to =
                index + 1 < count
                ? unsafe Int(get(UInt32.self, raw, start + recordSize + 20))
                : payload.count - fixed
            guard from <= to, to <= payload.count - fixed else { return nil }
            return unsafe Record(
                kind: get(UInt16.self, raw, start + 16),
                fixed: words(raw, start + 32),
                varying: [UInt8](payload[fixed + from..<fixed + to]),
                id: RequestID(
                    high: get(UInt64.self, raw, start).byteSwapped,
                    low: get(UInt64.self, raw, start + 8).byteSwapped),
                code: get(UInt16.self, raw, start + 18),
                fingerprint: get(UInt64.self, raw, start + 24))
        }
    }

    /// The kind of a record of a payload that is long enough, without decoding the rest.
    static func kind(_ index: Int, in payload: [UInt8]) -> UInt16? {
        let place = index * recordSize + 16
        guard place + 2 <= payload.count else { return nil }
        return UInt16(payload[place]) | UInt16(payload[place + 1]) << 8
    }

    private static func words(_ raw: UnsafeRawBufferPointer, _ start: Int) -> FixedWords {
        unsafe FixedWords(
            get(UInt64.self, raw, start), get(UInt64.self, raw, start + 8),
            get(UInt64.self, raw, start + 16), get(UInt64.self, raw, start + 24),
            get(UInt64.self, raw, start + 32), get(UInt64.self, raw, start + 40),
            get(UInt64.self, raw, start + 48), get(UInt64.self, raw, start + 56))
    }

    private static func get<Value: FixedWidthInteger>(
        _ type: Value.Type, _ raw: UnsafeRawBufferPointer, _ offset: Int
    ) -> Value {
        unsafe Value(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: type))
    }

    /// The hash of a row: SHA-256 over the hash before it, its header fields and its payload.
    static func chain(
        after previous: ChainHash, first: UInt64, count: Int, epoch: UInt64, at: Timestamp,
        payload: [UInt8]
    ) -> ChainHash {
        var header = previous.bytes
        header.reserveCapacity(72)
        for word in [
            first, UInt64(count), epoch, UInt64(bitPattern: at.milliseconds), UInt64(version),
        ] {
            header.append(littleEndian: word)
        }
        var hasher = SHA256()
        hasher.update(data: header)
        hasher.update(data: payload)
        return ChainHash(bytes: [UInt8](hasher.finalize()))
    }

    /// Makes the rows of a group, each chained to the one before.
    static func rows(
        of records: [Record], first: UInt64, epoch: UInt64, at: Timestamp, after chain: ChainHash
    ) -> [JournalRow] {
        var (rows, previous): ([JournalRow], ChainHash) = ([], chain)
        var start = 0
        while start < records.count {
            let slice = records[start..<min(start + recordsWritten, records.count)]
            let payload = encode(slice)
            let sequence = first + UInt64(start)
            previous = RowCodec.chain(
                after: previous, first: sequence, count: slice.count, epoch: epoch, at: at,
                payload: payload)
            rows.append(
                JournalRow(
                    first: sequence, count: slice.count, epoch: epoch, at: at, payload: payload,
                    hash: previous))
            start += slice.count
        }
        return rows
    }
}

extension [UInt8] {
    /// Appends the eight bytes of a word, least significant first.
    mutating func append(littleEndian word: UInt64) {
        unsafe Swift.withUnsafeBytes(of: word.littleEndian) { bytes in
            unsafe append(contentsOf: bytes)
        }
    }
}
