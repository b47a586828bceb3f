import BranchDomain
import Messages
import Synchronization
import ZeroMQ

/// Calls to the branch for many tasks at once: any thread asks, one thread owns the sockets.
///
/// Each gateway has one DEALER; what got no answer goes to the next one with the same id.
public final class AsyncCaller: Sendable {
    /// What the branch said: `ok` or a refusal's code, and the body as it came.
    public struct Answer: Sendable, Equatable {
        public let outcome: String
        public let body: [UInt8]

        public init(outcome: String, body: [UInt8]) {
            self.outcome = outcome
            self.body = body
        }
    }

    struct Call: Sendable {
        let id: RequestID
        /// The frames behind the delimiter.
        let frames: [[UInt8]]
        let continuation: CheckedContinuation<Result<Answer, CallError>, Never>
    }

    private struct Mailbox: Sendable {
        var calls: [Call] = []
        var endpoints: [Endpoint] = []
        var isClosed = false
    }

    private let mailbox = Mutex(Mailbox())
    private let stopper: Stopper

    /// - Parameter stopper: Of the reactor in which the ``AsyncCallerLoop`` works.
    public init(stopper: Stopper) {
        self.stopper = stopper
    }

    /// Sends any method by its name, with a body as it is, and awaits outcome and body.
    ///
    /// - Throws: ``CallError/noAnswer(id:endpoints:)`` at the deadline;
    ///   ``CallError/refused(_:)`` with `unavailable` where nothing could be sent, and `busy`
    ///   where too much is under way: nothing was done then.
    public func send(
        method: String, id: RequestID, session: String, body: [UInt8]
    ) async throws(CallError) -> Answer {
        let frames = [
            Array(Envelope.version.utf8), Array(method.utf8), id.textBytes, Array(session.utf8),
            body,
        ]
        let result = await withCheckedContinuation { continuation in
            let call = Call(id: id, frames: frames, continuation: continuation)
            switch post(call) {
            case .first: stopper.wake()
            // Who came first has woken the owner, who takes everything.
            case .further: break
            case .closed: continuation.resume(returning: .failure(.refused(AsyncCaller.away)))
            }
        }
        return try result.get()
    }

    private enum Posted {
        case first, further, closed
    }

    private func post(_ call: Call) -> Posted {
        mailbox.withLock { mailbox in
            guard !mailbox.isClosed else { return .closed }
            defer { mailbox.calls.append(call) }
            return mailbox.calls.isEmpty ? .first : .further
        }
    }

    /// Calls a method and awaits its reply.
    public func call<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, id: RequestID, session: String
    ) async throws(CallError) -> M.Reply {
        let answer = try await send(
            method: M.method.rawValue, id: id, session: session, body: JSON.encode(request))
        guard answer.outcome == Envelope.ok else { throw AsyncCaller.refusal(answer) }
        do {
            return try JSON.decode(M.Reply.self, from: answer.body)
        } catch {
            throw .broken("The reply to \(M.method.rawValue): \(error.message)")
        }
    }

    /// Names gateways that may be asked besides those that are known.
    public func learn(_ endpoints: [Endpoint]) {
        mailbox.withLock { $0.endpoints = endpoints }
        stopper.wake()
    }

    func takeMail() -> (calls: [Call], endpoints: [Endpoint]) {
        mailbox.withLock { mailbox in
            defer {
                mailbox.calls.removeAll()
                mailbox.endpoints.removeAll()
            }
            return (mailbox.calls, mailbox.endpoints)
        }
    }

    /// From now on nothing is taken; what is in the mailbox is refused.
    func close() {
        let left = mailbox.withLock { mailbox in
            mailbox.isClosed = true
            defer { mailbox.calls.removeAll() }
            return mailbox.calls
        }
        for call in left {
            call.continuation.resume(returning: .failure(.refused(AsyncCaller.away)))
        }
    }

    static let away = Refusal(
        .unavailable, "No counter gateway can be reached; nothing was done.")

    private static func refusal(_ answer: Answer) -> CallError {
        guard let code = RefusalCode(rawValue: answer.outcome),
            let body = try? JSON.decode(Refusal.Body.self, from: answer.body)
        else { return .broken("A refusal that this program does not know: \(answer.outcome)") }
        return .refused(
            Refusal(code, body.message, retry: body.retry, details: body.details))
    }
}
