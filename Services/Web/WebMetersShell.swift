import CoreMetrics
import Hummingbird
import ServiceKit
import Synchronization

/// What the web service measures.
final class WebMeters: Sendable {
    private let registry: MetricsRegistry
    private let health: ServiceHealth
    private let feed: TopicFeed
    private let pages: Meter
    private let answers = Mutex<[Int: CoreMetrics.Counter]>([:])
    private let seconds: Recorder

    init(_ meters: ServiceMeters, feed: TopicFeed) {
        registry = meters.registry
        health = meters.health
        self.feed = feed
        pages = registry.gauge(.pages)
        seconds = registry.histogram(.httpSeconds)
    }

    /// Each second.
    func beat() {
        pages.set(feed.count)
        health.beat(feed.isLive(now: .now) ? .ok : .alone)
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
