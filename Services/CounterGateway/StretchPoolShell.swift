import Credentials
import Dispatch
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

    private struct Job {
        let tag: UInt64
        let stretchings: [SecretWork.Stretching]
        let submitted: ContinuousClock.Instant
    }

    private struct State {
        /// Submitted and not yet taken back.
        var waiting = 0
        var pending: [Job] = []
        var threads = 0
        var done: [Done] = []
    }

    /// What waited longer is given back undone: its client asks again by now.
    static let longestWait = Duration.seconds(2)

    private let stretch: Stretch
    private let bound: Int
    private let wake: @Sendable () -> Void
    private let threads: Int
    private let queue = DispatchQueue(label: "stretching", attributes: .concurrent)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - threads: How many stretch at the same time, each with the memory of one stretching.
    ///   - bound: How many requests may be with the pool.
    ///   - wake: Called on a thread of the pool when something is done.
    init(stretch: Stretch, threads: Int, bound: Int, wake: @escaping @Sendable () -> Void) {
        self.stretch = stretch
        self.bound = bound
        self.wake = wake
        self.threads = threads
    }

    /// Takes the work on.
    ///
    /// - Returns: false where there is too much of it already.
    func submit(_ stretchings: [SecretWork.Stretching], tag: UInt64) -> Bool {
        let job = Job(tag: tag, stretchings: stretchings, submitted: .now)
        let (hasRoom, startsThread) = state.withLock { state in
            guard state.waiting < bound else { return (false, false) }
            state.waiting += 1
            state.pending.append(job)
            guard state.threads < threads else { return (true, false) }
            state.threads += 1
            return (true, true)
        }
        if startsThread { queue.async { [self] in work() } }
        return hasRoom
    }

    /// What one thread does until nothing is left.
    private func work() {
        while let job = next() {
            let waited = job.submitted.duration(to: .now)
            let verifiers = waited > StretchPool.longestWait ? nil : verifiers(job.stretchings)
            state.withLock { $0.done.append(Done(tag: job.tag, verifiers: verifiers)) }
            wake()
        }
    }

    private func next() -> Job? {
        state.withLock { state in
            guard state.pending.isEmpty else { return state.pending.removeFirst() }
            state.threads -= 1
            return nil
        }
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
