import Glibc

/// What to send, by how many callers, for how long.
struct Load {
    let address: String
    let callers: Int
    /// What each caller sends in turn, by the caller's number from 0.
    let templates: (Int) -> [RequestTemplate]
    /// Numbers in templates are drawn from 1 to this one.
    var accounts = 1
    var seed: UInt64 = 1

    enum Length {
        /// The first part is not counted.
        case seconds(warmUp: Double, measured: Double)
        /// Ends when so many replies have come.
        case replies(Int)
        /// Goes on while something else does.
        case during(() -> Bool)
    }
}

/// What a load got out of the branch.
struct Measurement: Equatable {
    var perSecond: Double
    /// Microseconds.
    var p50: Double
    var p99: Double

    init(perSecond: Double, p50: Double, p99: Double) {
        self.perSecond = perSecond
        self.p50 = p50
        self.p99 = p99
    }

    init(_ histogram: Histogram, nanoseconds: UInt64) {
        self.init(
            perSecond: Double(histogram.count) * 1e9 / Double(max(1, nanoseconds)),
            p50: histogram.percentile(0.5), p99: histogram.percentile(0.99))
    }
}

/// Drives all callers of a load from one thread.
final class LoadGenerator {
    private let callers: [Caller]
    private var waiting: [pollfd]
    private var histogram = Histogram()

    /// A caller that hears nothing for so long ends the benchmark.
    private static let patienceMilliseconds: Int32 = 10_000

    init(_ load: Load) throws {
        callers = try (0..<load.callers).map { index in
            try Caller(
                address: load.address, templates: load.templates(index), accounts: load.accounts,
                seed: load.seed &* 1_000_003 &+ UInt64(index))
        }
        waiting = callers.map {
            pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
        }
    }

    func run(_ length: Load.Length) throws -> Measurement {
        histogram = Histogram()
        let start = Moment.monotonic
        for caller in callers { try caller.send() }
        switch length {
        case .replies(let count):
            try exchange(replies: count)
            return Measurement(histogram, nanoseconds: Moment.monotonic - start)
        case .during(let goesOn):
            while goesOn() { _ = try serveReady(sendsNext: true) }
            let result = Measurement(histogram, nanoseconds: Moment.monotonic - start)
            try drain()
            return result
        case .seconds(let warmUp, let measured):
            try exchange(until: start + UInt64(warmUp * 1e9))
            histogram = Histogram()
            let middle = Moment.monotonic
            try exchange(until: middle + UInt64(measured * 1e9))
            let result = Measurement(histogram, nanoseconds: Moment.monotonic - middle)
            try drain()
            return result
        }
    }

    private func exchange(until end: UInt64) throws {
        while try serveReady(sendsNext: true) < end {}
    }

    private func exchange(replies: Int) throws {
        while histogram.count < replies - callers.count { _ = try serveReady(sendsNext: true) }
        try drain()
    }

    /// Takes what is still on its way and sends nothing more.
    private func drain() throws {
        for index in callers.indices {
            var item = waiting[index]
            while try !take(from: index, at: Moment.monotonic) {
                guard poll(&item, 1, LoadGenerator.patienceMilliseconds) > 0 else {
                    throw BenchError("A request at the end was not answered.")
                }
            }
        }
    }

    /// Waits for replies and answers each with the caller's next request.
    ///
    /// - Returns: The moment after the wait.
    private func serveReady(sendsNext: Bool) throws -> UInt64 {
        let ready = poll(&waiting, nfds_t(waiting.count), LoadGenerator.patienceMilliseconds)
        guard ready != 0 else { throw BenchError("No reply for ten seconds.") }
        guard ready > 0 || errno == EINTR else { throw BenchError.system("poll") }
        let now = Moment.monotonic
        var left = ready
        for index in callers.indices where waiting[index].revents != 0 {
            waiting[index].revents = 0
            if try take(from: index, at: Moment.monotonic) { try callers[index].send() }
            left -= 1
            if left == 0 { break }
        }
        return now
    }

    private func take(from index: Int, at now: UInt64) throws -> Bool {
        let caller = callers[index]
        guard try caller.takeReply() else { return false }
        histogram.record(nanoseconds: now - caller.sentAt)
        return true
    }
}
