import BranchDomain
import Dispatch
import Synchronization

/// Takes snapshots off the thread; the journal then vouches for each with a record.
final class Snapshots<Machine: StateMachine> {
    private let directory: SnapshotDirectory
    private let queue = DispatchQueue(label: "journal.snapshots", qos: .utility)
    private let finished = Finished()
    private var isRunning = false

    init(path: String) {
        directory = SnapshotDirectory(path: path)
    }

    /// Begins a snapshot unless one is still being written.
    func begin(_ image: SnapshotImage<Machine>) {
        guard !isRunning else { return }
        isRunning = true
        let (directory, finished) = (directory, finished)
        queue.async {
            let outcome = Result { try Snapshots.write(image, to: directory) }
            finished.outcome.withLock { $0 = outcome }
        }
    }

    /// The record that vouches for a finished snapshot, once; nil where none has finished.
    func takeMark() -> Record? {
        guard isRunning, let outcome = finished.take() else { return nil }
        isRunning = false
        return try? outcome.get()
    }

    /// Writes a snapshot and waits for it.
    func finish(_ image: SnapshotImage<Machine>) throws -> Record {
        queue.sync {}
        return try Snapshots.write(image, to: directory)
    }

    private static func write(
        _ image: SnapshotImage<Machine>, to directory: SnapshotDirectory
    ) throws -> Record {
        let bytes = image.encoded()
        try directory.write(bytes, head: image.head)
        return Record(
            kind: JournalKind.snapshot, fixed: FixedWords(image.head),
            varying: SnapshotImage<Machine>.hash(of: bytes))
    }

    /// Where the other thread leaves its result.
    private final class Finished: Sendable {
        let outcome = Mutex<Result<Record, any Error>?>(nil)

        func take() -> Result<Record, any Error>? {
            outcome.withLock { outcome in
                defer { outcome = nil }
                return outcome
            }
        }
    }
}

extension Replay {
    /// The present state: from the newest snapshot that the journal vouches for, else from the
    /// first row.
    static func ofWhole(
        _ store: JournalStore, _ configuration: JournalConfiguration
    ) throws -> Replay {
        let directory = SnapshotDirectory(path: configuration.snapshots)
        for head in directory.heads() {
            guard
                var replay = try behind(
                    snapshot: head, in: directory, store, RememberedIDs.Bounds(configuration))
            else { continue }
            try store.forEachRow(from: head + 1) { row in try replay.consume(row) }
            return replay
        }
        var replay = Replay(RememberedIDs.Bounds(configuration))
        try store.forEachRow(from: 1) { row in try replay.consume(row) }
        return replay
    }

    /// The state of a snapshot, nil where it is not what the journal says it is.
    private static func behind(
        snapshot head: UInt64, in directory: SnapshotDirectory, _ store: JournalStore,
        _ bounds: RememberedIDs.Bounds
    ) throws -> Replay? {
        guard let bytes = directory.read(head),
            try store.vouches(
                for: head, hash: SnapshotImage<Machine>.hash(of: bytes)),
            let image = try? SnapshotImage<Machine>(bytes, bounds: bounds), image.head == head,
            let row = try store.row(holding: head), row.last == head, row.hash == image.chain
        else { return nil }
        return Replay(
            machine: image.machine, ids: image.ids, head: head, time: image.time,
            epoch: image.epoch, chain: image.chain)
    }
}

extension JournalStore {
    /// Whether a row behind a snapshot's head says that its file has this hash.
    fileprivate func vouches(for head: UInt64, hash: [UInt8]) throws -> Bool {
        var next = head + 1
        while true {
            let rows = try rows(from: next)
            guard let last = rows.last else { return false }
            for row in rows {
                for index in 0..<row.count
                where RowCodec.kind(index, in: row.payload) == JournalKind.snapshot {
                    let record = try row.record(at: index)
                    if record.fixed.w0 == head { return record.varying == hash }
                }
            }
            next = last.last + 1
        }
    }
}
