import CoreMetrics
import Synchronization

/// What one process measures: a backend of swift-metrics that keeps everything in memory and
/// writes it down as Prometheus wants it when asked.
///
/// Made by a service's shell and handed on, so that tests have one each.
public final class MetricsRegistry: MetricsFactory, Sendable {
    private enum Series {
        case number(NumberSeries)
        case histogram(HistogramSeries)
    }

    private struct Family {
        let measure: Measure
        /// By the labels as they are written.
        var series: [String: Series] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var count = 0
        var refreshes: [@Sendable () -> Void] = []
    }

    /// Labels come from configuration too; what is beyond this is measured by nobody.
    public static let mostSeries = 2_000

    private let state = Mutex(State())

    public init() {}

    // MARK: What services say

    public func counter(_ measure: Measure, _ labels: String...) -> CoreMetrics.Counter {
        precondition(measure.kind == .counter, "\(measure.name) counts")
        return Counter(
            label: measure.name, dimensions: Self.dimensions(measure, labels), factory: self)
    }

    public func gauge(_ measure: Measure, _ labels: String...) -> Meter {
        precondition(measure.kind == .gauge, "\(measure.name) is a gauge")
        return Meter(
            label: measure.name, dimensions: Self.dimensions(measure, labels), factory: self)
    }

    public func histogram(_ measure: Measure, _ labels: String...) -> Recorder {
        precondition(measure.kind == .histogram, "\(measure.name) is a histogram")
        return Recorder(
            label: measure.name, dimensions: Self.dimensions(measure, labels), aggregate: true,
            factory: self)
    }

    /// Calls the closure before each page is written: for what is dear to know and seldom asked.
    public func onScrape(_ refresh: @escaping @Sendable () -> Void) {
        state.withLock { $0.refreshes.append(refresh) }
    }

    private static func dimensions(
        _ measure: Measure, _ labels: [String]
    ) -> [(String, String)] {
        precondition(labels.count == measure.labels.count, "\(measure.name) has all its labels")
        return Array(zip(measure.labels, labels))
    }

    // MARK: What swift-metrics asks

    public func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler {
        number(label, .counter, dimensions) ?? NOOPMetricsHandler.instance
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        number(label, .counter, dimensions) ?? NOOPMetricsHandler.instance
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        number(label, .gauge, dimensions) ?? NOOPMetricsHandler.instance
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    // What was measured stays until the end: a counter that went would look like a restart.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func number(
        _ name: String, _ kind: Measure.Kind, _ labels: [(String, String)]
    ) -> NumberSeries? {
        let series = series(name, kind, labels) { _ in .number(NumberSeries()) }
        if case .number(let number) = series { return number }
        return nil
    }

    private func histogram(_ name: String, _ labels: [(String, String)]) -> HistogramSeries? {
        let series = series(name, .histogram, labels) {
            .histogram(HistogramSeries(buckets: $0.buckets))
        }
        if case .histogram(let histogram) = series { return histogram }
        return nil
    }

    /// The one that is there, or a new one; nil where there are too many.
    private func series(
        _ name: String, _ kind: Measure.Kind, _ labels: [(String, String)],
        _ make: (Measure) -> Series
    ) -> Series? {
        let written = PrometheusText.labels(labels)
        return state.withLock { state in
            var family = state.families[name] ?? Family(measure: Self.measure(name, kind))
            if let known = family.series[written] { return known }
            guard state.count < Self.mostSeries else { return nil }
            state.count += 1
            let series = make(family.measure)
            family.series[written] = series
            state.families[name] = family
            return series
        }
    }

    /// A library's own metrics are in no catalogue; they are shown all the same.
    private static func measure(_ name: String, _ kind: Measure.Kind) -> Measure {
        Measure.all.first { $0.name == name }
            ?? Measure(
                PrometheusText.name(name), kind, "Measured by a library.",
                buckets: kind == .histogram ? Measure.latencyBuckets : [])
    }

    // MARK: What is read

    /// Everything, as the text format of Prometheus (version 0.0.4) has it.
    public func page() -> String {
        for refresh in state.withLock({ $0.refreshes }) { refresh() }
        let families = state.withLock {
            $0.families.values.sorted { $0.measure.name < $1.measure.name }
        }
        var text = PrometheusText()
        for family in families {
            text.begin(family.measure)
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                switch series {
                case .number(let number): text.add(number.value, labels: labels)
                case .histogram(let histogram):
                    text.add(histogram.counts, buckets: histogram.buckets, labels: labels)
                }
            }
        }
        return text.text
    }
}
