import BranchDomain
import Bus
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Messages
import NIOCore

/// Answers in JSON: replies as the bus gave them, refusals with their code inside.
enum WebAnswer {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!

    /// A reply of the web service itself.
    static func reply(_ value: some Encodable) -> Response {
        json(.ok, JSON.encode(value))
    }

    /// What the bus answered, byte for byte; a refusal gets its code as one more field.
    static func of(_ answer: AsyncCaller.Answer) -> Response {
        if answer.outcome == Envelope.ok { return json(.ok, answer.body) }
        let status = RefusalCode(rawValue: answer.outcome)?.httpStatus ?? 409
        // The body is an object that the branch wrote: {"details":…}.
        var body = Array("{\"code\":\"\(answer.outcome)\"".utf8)
        let rest = answer.body.drop { $0 != UInt8(ascii: "{") }.dropFirst()
        if rest.first != UInt8(ascii: "}") { body.append(UInt8(ascii: ",")) }
        body += rest
        return json(HTTPResponse.Status(code: status), body)
    }

    static func of(_ refusal: Refusal) -> Response {
        json(HTTPResponse.Status(code: refusal.code.httpStatus), body(of: refusal))
    }

    /// Who tries too often is told when to come again.
    static func tooOften(_ seconds: Int) -> Response {
        let refusal = Refusal(
            .busy, "Too many attempts from here. Try again in \(seconds) s.", retry: .later)
        var response = json(.tooManyRequests, body(of: refusal))
        response.headers[.retryAfter] = String(seconds)
        return response
    }

    private static func body(of refusal: Refusal) -> [UInt8] {
        JSON.encode(
            WebRefusal(
                code: refusal.code.rawValue, message: refusal.message,
                retry: refusal.retry.rawValue, details: refusal.details))
    }

    static func of(_ error: CallError) -> Response {
        switch error {
        case .refused(let refusal):
            return of(refusal)
        case .noAnswer(let id, _):
            let body = WebRefusal(
                code: "no_answer",
                message: "Nobody answered: it is not known whether this was done. Send the "
                    + "same request with the same Idempotency-Key again.",
                retry: Retry.sameID.rawValue, details: ["id": id.description])
            return json(.gatewayTimeout, JSON.encode(body))
        case .broken(let words):
            let body = WebRefusal(
                code: "broken", message: words, retry: Retry.sameID.rawValue, details: [:])
            return json(.badGateway, JSON.encode(body))
        }
    }

    private static func json(_ status: HTTPResponse.Status, _ body: [UInt8]) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// A "no" as JSON: what the bus has in two frames.
struct WebRefusal: Codable, Equatable {
    var code: String
    var message: String
    var retry: String
    var details: [String: String]
}
