import Glibc
import Messages

/// What is measured of the queue where it is long, and when everybody comes at once.
final class QueueTrials {
    /// How long a long line is.
    static let longLine = 100_000
    /// How many wait when all topics are asked for.
    static let waitingForSnapshot = 10_000

    private let address: String
    private let clientele: Clientele
    private var waiting = 0

    init(_ address: String, _ clientele: Clientele) {
        self.address = address
        self.clientele = clientele
    }

    /// Issue, next, done at so many counters, in a line that is this long all the while.
    func visitsInALongLine(callers: Int, seconds: Double, seed: UInt64) throws -> Measurement {
        try wait(QueueTrials.longLine)
        let counters = (1...callers).map { "long-\($0)" }
        try clientele.open(counters: counters, of: "loans")
        let load = Load(
            address: address, callers: callers,
            templates: { self.clientele.visit(at: counters[$0], of: "loans") }, seed: seed)
        return try LoadGenerator(load).run(.seconds(warmUp: 0.5, measured: seconds))
    }

    /// All topics of a branch in which ten thousand wait, as a board asks for them that was away.
    func snapshots(seconds: Double, seed: UInt64) throws -> Measurement {
        try wait(QueueTrials.waitingForSnapshot)
        let request = RequestTemplate(
            method: Method.queueSnapshot.rawValue, session: clientele.teller, body: "{}")
        let load = Load(address: address, callers: 1, templates: { _ in [request] }, seed: seed)
        return try LoadGenerator(load).run(.seconds(warmUp: 0.5, measured: seconds))
    }

    /// So many kiosks, each with a connection of its own, pressed once in every second at a
    /// moment drawn for it.
    func presses(kiosks count: Int, seconds: Double, seed: UInt64) throws -> Measurement {
        let kiosks = try (0..<count).map {
            try Caller(
                address: address, templates: [clientele.issue], accounts: 1,
                seed: seed &* 1_000_003 &+ UInt64($0))
        }
        var random = QuickRandom(seed: seed)
        var histogram = Histogram()
        let start = Moment.monotonic
        for round in 0..<max(1, Int(seconds)) {
            let begin = start + UInt64(round) * 1_000_000_000
            let moments = kiosks.indices
                .map { (at: begin + random.next() % 1_000_000_000, kiosk: $0) }
                .sorted { $0.at < $1.at }
            try press(kiosks, moments, &histogram)
        }
        return Measurement(histogram, nanoseconds: Moment.monotonic - start)
    }

    /// Presses each at its moment and waits until all have their numbers.
    private func press(
        _ kiosks: [Caller], _ moments: [(at: UInt64, kiosk: Int)], _ histogram: inout Histogram
    ) throws {
        var waiting = kiosks.map {
            pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
        }
        var (next, answered) = (0, 0)
        while answered < kiosks.count {
            while next < moments.count, moments[next].at <= Moment.monotonic {
                try kiosks[moments[next].kiosk].send()
                next += 1
            }
            let ready = poll(&waiting, nfds_t(waiting.count), next < moments.count ? 1 : 10_000)
            guard ready > 0 || next < moments.count else {
                throw BenchError("A kiosk got no number for ten seconds.")
            }
            for index in waiting.indices where waiting[index].revents != 0 {
                guard try kiosks[index].takeReply() else { continue }
                histogram.record(nanoseconds: Moment.monotonic - kiosks[index].sentAt)
                answered += 1
            }
        }
    }

    /// Lets people wait for a loan, up to so many.
    private func wait(_ count: Int) throws {
        guard waiting < count else { return }
        let request = clientele.issue(of: "loans")
        let load = Load(address: address, callers: 64, templates: { _ in [request] })
        _ = try LoadGenerator(load).run(.replies(count - waiting))
        waiting = count
    }
}
