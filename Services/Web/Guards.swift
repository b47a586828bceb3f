import HTTPTypes
import Hummingbird
import Messages

/// Headers that every answer has: nothing from elsewhere runs, frames or reads our pages.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = WebContext

    let isSecure: Bool

    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = SecurityHeaders.refusal(of: error)
        }
        response.headers[.contentSecurityPolicy] = SecurityHeaders.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[HTTPField.Name("Referrer-Policy")!] = "no-referrer"
        response.headers[HTTPField.Name("Cross-Origin-Opener-Policy")!] = "same-origin"
        response.headers[HTTPField.Name("Cross-Origin-Resource-Policy")!] = "same-origin"
        response.headers[HTTPField.Name("Permissions-Policy")!] =
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }

    /// The router's own errors in the words that everything else speaks.
    private static func refusal(of error: HTTPError) -> Response {
        switch error.status {
        case .notFound:
            WebAnswer.of(Refusal(.unknownMethod, "There is no such page or method here."))
        case .contentTooLarge:
            WebAnswer.of(
                Refusal(
                    .tooLarge, "The body is larger than \(Envelope.largestFrame / 1_024) KiB."))
        default:
            WebAnswer.of(Refusal(.malformed, "The request is not one that this service takes."))
        }
    }
}

/// Refuses what does not come from our own pages, or names a host that is not ours.
struct OriginGuard: RouterMiddleware {
    typealias Context = WebContext

    let origins: Origins

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let changes = request.method != .get && request.method != .head
        let objection = origins.objection(
            host: request.head.authority, origin: request.headers[.origin],
            fetchSite: request.headers[HTTPField.Name("Sec-Fetch-Site")!], changes: changes)
        if let objection { return WebAnswer.of(Refusal(.notPermitted, objection)) }
        if changes {
            // No form of another site can send this type without asking first.
            let type = request.headers[.contentType]?.lowercased() ?? ""
            guard type.split(separator: ";").first == "application/json" else {
                return WebAnswer.of(
                    Refusal(.malformed, "The body's type must be application/json."))
            }
        }
        return try await next(request, context)
    }
}
