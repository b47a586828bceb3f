import CoreMetrics
import Hummingbird
import ServiceKit
import Synchronization

/// What the web service measures.
final class WebMeters: Sendable {
    private let registry: MetricsRegistry
    private let answers = Mutex<[Int: CoreMetrics.Counter]>([:])
    private let seconds: Recorder

    init(_ meters: ServiceMeters, feed: TopicFeed) {
        registry = meters.registry
        seconds = registry.histogram(.httpSeconds)
        let pages = registry.gauge(.pages)
        let health = meters.health
        health.beat(.alone)
        // Nothing here runs each second but what a scrape asks for.
        meters.beforeEachAnswer {
            pages.set(feed.count)
            health.beat(feed.isLive(now: .now) ? .ok : .alone)
        }
    }

    func answered(_ status: Int, after wait: Duration) {
        seconds.record(wait / .seconds(1))
        let counter = answers.withLock { answers in
            let counter = answers[status] ?? registry.counter(.httpRequests, String(status))
            answers[status] = counter
            return counter
        }
        counter.increment()
    }
}

/// Counts and times every answer.
struct MeteredAnswers: RouterMiddleware {
    typealias Context = WebContext

    let meters: WebMeters

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        do {
            let response = try await next(request, context)
            meters.answered(response.status.code, after: start.duration(to: .now))
            return response
        } catch {
            meters.answered(500, after: start.duration(to: .now))
            throw error
        }
    }
}
