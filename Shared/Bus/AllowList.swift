import Foundation
import Synchronization

/// The keys that a domain admits, by the name of who holds them.
public final class AllowList: Sendable {
    private struct State: Sendable {
        var nameByKey: [String: String] = [:]
        var names: Set<String> = []
        var readAt: ContinuousClock.Instant?
    }

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
    /// line a Z85 public key. It is read again as it changes; a missing directory is empty.
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
        if let readAt = state.readAt, readAt.duration(to: now) < freshness { return }
        state.readAt = now
        state.nameByKey = AllowList.read(directory)
        state.names = Set(state.nameByKey.values)
    }

    private static func read(_ directory: String) -> [String: String] {
        var nameByKey: [String: String] = [:]
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for file in files where !file.hasPrefix(".") {
            guard let content = FileManager.default.contents(atPath: "\(directory)/\(file)"),
                let line = content.split(separator: UInt8(ascii: "\n")).first
            else { continue }
            let key = String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }
            guard key.utf8.count == 40 else { continue }
            nameByKey[key] = (file as NSString).deletingPathExtension
        }
        return nameByKey
    }
}
