import CoreMetrics
import Messages
import ServiceKit
import Synchronization

/// What the edge asks the branch for, and what it is refused, for `/metrics`.
final class EdgeMeters: Sendable {
    private let registry: MetricsRegistry
    private let methods = Mutex<[Messages.Method: CoreMetrics.Counter]>([:])
    private let codes = Mutex<[RefusalCode: CoreMetrics.Counter]>([:])

    init(_ meters: ServiceMeters) { registry = meters.registry }

    func asks(_ method: Messages.Method) {
        methods.withLock { count(&$0[method]) { registry.counter(.requests, method.rawValue) } }
    }

    /// - Parameter outcome: `ok`, or the code of a refusal.
    func answered(_ outcome: String) {
        guard let code = RefusalCode(rawValue: outcome) else { return }
        codes.withLock { count(&$0[code]) { registry.counter(.refusals, code.rawValue) } }
    }

    private func count(_ counter: inout CoreMetrics.Counter?, _ make: () -> CoreMetrics.Counter) {
        let known = counter ?? make()
        counter = known
        known.increment()
    }
}
