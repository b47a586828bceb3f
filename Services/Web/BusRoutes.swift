import BranchDomain
import Bus
import Hummingbird
import Messages
import NIOCore

/// The bus for programs that prefer HTTP: `POST /api/<method>`, no cookies, the session as a
/// bearer token; and the page that describes it.
struct BusRoutes: Sendable {
    let desk: Desk
    /// The OpenAPI document.
    let description: ByteBuffer

    func add(to router: Router<WebContext>) {
        router.get("openapi.json") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: description))
        }
        router.post("api/:method") { request, context in
            try await call(
                request, context, method: context.parameters.require("method"))
        }
    }

    private func call(
        _ request: Request, _ context: WebContext, method: String
    ) async throws -> Response {
        if method == Method.authLogin.rawValue {
            let now = desk.clock()
            if let wait = desk.logins.with({ $0.take(context.caller, now: now) }) {
                return WebAnswer.tooOften(wait)
            }
        }
        let body = try await desk.body(of: request)
        do {
            let id = try desk.id(of: request)
            var response = WebAnswer.of(
                try await desk.caller.send(
                    method: method, id: id, session: bearer(request), body: body))
            response.headers[WebAnswer.idempotencyKey] = id.description
            return response
        } catch let refusal as Refusal {
            return WebAnswer.of(refusal)
        } catch let error as CallError {
            return WebAnswer.of(error)
        }
    }

    private func bearer(_ request: Request) -> String {
        guard let header = request.headers[.authorization],
            header.lowercased().hasPrefix("bearer ")
        else { return "" }
        return String(header.dropFirst("bearer ".count))
    }
}
