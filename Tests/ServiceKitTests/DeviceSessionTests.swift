import BranchDomain
import Bus
import Messages
import Testing

@testable import ServiceKit

@Suite("The session of a device")
struct DeviceSessionTests {
    private actor Branch {
        private(set) var logIns = 0
        var refusal: Refusal?
        func refuse(_ refusal: Refusal?) { self.refusal = refusal }

        func logIn() -> Result<AuthLogin.Reply, CallError> {
            logIns += 1
            if let refusal { return .failure(.refused(refusal)) }
            return .success(
                .init(
                    session: "\(logIns)", role: "device", name: "rpc:1", expires: 100_000))
        }
    }

    @Test("it is renewed before it ends, and when it was taken back")
    func renewed() async throws {
        let branch = Branch()
        let early = DeviceSession(clock: { Timestamp(milliseconds: 0) }) { await branch.logIn() }
        #expect(try await early.text() == "1")
        #expect(try await early.text() == "1")
        early.forget("another")
        #expect(try await early.text() == "1")
        early.forget("1")
        #expect(try await early.text() == "2")
        let late = DeviceSession(clock: { Timestamp(milliseconds: 50_000) }) {
            await branch.logIn()
        }
        #expect(try await late.text() == "3")
        #expect(try await late.text() == "4")
    }

    @Test("a wrong secret is not tried again and again, so that the device is not locked")
    func wrong() async {
        let branch = Branch()
        await branch.refuse(Refusal(.wrongCredentials, "No."))
        let session = DeviceSession(clock: { Timestamp(milliseconds: 0) }) {
            await branch.logIn()
        }
        for _ in 0..<5 {
            await #expect(throws: CallError.refused(Refusal(.wrongCredentials, "No."))) {
                try await session.text()
            }
        }
        #expect(await branch.logIns == 1)
    }

    @Test("a call whose session has ended is made once more with a new one, and no third time")
    func ended() async throws {
        let branch = Branch()
        let session = DeviceSession(clock: { Timestamp(milliseconds: 0) }) {
            await branch.logIn()
        }
        let over = CallError.refused(Refusal(.sessionExpired, "Over."))
        let text = try await session.with { (text) async throws(CallError) in
            if text == "1" { throw over }
            return text
        }
        #expect(text == "2")
        await #expect(throws: over) {
            try await session.with { (_) async throws(CallError) -> String in throw over }
        }
        #expect(await branch.logIns == 3)
    }

    @Test("a branch that is away is asked again")
    func away() async throws {
        let branch = Branch()
        await branch.refuse(Refusal(.unavailable, "No."))
        let session = DeviceSession(clock: { Timestamp(milliseconds: 0) }) {
            await branch.logIn()
        }
        await #expect(throws: CallError.self) { try await session.text() }
        await branch.refuse(nil)
        #expect(try await session.text() == "2")
    }
}
