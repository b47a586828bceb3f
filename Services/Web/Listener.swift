import NIOCore
import Synchronization

/// One open page that follows the queues: what it has not been sent yet, the newest of each kind.
///
/// A page that reads slowly misses what was overtaken and is right at the end; nothing piles up.
final class Listener: Sendable {
    private struct State {
        /// In the order in which they became news.
        var pending: [(key: String, event: ByteBuffer)] = []
        var waiting: CheckedContinuation<Void, Never>?
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Puts an event in line, in place of the one with the same key that was not sent yet.
    func offer(_ event: ByteBuffer, key: String) {
        let waiting = state.withLock { state in
            guard !state.isClosed else { return nil as CheckedContinuation<Void, Never>? }
            if let place = state.pending.firstIndex(where: { $0.key == key }) {
                state.pending[place].event = event
            } else {
                state.pending.append((key, event))
            }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// What there is to send; waits until there is something.
    ///
    /// - Returns: nil when it was closed.
    func next() async -> [ByteBuffer]? {
        await withTaskCancellationHandler {
            while true {
                let ready = state.withLock { state -> [ByteBuffer]?? in
                    if state.isClosed { return .some(nil) }
                    guard !state.pending.isEmpty else { return nil }
                    defer { state.pending.removeAll(keepingCapacity: true) }
                    return .some(state.pending.map(\.event))
                }
                if let ready { return ready }
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        if state.isClosed || !state.pending.isEmpty { return true }
                        state.waiting = continuation
                        return false
                    }
                    if isReady { continuation.resume() }
                }
            }
        } onCancel: {
            close()
        }
    }

    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            state.pending.removeAll()
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
