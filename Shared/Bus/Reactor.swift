import Synchronization
import ZeroMQ

/// What a ``Reactor`` can wait for.
public protocol PollSource: AnyObject {
    /// Adds every socket of this source, which keeps them alive while it is watched.
    func addSockets(to poller: inout Poller)
}

/// Ends or wakes a ``Reactor`` from any thread.
public final class Stopper: Sendable {
    let waker: Waker
    private let stopped = Atomic(false)

    public init() throws {
        waker = try Waker()
    }

    public var isStopped: Bool { stopped.load(ordering: .acquiring) }

    /// Ends the reactor after the round it is in; for good.
    public func stop() {
        stopped.store(true, ordering: .releasing)
        waker.ring()
    }

    /// Makes the reactor call its `onWake` handlers soon.
    public func wake() {
        waker.ring()
    }
}

/// The loop of a service's one thread: it waits for sockets, timers and the stopper, and calls
/// handlers, all on the thread that runs it.
///
/// A round is: handlers of what is readable, the wake handlers, due timers, the round handlers.
public final class Reactor {
    public typealias Handler = () throws -> Void

    private struct Watch {
        let source: any PollSource
        let handler: Handler
        var places: Range<Int> = 0..<0
    }

    private struct Timer {
        let period: Duration
        var due: ContinuousClock.Instant
        let handler: Handler
    }

    public let stopper: Stopper
    private let clock = ContinuousClock()
    private var watches: [Watch] = []
    private var timers: [Timer] = []
    private var wakeHandlers: [Handler] = []
    private var roundHandlers: [Handler] = []
    private var deadline: (at: ContinuousClock.Instant, handler: Handler)?
    private var poller = Poller()

    /// - Parameter stopper: One that was made before, where another thread already holds it.
    public init(stopper: Stopper? = nil) throws {
        self.stopper = try stopper ?? Stopper()
    }

    public convenience init(context: Context) throws {
        try self.init(stopper: nil)
    }

    /// Calls the handler whenever the source has something to read. What the handler leaves
    /// unread calls it again in the next round.
    public func onReadable(_ source: any PollSource, _ handler: @escaping Handler) {
        watches.append(Watch(source: source, handler: handler))
    }

    /// Calls the handler once a period, first after one period; missed periods are left out.
    public func every(_ period: Duration, _ handler: @escaping Handler) {
        precondition(period > .zero, "a timer has a period")
        timers.append(Timer(period: period, due: clock.now + period, handler: handler))
    }

    /// Calls the handler when the stopper's `wake()` was called, once for several calls.
    public func onWake(_ handler: @escaping Handler) {
        wakeHandlers.append(handler)
    }

    /// Calls the handler at the end of each round, before the next wait.
    public func afterEachRound(_ handler: @escaping Handler) {
        roundHandlers.append(handler)
    }

    /// Sets the one-shot deadline, in place of the one before; nil takes it away.
    public func setDeadline(_ instant: ContinuousClock.Instant?, _ handler: @escaping Handler) {
        deadline = instant.map { ($0, handler) }
    }

    /// Runs rounds until the stopper says stop.
    ///
    /// - Throws: What a handler throws, or `ZeroMQError`; the reactor must not run again then.
    public func run() throws {
        while !stopper.isStopped {
            try round(atMost: nil)
        }
    }

    /// Runs one round, and waits at most so long for something to do; nil = without end.
    public func round(atMost limit: Duration?) throws {
        poller.removeAll()
        let bell = poller.watch(stopper.waker)
        for index in watches.indices {
            let first = poller.count
            watches[index].source.addSockets(to: &poller)
            watches[index].places = first..<poller.count
        }
        _ = try poller.wait(atMost: wait(limit: limit))
        for watch in watches where watch.places.contains(where: { poller.isReady($0) }) {
            try watch.handler()
        }
        if poller.isReady(bell) {
            stopper.waker.hush()
            for handler in wakeHandlers { try handler() }
        }
        try callDueTimers()
        for handler in roundHandlers { try handler() }
    }

    private func wait(limit: Duration?) -> Duration? {
        var next = deadline?.at
        for timer in timers { next = min(next ?? timer.due, timer.due) }
        guard let next else { return limit }
        let rest = max(.zero, clock.now.duration(to: next))
        return limit.map { min($0, rest) } ?? rest
    }

    private func callDueTimers() throws {
        guard deadline != nil || !timers.isEmpty else { return }
        let now = clock.now
        for index in timers.indices where timers[index].due <= now {
            timers[index].due = max(timers[index].due + timers[index].period, now)
            try timers[index].handler()
        }
        if let (at, handler) = deadline, at <= now {
            deadline = nil
            try handler()
        }
    }
}
