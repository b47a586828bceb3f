import FoundationEssentials
import Glibc
import Synchronization

/// The keys that a domain admits, by the name of who holds them.
public final class AllowList: Sendable {
    private typealias Instant = ContinuousClock.Instant

    private struct State: Sendable {
        var nameByKey: [String: String] = [:]
        var names: Set<String> = []
        var lookedAt: Instant?
        var readAt: Instant?
        /// When the directory was last changed, in its own clock, and when that was first seen.
        var mark: Mark?
        var markSeenAt: Instant?
    }

    private struct Mark: Sendable, Equatable {
        let seconds: Int
        let nanoseconds: Int
    }

    /// File systems' clocks are coarse: a change soon after another may bear the same time.
    private static let coarseness = Duration.milliseconds(100)
    /// A file that is written over in place does not change its directory's time.
    private static let oldest = Duration.seconds(10)

    /// Nil: the keys were given and do not change.
    private let directory: String?
    private let state: Mutex<State>
    /// How old what was read may be; new keys and revoked ones take effect after it.
    private let freshness: Duration

    /// Keys that do not change: name → Z85 public key.
    public init(keys: [String: String]) {
        directory = nil
        freshness = .zero
        var state = State()
        for (name, key) in keys { state.nameByKey[key] = name }
        state.names = Set(keys.keys)
        self.state = Mutex(state)
    }

    /// The files of a directory: each name without its extension is a holder's name, each first
    /// line a Z85 public key. A missing directory is empty.
    ///
    /// Files that come or go count after `freshness`, those changed in place within ten seconds.
    public init(directory: String, freshness: Duration = .milliseconds(250)) {
        self.directory = directory
        self.freshness = freshness
        state = Mutex(State())
    }

    /// Who holds a key; nil: it is not listed.
    public func name(of key: String) -> String? {
        state.withLock { state in
            refresh(&state)
            return state.nameByKey[key]
        }
    }

    /// Whether a name still has a key here.
    public func contains(name: String) -> Bool {
        state.withLock { state in
            refresh(&state)
            return state.names.contains(name)
        }
    }

    private func refresh(_ state: inout State) {
        guard let directory else { return }
        let now = ContinuousClock.now
        if let lookedAt = state.lookedAt, lookedAt.duration(to: now) < freshness { return }
        state.lookedAt = now
        let mark = AllowList.mark(of: directory)
        if mark != state.mark || state.markSeenAt == nil {
            state.mark = mark
            state.markSeenAt = now
        } else if let readAt = state.readAt, let markSeenAt = state.markSeenAt,
            markSeenAt.duration(to: readAt) > AllowList.coarseness,
            readAt.duration(to: now) < AllowList.oldest
        {
            return
        }
        state.readAt = now
        state.nameByKey = AllowList.read(directory)
        state.names = Set(state.nameByKey.values)
    }

    private static func mark(of directory: String) -> Mark? {
        var status = stat()
        guard unsafe stat(directory, &status) == 0 else { return nil }
        return Mark(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }

    private static func read(_ directory: String) -> [String: String] {
        var nameByKey: [String: String] = [:]
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        // Sorted, so that a key that is listed twice has the same name each time.
        for file in files.sorted() where !file.hasPrefix(".") {
            guard let content = FileManager.default.contents(atPath: "\(directory)/\(file)"),
                let line = content.split(separator: UInt8(ascii: "\n")).first
            else { continue }
            let key = String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }
            guard key.utf8.count == 40 else { continue }
            let name = URL(filePath: file).deletingPathExtension().lastPathComponent
            nameByKey[key] = name
        }
        return nameByKey
    }
}
