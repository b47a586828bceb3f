import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What a test's server was asked.
public struct ServedRequest: Sendable {
    public let path: String
    public let headers: [String: String]
    public let body: [UInt8]

    public init(path: String, headers: [String: String], body: [UInt8]) {
        self.path = path
        self.headers = headers
        self.body = body
    }

    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// What it answers.
public struct ServedAnswer: Sendable {
    public var status: Int
    public var headers: [String: String]
    public var body: [UInt8]

    public init(_ status: Int, _ text: String = "", headers: [String: String] = [:]) {
        self.status = status
        self.headers = headers
        body = Array(text.utf8)
    }
}

/// A real HTTP server on a free port of this machine, for as long as a test wants it.
public final class LocalServer: Sendable {
    public let port: Int
    private let running: Task<Void, any Error>

    /// Starts to listen; `answer` is asked for each request, many at a time.
    ///
    /// - Parameter port: 0: one that is free.
    public init(
        port: Int = 0,
        answer: @escaping @Sendable (ServedRequest) async -> ServedAnswer
    ) async throws {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
            let body = try await request.body.collect(upTo: 1 << 20)
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.rawName.lowercased()] = field.value }
            let answer = await answer(
                ServedRequest(
                    path: request.uri.string, headers: headers,
                    body: [UInt8](body.readableBytesView)))
            var fields = HTTPFields()
            for (name, value) in answer.headers {
                if let name = HTTPField.Name(name) { fields[name] = value }
            }
            return Response(
                status: .init(code: answer.status), headers: fields,
                body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
        let application = Application(
            responder: responder,
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in
                found.yield(channel.localAddress?.port ?? 0)
                found.finish()
            }, logger: Logger(label: "local", factory: { _ in SwiftLogNoOpLogHandler() }))
        running = Task { try await application.run() }
        var first: Int?
        for await port in ports { first = port }
        self.port = first ?? 0
    }

    public var url: String { "http://127.0.0.1:\(port)" }

    public func stop() async {
        running.cancel()
        _ = await running.result
    }
}
