import Credentials
import Foundation
import Synchronization

/// The few threads on which secrets are stretched, so that the gateway's own never waits for one.
///
/// What is done is kept until the gateway, woken up, takes it.
final class StretchPool: Sendable {
    struct Done: Sendable {
        let tag: UInt64
        /// Nil where it could not be done.
        let verifiers: [String]?
    }

    private struct State {
        var waiting = 0
        var done: [Done] = []
    }

    /// What waited longer is given back undone: its client asks again by now.
    static let longestWait = Duration.seconds(2)

    private let stretch: Stretch
    private let bound: Int
    private let wake: @Sendable () -> Void
    private let queue = OperationQueue()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - threads: How many stretch at the same time, each with the memory of one stretching.
    ///   - bound: How many requests may be with the pool.
    ///   - wake: Called on a thread of the pool when something is done.
    init(stretch: Stretch, threads: Int, bound: Int, wake: @escaping @Sendable () -> Void) {
        self.stretch = stretch
        self.bound = bound
        self.wake = wake
        queue.maxConcurrentOperationCount = threads
        queue.name = "stretching"
    }

    /// Takes the work on.
    ///
    /// - Returns: false where there is too much of it already.
    func submit(_ stretchings: [SecretWork.Stretching], tag: UInt64) -> Bool {
        let hasRoom = state.withLock { state in
            guard state.waiting < bound else { return false }
            state.waiting += 1
            return true
        }
        guard hasRoom else { return false }
        let submitted = ContinuousClock.now
        queue.addOperation { [self] in
            let waited = submitted.duration(to: .now)
            let verifiers = waited > StretchPool.longestWait ? nil : verifiers(stretchings)
            state.withLock { $0.done.append(Done(tag: tag, verifiers: verifiers)) }
            wake()
        }
        return true
    }

    private func verifiers(_ stretchings: [SecretWork.Stretching]) -> [String]? {
        try? stretchings.map { try stretch.verifier(secret: $0.secret, user: $0.user) }
    }

    /// What is done since the last call.
    func takeDone() -> [Done] {
        state.withLock { state in
            let done = state.done
            state.done = []
            state.waiting -= done.count
            assert(state.waiting >= 0, "no more is done than was submitted")
            return done
        }
    }
}
