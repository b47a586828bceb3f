import CoreMetrics
import Foundation
import Testing

@testable import ServiceKit

/// What is measured comes out as Prometheus wants it.
@Suite struct MetricsTests {
    @Test func countersGaugesAndHistogramsAreWrittenWithLabels() {
        let registry = MetricsRegistry()
        registry.counter(.requests, "ledger.deposit").increment(by: 2)
        registry.counter(.requests, "ledger.deposit").increment()
        registry.gauge(.head).set(4_711)
        registry.histogram(.groupRequests).record(3)
        registry.histogram(.groupRequests).record(1_000)
        let page = registry.page()
        #expect(page.contains("# TYPE branchline_requests_total counter\n"))
        #expect(page.contains("branchline_requests_total{method=\"ledger.deposit\"} 3\n"))
        #expect(page.contains("branchline_journal_head 4711\n"))
        #expect(page.contains("branchline_group_requests_bucket{le=\"2\"} 0\n"))
        #expect(page.contains("branchline_group_requests_bucket{le=\"4\"} 1\n"))
        #expect(page.contains("branchline_group_requests_bucket{le=\"+Inf\"} 2\n"))
        #expect(page.contains("branchline_group_requests_sum 1003\n"))
    }

    @Test func aLabelFromOutsideCannotBreakTheFormat() {
        let registry = MetricsRegistry()
        registry.gauge(.queueOldest, "a\"b\\c\nd").set(1)
        #expect(registry.page().contains(#"{queue="a\"b\\c\nd"} 1"#))
    }

    @Test func thereIsABoundOnSeries() {
        let registry = MetricsRegistry()
        for number in 0..<(MetricsRegistry.mostSeries + 50) {
            registry.gauge(.queueOldest, "q\(number)").set(1)
        }
        let lines = registry.page().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == MetricsRegistry.mostSeries)
    }

    @Test func aCountIsExactFromManyThreads() {
        let counter = MetricsRegistry().counter(.records)
        let registry = MetricsRegistry()
        let shared = registry.counter(.records)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<10_000 { shared.increment() }
        }
        counter.increment()
        #expect(registry.page().contains("branchline_journal_records_total 80000\n"))
    }

    @Test func aServiceThatSaysNothingIsStuckAndOneThatDoesIsWell() throws {
        let health = ServiceHealth()
        #expect(health.condition() == .starting)
        let start = ContinuousClock.now
        health.beat(.ok, now: start)
        #expect(health.condition(now: start + .seconds(4)) == .ok)
        #expect(health.condition(now: start + .seconds(6)) == .stuck)
        health.beat(.readOnly, now: start)
        #expect(!health.condition(now: start).isHealthy)
    }

    @Test func thePagesAreServedAndARudeClientHoldsNobodyUp() throws {
        let registry = MetricsRegistry()
        let health = ServiceHealth()
        registry.gauge(.head).set(7)
        let listener = try MetricsListener(
            port: 0, service: "ledger", registry: registry, health: health)
        defer { listener.close() }
        let page = { (path: String) -> (status: Int, text: String) in
            let url = "http://127.0.0.1:\(listener.port)\(path)"
            let curl = Process()
            curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            curl.arguments = ["curl", "-s", "-w", "\n%{http_code}", url]
            let output = Pipe()
            curl.standardOutput = output
            try curl.run()
            let text = String(
                decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            curl.waitUntilExit()
            let status = text.split(separator: "\n").last.flatMap { Int($0) }
            return (status ?? 0, text)
        }
        #expect(try page("/metrics").text.contains("branchline_journal_head 7\n"))
        #expect(try page("/healthz").status == 503, "it has not begun")
        health.beat(.ok)
        #expect(try page("/healthz").status == 200)
        #expect(try page("/else").status == 404)
        #expect(throws: ConfigurationError.self, "the port is taken") {
            _ = try MetricsListener(
                port: listener.port, service: "x", registry: registry, health: health)
        }
    }

    @Test func metricsHavePortsOfTheirOwn() {
        let ports = Ports(base: 20_000)
        var taken = Set([2, 3, 52, 53, 54, 55, 380, 430, 1_301].map { UInt16(20_000 + $0) })
        var metrics = MeteredService.single.map { ports.metrics(of: $0) }
        for number in 1...30 {
            taken.formUnion([1, 51].map { UInt16(20_000 + $0 + 10 * (number - 1)) })
            metrics.append(ports.metrics(of: .gateway(number)))
        }
        #expect(Set(metrics).count == metrics.count)
        #expect(taken.isDisjoint(with: metrics))
    }

    @Test func theReferenceHasALineForEachMeasure() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../deploy/docs/operations.md").standardized
        let text = try String(contentsOf: page, encoding: .utf8)
        for measure in Measure.all {
            let labels = measure.labels.joined(separator: ", ")
            let line = "| `\(measure.name)` | \(measure.kind) | \(labels) | \(measure.help) |"
            #expect(text.contains(line), "deploy/docs/operations.md lacks: \(line)")
        }
    }

    @Test func everyMeasureStandsInTheCatalogueOnce() {
        #expect(Set(Measure.all.map(\.name)).count == Measure.all.count)
        #expect(Measure.all.allSatisfy { $0.help.hasSuffix(".") })
    }
}
