import BranchDomain
import Bus
import Messages
import ServiceKit

/// The calls of this edge to the branch: as the device `rpc`, each under one id until it is
/// answered.
final class LedgerLink: Sendable {
    /// One attempt: a method under an id, with a session and a body.
    typealias Send =
        @Sendable (Method, BranchDomain.RequestID, String, [UInt8]) async ->
        Result<AsyncCaller.Answer, CallError>

    /// How long calls are repeated.
    struct Bounds: Sendable {
        /// After so long a client is told that the outcome is not known.
        var patience = Duration.seconds(30)
        var pause = Duration.milliseconds(200)
        /// What took less was sent once at most: ``AsyncCaller`` sends again after so long.
        var oneAttempt = AsyncCallerLoop.Bounds().attempt
    }

    private let transmit: Send
    private let session: DeviceSession
    private let bounds: Bounds
    private let nextID: @Sendable () -> BranchDomain.RequestID
    private let clock = ContinuousClock()

    init(
        session: DeviceSession, bounds: Bounds = Bounds(),
        nextID: @escaping @Sendable () -> BranchDomain.RequestID, send: @escaping Send
    ) {
        self.session = session
        self.bounds = bounds
        self.nextID = nextID
        transmit = send
    }

    /// Calls a method and awaits its reply.
    ///
    /// A lost answer is asked for again under the same id: by ``AsyncCaller`` at every gateway,
    /// and here until ``Bounds/patience`` is over.
    ///
    /// - Parameter id: The client's own, where it brought one.
    /// - Returns: The body of the reply.
    /// - Throws: ``CallError``; `noAnswer` where it is not known whether the thing was done.
    func send(
        _ method: Method, _ body: [UInt8], id: BranchDomain.RequestID? = nil
    ) async throws(CallError) -> [UInt8] {
        let id = id ?? nextID()
        let began = clock.now
        /// Whether an attempt may have been done although a later one was refused.
        var isOpen = false
        while true {
            let attempt = clock.now
            do {
                return try await once(method, body, id)
            } catch .refused(let refusal) where refusal.retry == .sameID {
                isOpen = isOpen || clock.now - attempt >= bounds.oneAttempt
                if !isOpen { throw .refused(refusal) }
            } catch .noAnswer {
                isOpen = true
            }
            guard clock.now - began < bounds.patience,
                (try? await Task.sleep(for: bounds.pause)) != nil
            else { throw .noAnswer(id: id, endpoints: []) }
        }
    }

    /// The same with the shapes of the method, for what is not called all day.
    func call<M: BusMethod>(
        _ method: M.Type, _ request: M.Request, id: BranchDomain.RequestID? = nil
    ) async throws(CallError) -> M.Reply {
        let body = try await send(M.method, JSON.encode(request), id: id)
        do {
            return try JSON.decode(M.Reply.self, from: body)
        } catch {
            throw .broken("The reply to \(M.method.rawValue): \(error.message)")
        }
    }

    private func once(
        _ method: Method, _ body: [UInt8], _ id: BranchDomain.RequestID
    ) async throws(CallError) -> [UInt8] {
        try await session.with { (text) async throws(CallError) in
            try await once(method, body, id, session: text)
        }
    }

    private func once(
        _ method: Method, _ body: [UInt8], _ id: BranchDomain.RequestID, session: String
    ) async throws(CallError) -> [UInt8] {
        let answer = try await transmit(method, id, session, body).get()
        if answer.outcome == Envelope.ok { return answer.body }
        guard let code = RefusalCode(rawValue: answer.outcome),
            let refusal = try? JSON.decode(Refusal.Body.self, from: answer.body)
        else { throw .broken("A refusal that this program does not know: \(answer.outcome)") }
        throw .refused(
            Refusal(code, refusal.message, retry: refusal.retry, details: refusal.details))
    }
}
