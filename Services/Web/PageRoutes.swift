import HTTPTypes
import Hummingbird
import NIOCore

/// The pages and what they are made of, out of memory.
struct PageRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<WebContext>) {
        router.get("/") { request, _ in page("home", request) }
        for place in Place.allCases where ![.home, .ticket].contains(place) {
            router.get(RouterPath(place.path)) { request, _ in page(place.rawValue, request) }
        }
        router.get("t/:ticket") { request, _ in page("t", request) }
        router.get("t/:ticket/qr.svg") { request, context in
            try qrCode(request, ticket: context.parameters.require("ticket"))
        }
        router.get("pages/**") { request, context in
            file(context.parameters.getCatchAll().joined(separator: "/"), request)
        }
        router.get("healthz") { _, _ in
            WebAnswer.reply(Health(live: desk.feed.isLive(now: .now), pages: desk.feed.count))
        }
        router.get("favicon.ico") { request, _ in file("shared/icon.svg", request) }
    }

    /// How the service is: whether the queues are heard, and by how many pages.
    private struct Health: Codable {
        var live: Bool
        var pages: Int
    }

    private func page(_ name: String, _ request: Request) -> Response {
        file("\(name)/index.html", request)
    }

    /// Browsers ask each time whether it changed, which costs no more than a header.
    private func file(_ path: String, _ request: Request) -> Response {
        guard let file = desk.pages.file(path) else {
            return Response(
                status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "There is no such page.\n")))
        }
        var headers: HTTPFields = [
            .contentType: file.media, .eTag: file.tag, .cacheControl: "no-cache",
            .vary: "Accept-Encoding",
        ]
        if request.headers[.ifNoneMatch] == file.tag {
            return Response(status: .notModified, headers: headers)
        }
        if let compressed = file.compressed, PageRoutes.takesGzip(request) {
            headers[.contentEncoding] = "gzip"
            return Response(
                status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed))
        }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.contents))
    }

    private static func takesGzip(_ request: Request) -> Bool {
        let accepted = request.headers[.acceptEncoding]?.split(separator: ",") ?? []
        return accepted.contains { $0.trimmingPrefix(while: { $0 == " " }) == "gzip" }
    }

    private func qrCode(_ request: Request, ticket: String) throws -> Response {
        guard let svg = QRCode.svg(of: "\(desk.address(for: request))/t/\(ticket)") else {
            throw HTTPError(.badRequest)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "image/svg+xml", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: svg)))
    }
}
