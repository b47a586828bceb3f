import BranchDomain
import Bus
import Messages
import ServiceKit
import Testing

@testable import BankGRPC

/// What reached the branch in one attempt.
private struct Attempt: Equatable {
    let id: BranchDomain.RequestID
    let session: String
    let body: [UInt8]
}

/// A branch that gives prepared answers, one an attempt, and the last one again and again.
private actor Script {
    private var answers: [Result<AsyncCaller.Answer, CallError>]
    private(set) var attempts: [Attempt] = []
    private(set) var logIns = 0

    init(_ answers: [Result<AsyncCaller.Answer, CallError>]) { self.answers = answers }

    func take(_ attempt: Attempt) -> Result<AsyncCaller.Answer, CallError> {
        attempts.append(attempt)
        return answers.count > 1 ? answers.removeFirst() : answers[0]
    }

    func logIn() -> Result<AuthLogin.Reply, CallError> {
        logIns += 1
        return .success(
            .init(session: "session \(logIns)", role: "device", name: "rpc:1", expires: 1_000_000))
    }
}

@Suite("Calls of the gRPC edge to the branch")
struct LedgerLinkTests {
    private static let id = BranchDomain.RequestID(at: Timestamp(milliseconds: 7), random: (1, 2))
    private static let done: Result<AsyncCaller.Answer, CallError> = .success(
        .init(outcome: "ok", body: [1]))
    private static let lost: Result<AsyncCaller.Answer, CallError> = .failure(
        .noAnswer(id: id, endpoints: []))

    private static func refused(_ code: RefusalCode) -> Result<AsyncCaller.Answer, CallError> {
        .success(.init(outcome: code.rawValue, body: JSON.encode(Refusal(code, "No.").body)))
    }

    /// - Parameter oneAttempt: Below this nothing was sent twice.
    private func link(
        _ script: Script, patience: Duration = .seconds(3_600),
        oneAttempt: Duration = .seconds(3_600)
    ) -> LedgerLink {
        let session = DeviceSession(clock: { Timestamp(milliseconds: 0) }) {
            await script.logIn()
        }
        let bounds = LedgerLink.Bounds(
            patience: patience, pause: .milliseconds(1), oneAttempt: oneAttempt)
        return LedgerLink(session: session, bounds: bounds, nextID: { LedgerLinkTests.id }) {
            _, id, session, body in
            await script.take(Attempt(id: id, session: session, body: body))
        }
    }

    private func outcome(_ link: LedgerLink) async -> Result<[UInt8], CallError> {
        do throws(CallError) {
            return .success(try await link.send(.ledgerDeposit, [9]))
        } catch {
            return .failure(error)
        }
    }

    @Test("a lost answer is asked for under the same id with the same body")
    func again() async {
        let script = Script([Self.lost, Self.lost, Self.done])
        #expect(await outcome(link(script)) == .success([1]))
        let attempts = await script.attempts
        #expect(attempts.count == 3)
        #expect(Set(attempts.map(\.id)) == [Self.id])
        #expect(attempts.allSatisfy { $0.body == [9] })
    }

    @Test("a branch that is away is told at once where nothing can have been done")
    func away() async {
        let script = Script([Self.refused(.unavailable)])
        #expect(await outcome(link(script)) == .failure(.refused(Refusal(.unavailable, "No."))))
        #expect(await script.attempts.count == 1)
    }

    @Test("after a lost answer, that the branch is away decides nothing")
    func awayLater() async {
        let script = Script([Self.lost, Self.refused(.unavailable), Self.done])
        #expect(await outcome(link(script)) == .success([1]))
    }

    @Test("nor where the attempt took so long that it was sent twice")
    func awayLate() async {
        let script = Script([Self.refused(.busy), Self.done])
        #expect(await outcome(link(script, oneAttempt: .zero)) == .success([1]))
    }

    @Test("when patience is over the outcome is not known")
    func unknown() async {
        let script = Script([Self.lost])
        let result = await outcome(link(script, patience: .milliseconds(5)))
        #expect(result == .failure(.noAnswer(id: Self.id, endpoints: [])))
    }

    @Test("a verdict is final")
    func verdict() async {
        let script = Script([Self.lost, Self.refused(.insufficientFunds), Self.done])
        #expect(
            await outcome(link(script)) == .failure(.refused(Refusal(.insufficientFunds, "No."))))
    }

    @Test("an ended session is made anew once, and the call goes on under its id")
    func session() async {
        let script = Script([Self.refused(.sessionExpired), Self.done])
        #expect(await outcome(link(script)) == .success([1]))
        #expect(await script.attempts.map(\.session) == ["session 1", "session 2"])
        #expect(await Set(script.attempts.map(\.id)) == [Self.id])

        let ended = Script([Self.refused(.sessionExpired)])
        #expect(
            await outcome(link(ended)) == .failure(.refused(Refusal(.sessionExpired, "No."))))
        #expect(await ended.attempts.count == 2)
    }

    @Test("an answer that is none of the protocol is an error, and not repeated")
    func broken() async {
        let script = Script([.success(.init(outcome: "mystery", body: []))])
        guard case .failure(.broken) = await outcome(link(script)) else {
            Issue.record("a mystery was taken for an answer")
            return
        }
        #expect(await script.attempts.count == 1)
    }

    @Test("many calls at once log in once")
    func together() async {
        let script = Script([Self.done])
        let link = link(script)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { await outcome(link) == .success([1]) } }
            for await isDone in group { #expect(isDone) }
        }
        #expect(await script.logIns == 1)
    }
}
