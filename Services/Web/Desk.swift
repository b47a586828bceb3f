import BranchDomain
import Bus
import Hummingbird
import Messages
import NIOCore
import ServiceKit
import Synchronization

/// What the routes share: the way to the branch, what browsers keep, who may try how often.
struct Desk: Sendable {
    let caller: AsyncCaller
    let keepsakes: Keepsakes
    let devices: DeviceSessions
    let feed: TopicFeed
    let pages: PageFiles
    let meters: WebMeters
    let pairing = Shared(PairingDesk())
    let logins = Shared(RateLimit(burst: 30, refillMilliseconds: 2_000))
    let pairings = Shared(RateLimit(burst: 20, refillMilliseconds: 3_000))
    /// What phones and QR codes use; nil: the host of the request.
    let publicAddress: String?
    let scheme: String
    /// The IANA name of the branch's time zone.
    let zone: String
    let state: StateDirectory
    /// Whether this machine is trusted to take devices without a code.
    let isLoopbackOnly: Bool
    let clock: @Sendable () -> Timestamp
    let nextID: @Sendable () -> BranchDomain.RequestID
    /// Random bytes, as many as asked for.
    let randomBytes: @Sendable (Int) -> [UInt8]

    /// A value behind a lock, held for moments.
    final class Shared<Value: Sendable>: Sendable {
        private let value: Mutex<Value>

        init(_ value: Value) { self.value = Mutex(value) }

        func with<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
            value.withLock { value in body(&value) }
        }
    }

    /// The body of a request, whole, at most as large as the bus takes; `{}` where there is none.
    ///
    /// - Throws: `HTTPError` content too large.
    func body(of request: Request) async throws -> [UInt8] {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Envelope.largestFrame)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
        return buffer.readableBytes == 0 ? Array("{}".utf8) : Array(buffer.readableBytesView)
    }

    /// The id that the request brings.
    ///
    /// - Throws: ``Refusal`` where it is none; the branch makes one where there is no header.
    func id(of request: Request) throws(Refusal) -> BranchDomain.RequestID {
        guard let text = request.headers[WebAnswer.idempotencyKey] else { return nextID() }
        guard let id = BranchDomain.RequestID(text: text.utf8) else {
            throw Refusal(.malformed, "The header Idempotency-Key is no UUID of version 7.")
        }
        return id
    }

    /// What phones reach this service by.
    func address(for request: Request) -> String {
        publicAddress ?? "\(scheme)://\(request.head.authority ?? "localhost")"
    }
}
