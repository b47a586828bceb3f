import Bus
import CoreMetrics
import Messages
import ServiceKit

/// What a gateway measures. On its thread alone.
final class GatewayMeters {
    /// The request under way that is timed, one for each service.
    private struct Sample {
        let id: [UInt8]
        let start: ContinuousClock.Instant
    }

    private let meters: ServiceMeters
    private var methods: [Messages.Method: CoreMetrics.Counter] = [:]
    private var codes: [RefusalCode: CoreMetrics.Counter] = [:]
    private var samples: [Destination: Sample] = [:]
    private let seconds: [Destination: Recorder]
    private let sessions: Meter
    private let inFlight: [Destination: Meter]
    private let reachable: [Destination: Meter]
    private let dropped: [String: Meter]

    /// A sample whose answer never came makes room for another.
    private static let forgottenAfter = Duration.seconds(5)

    init(_ meters: ServiceMeters) {
        self.meters = meters
        let registry = meters.registry
        let each = { (measure: Measure) -> [Destination: Meter] in
            [
                .ledger: registry.gauge(measure, "ledger"),
                .scheduler: registry.gauge(measure, "scheduler"),
            ]
        }
        seconds = [
            .ledger: registry.histogram(.requestSeconds, "ledger"),
            .scheduler: registry.histogram(.requestSeconds, "scheduler"),
        ]
        sessions = registry.gauge(.sessions)
        inFlight = each(.inFlight)
        reachable = each(.reachable)
        dropped = Dictionary(
            uniqueKeysWithValues: ["bad-envelope", "revoked", "unreachable", "full"].map {
                ($0, registry.gauge(.dropped, $0))
            })
    }

    /// A request passes on to a service.
    func forwarded(_ forward: Forward) {
        let method = forward.method
        let counter =
            methods[method] ?? meters.registry.counter(.requests, method.rawValue)
        methods[method] = counter
        counter.increment()
        let service = method.destination
        if let sample = samples[service],
            sample.start.duration(to: .now) < Self.forgottenAfter
        {
            return
        }
        samples[service] = Sample(id: forward.id, start: .now)
    }

    /// A service answered; its frames are looked at without copying them.
    func answered(_ service: Destination, _ reply: borrowing Multipart) {
        guard let sample = samples[service], let delimiter = reply.delimiter,
            delimiter + 2 < reply.count
        else { return }
        guard reply.frame(delimiter + 2, equals: sample.id) else { return }
        samples[service] = nil
        seconds[service]?.record(sample.start.duration(to: .now) / .seconds(1))
    }

    /// The gateway says no itself.
    func refused(_ code: RefusalCode) {
        let counter = codes[code] ?? meters.registry.counter(.refusals, code.rawValue)
        codes[code] = counter
        counter.increment()
    }

    /// Each second.
    func beat(
        sessions count: Int, inFlight: [Destination: Int], reachable: [Destination: Bool],
        dropped: RequestServer.Dropped
    ) {
        sessions.set(count)
        for (service, count) in inFlight { self.inFlight[service]?.set(count) }
        for (service, isThere) in reachable { self.reachable[service]?.set(isThere ? 1 : 0) }
        self.dropped["bad-envelope"]?.set(dropped.badEnvelopes)
        self.dropped["revoked"]?.set(dropped.revoked)
        self.dropped["unreachable"]?.set(dropped.unreachable)
        self.dropped["full"]?.set(dropped.full)
        meters.health.beat(reachable.values.contains(false) ? .alone : .ok)
    }
}
