import Bus
import Hummingbird
import Messages
import NIOCore
import ServiceLifecycle

/// Server-sent events: the queues as they stand, and an account that the session may see.
struct EventRoutes: Sendable {
    /// A stream with an account ends after so long, so that the browser comes again and is
    /// judged again.
    private static let accountStream = Duration.seconds(300)

    let desk: Desk

    func add(to router: Router<WebContext>) {
        for place in Place.allCases {
            router.get(RouterPath("\(place.path)/events")) { request, _ in
                await events(request, place)
            }
        }
    }

    private func events(_ request: Request, _ place: Place) async -> Response {
        var account: UInt64?
        if let asked = request.uri.queryParameters.get("account") {
            do {
                account = try await permitted(asked, request, place)
            } catch {
                return WebAnswer.of(error)
            }
        }
        guard let (id, listener) = desk.feed.join(account: account, now: .now) else {
            return WebAnswer.of(Refusal(.busy, "Too many pages follow the queues here."))
        }
        let end = account == nil ? nil : ContinuousClock.now + EventRoutes.accountStream
        let feed = desk.feed
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { feed.leave(id) }
                // A page would listen for ever, and keep a process that was asked to end.
                try await withGracefulShutdownHandler {
                    while let events = await listener.next() {
                        try await writer.write(contentsOf: events)
                        if let end, ContinuousClock.now > end { break }
                    }
                } onGracefulShutdown: {
                    listener.close()
                }
                try await writer.finish(nil)
            })
    }

    /// The account, where the branch shows it to this session.
    private func permitted(
        _ asked: String, _ request: Request, _ place: Place
    ) async throws(CallError) -> UInt64 {
        guard let number = UInt64(asked),
            let person = desk.keepsakes.person(request, at: place)
        else { throw .refused(Refusal(.notPermitted, "Log in to follow an account.")) }
        let account = try await desk.caller.call(
            AccountGet.self, AccountGet.Request(account: .number(number)), id: desk.nextID(),
            session: person.session)
        return account.number
    }
}
