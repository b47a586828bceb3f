import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The way to somebody else's servers: connections kept, redirections not followed, answers
/// bounded in time and size.
public final class HTTPShell: HTTPExchange {
    private let client: HTTPClient

    /// - Parameter mostConnections: To one server at the same time.
    public init(mostConnections: Int = 16) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .seconds(90)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = mostConnections
        configuration.connectionPool.idleTimeout = .seconds(60)
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// - Throws: ``OutgoingTrouble`` where no whole answer came.
    public func post(
        _ request: OutgoingRequest
    ) async throws(OutgoingTrouble) -> OutgoingAnswer {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .POST
        for header in request.headers {
            outgoing.headers.add(name: header.name, value: header.value)
        }
        outgoing.headers.replaceOrAdd(name: "User-Agent", value: "branchline")
        outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        do {
            let response = try await client.execute(
                outgoing, timeout: TimeAmount(request.timeout))
            let body = try await response.body.collect(upTo: request.mostBytes)
            let seconds = response.headers.first(name: "Retry-After").flatMap(Int.init)
            return OutgoingAnswer(
                status: Int(response.status.code),
                retryAfter: seconds.map { .seconds(max(0, $0)) },
                body: [UInt8](body.readableBytesView))
        } catch let error as HTTPClientError {
            throw OutgoingTrouble(error.shortDescription)
        } catch is CancellationError {
            throw OutgoingTrouble("cancelled")
        } catch is NIOTooManyBytesError {
            throw OutgoingTrouble("the answer is longer than \(request.mostBytes) bytes")
        } catch {
            throw OutgoingTrouble("\(type(of: error))")
        }
    }

    public func close() async {
        try? await client.shutdown()
    }
}
