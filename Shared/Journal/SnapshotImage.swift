import BranchDomain
import Crypto

/// The whole state after a row, as one file: machine, remembered ids, place in the chain.
///
/// Magic, head, time, epoch, chain; of requests, then of bulk: watermark, number of ids, 32 bytes
/// an id; length of the machine's snapshot, the snapshot; integers little-endian.
struct SnapshotImage<Machine: StateMachine>: Sendable {
    let machine: Machine
    let ids: RememberedIDs
    let head: UInt64
    let time: Timestamp
    let epoch: UInt64
    let chain: ChainHash

    private static var magic: [UInt8] { [UInt8]("BRLSNAP2".utf8) }

    init(
        machine: Machine, ids: RememberedIDs, head: UInt64, time: Timestamp, epoch: UInt64,
        chain: ChainHash
    ) {
        self.machine = machine
        self.ids = ids
        self.head = head
        self.time = time
        self.epoch = epoch
        self.chain = chain
    }

    func encoded() -> [UInt8] {
        let state = machine.snapshot()
        var bytes = SnapshotImage.magic
        bytes.reserveCapacity(128 + 32 * (ids.requests.count + ids.bulk.count) + state.count)
        bytes.append(littleEndian: head)
        bytes.append(littleEndian: UInt64(bitPattern: time.milliseconds))
        bytes.append(littleEndian: epoch)
        bytes.append(contentsOf: chain.bytes)
        SnapshotImage.append(ids.requests, to: &bytes)
        SnapshotImage.append(ids.bulk, to: &bytes)
        bytes.append(littleEndian: UInt64(state.count))
        bytes.append(contentsOf: state)
        return bytes
    }

    private static func append(_ window: IdempotencyWindow, to bytes: inout [UInt8]) {
        bytes.append(littleEndian: UInt64(bitPattern: window.watermark.milliseconds))
        bytes.append(littleEndian: UInt64(window.count))
        window.forEach { id, entry in
            // Four words in one go: there are millions.
            let words = (
                id.high.littleEndian, id.low.littleEndian, entry.fingerprint.littleEndian,
                entry.sequence.littleEndian
            )
            unsafe Swift.withUnsafeBytes(of: words) { unsafe bytes.append(contentsOf: $0) }
        }
    }

    /// - Throws: ``JournalError/storage(_:)``, or what the machine throws.
    init(_ bytes: [UInt8], bounds: RememberedIDs.Bounds) throws {
        var reader = WordReader(bytes: bytes[...])
        guard bytes.starts(with: SnapshotImage.magic) else { throw WordReader.tooShort }
        _ = try reader.word()
        head = try reader.word()
        time = Timestamp(milliseconds: Int64(bitPattern: try reader.word()))
        epoch = try reader.word()
        chain = ChainHash(bytes: [UInt8](try reader.bytes(32)))
        ids = RememberedIDs(
            requests: try reader.window(bounds.requests), bulk: try reader.window(bounds.bulk))
        let size = try reader.word()
        machine = try Machine(snapshot: [UInt8](try reader.bytes(Int(clamping: size))))
    }

    static func hash(of bytes: [UInt8]) -> [UInt8] { [UInt8](SHA256.hash(data: bytes)) }
}

/// Takes little-endian words off the front of bytes.
private struct WordReader {
    var bytes: ArraySlice<UInt8>

    static let tooShort = JournalError.storage("a snapshot is not whole")

    mutating func bytes(_ count: Int) throws(JournalError) -> ArraySlice<UInt8> {
        guard count <= bytes.count else { throw WordReader.tooShort }
        let taken = bytes.prefix(count)
        bytes = bytes.dropFirst(count)
        return taken
    }

    mutating func word() throws(JournalError) -> UInt64 {
        let taken = try bytes(8)
        return unsafe taken.withUnsafeBytes { raw in
            unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        }
    }

    mutating func window(
        _ bounds: IdempotencyWindow.Bounds
    ) throws(JournalError) -> IdempotencyWindow {
        var window = IdempotencyWindow(
            bounds: bounds, watermark: Timestamp(milliseconds: Int64(bitPattern: try word())))
        for _ in 0..<(try word()) {
            let id = RequestID(high: try word(), low: try word())
            window.insert(id, fingerprint: try word(), sequence: try word())
        }
        return window
    }
}
