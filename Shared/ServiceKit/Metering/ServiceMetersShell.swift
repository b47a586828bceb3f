import CoreMetrics
import FoundationEssentials
import Glibc
import Logging

/// What every service measures about itself, and the listener that shows it.
public final class ServiceMeters: Sendable {
    public let registry = MetricsRegistry()
    public let health = ServiceHealth()
    private let listener: MetricsListener?

    /// Counts this start and begins to listen.
    ///
    /// A service works without its metrics: where the port is taken, it says so in the log.
    public init(_ service: MeteredService, ports: Ports, state: StateDirectory, logger: Logger) {
        do {
            listener = try MetricsListener(
                port: ports.metrics(of: service), service: service.name, registry: registry,
                health: health)
        } catch {
            logger.error("metrics are not shown", metadata: ["reason": "\(error)"])
            listener = nil
        }
        registry.gauge(.build, service.name, Version.text).set(1)
        registry.gauge(.starts).set(Self.countStart(of: service, in: state))
        let healthy = registry.gauge(.healthy)
        registry.onScrape { [health] in healthy.set(health.condition().isHealthy ? 1 : 0) }
        if service == .ledger {
            let backup = registry.gauge(.backupTime)
            registry.onScrape { backup.set(state.lastBackup) }
        }
        ProcessMeters(registry: registry, disk: state.path).watch()
    }

    /// The pulse of a service with an outbox, each second until its task is cancelled.
    ///
    /// - Parameters:
    ///   - word: A ``ServiceHealth/Condition`` as ``HealthFile`` writes it.
    ///   - outbox: Looked at every ten seconds, as it takes a moment where much waits.
    public func follow(
        _ word: @Sendable () -> String,
        _ outbox: @Sendable () async throws -> (waiting: Int, dead: Int)
    ) async {
        let (waiting, dead) = (registry.gauge(.outbox, "waiting"), registry.gauge(.outbox, "dead"))
        var beats = 0
        while !Task.isCancelled {
            if beats.isMultiple(of: 10), let totals = try? await outbox() {
                waiting.set(totals.waiting)
                dead.set(totals.dead)
            }
            beats += 1
            health.beat(ServiceHealth.Condition(rawValue: word()) ?? .ok)
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Stops listening.
    public func close() { listener?.close() }

    /// A number in a file, as restarts are seen whatever starts the service.
    private static func countStart(of service: MeteredService, in state: StateDirectory) -> Int {
        let file = "\(state.run)/\(service.name).starts"
        let before = (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { Int($0) } ?? 0
        try? Data(String(before + 1).utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        return before + 1
    }
}

/// What the system tells about this process, read at each scrape.
private struct ProcessMeters: Sendable {
    let registry: MetricsRegistry
    let disk: String

    func watch() {
        let memory = registry.gauge(.memory)
        let files = registry.gauge(.files)
        let free = registry.gauge(.diskFree)
        let time = FloatingPointCounter(label: Measure.processorTime.name, factory: registry)
        registry.gauge(.startTime).set(Date().timeIntervalSince1970.rounded())
        let disk = disk
        registry.onScrape {
            memory.set(Self.residentBytes())
            files.set(
                (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0)
            var facts = statvfs()
            if statvfs(disk, &facts) == 0 {
                free.set(Double(facts.f_bavail) * Double(facts.f_frsize))
            }
            time.reset()
            time.increment(by: Self.processorSeconds())
        }
    }

    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return 0
        }
        let words = text.split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(getpagesize()) : 0
    }

    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
