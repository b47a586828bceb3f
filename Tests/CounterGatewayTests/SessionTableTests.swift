import BranchDomain
import Credentials
import Messages
import Testing

@testable import CounterGateway

@Suite struct SessionTableTests {
    private func table(capacity: Int = 16) -> SessionTable {
        SessionTable(tokens: Sample.tokens, capacity: capacity)
    }

    private func code(_ body: () throws(Refusal) -> KnownCaller) -> RefusalCode? {
        do throws(Refusal) {
            _ = try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func anEmptyFrameIsTheAnonymous() throws {
        var table = table()
        let caller = try table.caller(with: [], now: Sample.now)
        #expect(caller.principal == .anonymous && caller.callers == .anonymous)
        #expect(table.count == 0)
    }

    @Test func aSessionIsKnownAgainWithItsPrincipalAsAFrame() throws {
        var table = table()
        let session = Sample.session("C@atm")
        let first = try table.caller(with: session, now: Sample.now)
        #expect(try table.caller(with: session, now: Sample.now) == first)
        #expect(table.count == 1)
        #expect(
            try JSON.decode(Principal.self, from: first.frame) == Sample.principal("C@atm"))
    }

    @Test func aKnownSessionEndsWhenItsTimeIsOver() throws {
        var table = table()
        let session = Sample.session("T")
        _ = try table.caller(with: session, now: Sample.now)
        #expect(
            code { () throws(Refusal) in try table.caller(with: session, now: Sample.hour) }
                == .sessionExpired)
        #expect(
            code { () throws(Refusal) in
                var fresh = SessionTable(tokens: Sample.tokens)
                return try fresh.caller(with: session, now: Sample.hour)
            } == .sessionExpired)
    }

    @Test func aRaisedGenerationEndsEarlierSessionsKnownOrNot() throws {
        var table = table()
        let old = Sample.session(Principal(user: "tom", role: "teller", generation: 3))
        let new = Sample.session(Principal(user: "tom", role: "teller", generation: 4))
        let other = Sample.session(Principal(user: "tim", role: "teller"))
        for session in [old, other] { _ = try table.caller(with: session, now: Sample.now) }
        table.raise(["tom": 4])
        #expect(
            code { () throws(Refusal) in try table.caller(with: old, now: Sample.now) }
                == .sessionExpired)
        #expect(try table.caller(with: new, now: Sample.now).principal.generation == 4)
        #expect(try table.caller(with: other, now: Sample.now).principal.user == "tim")
        table.raise(["tom": 2])
        #expect(
            code { () throws(Refusal) in try table.caller(with: old, now: Sample.now) }
                == .sessionExpired, "a generation never falls")
    }

    @Test func forgedSessionsAreRefusedAndNotRemembered() throws {
        var table = table()
        let genuine = Sample.session("M")
        for position in stride(from: 0, to: genuine.count, by: 7) {
            var forged = genuine
            forged[position] ^= 1
            #expect(
                code { () throws(Refusal) in try table.caller(with: forged, now: Sample.now) }
                    == .sessionExpired)
        }
        #expect(table.count == 0)
    }

    @Test func itIsBoundedAndKeepsWhatIsUsed() throws {
        var table = table(capacity: 8)
        let busy = Sample.session("T")
        for number in 0..<100 {
            _ = try table.caller(with: busy, now: Sample.now)
            let guest = Principal(user: "c\(number)", role: "customer", customer: 1)
            _ = try table.caller(with: Sample.session(guest), now: Sample.now)
            #expect(table.count <= 8)
        }
    }
}
