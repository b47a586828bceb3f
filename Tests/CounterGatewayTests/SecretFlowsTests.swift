import BranchDomain
import Messages
import Testing

@testable import CounterGateway

@Suite struct SecretFlowsTests {
    private typealias Flows = SecretFlows<String>

    private func flows(capacity: Int = 4) -> Flows {
        Flows(maker: Sample.maker, capacity: capacity)
    }

    private func begin(
        _ flows: inout Flows, _ method: Messages.Method, _ number: UInt64
    ) throws -> Flows.Action {
        var admission = Sample.admission()
        let verdict = admission.judge(
            Sample.frames(method.rawValue, Sample.body(method), session: Sample.session("M")),
            now: Sample.now)
        guard case .stretch(let work, let forward) = verdict else {
            throw Refusal(.busy, "\(method) has no secret")
        }
        return flows.begin(work, forward, route: "route \(number)", now: Sample.now)
    }

    private func reply(_ outcome: String, _ body: String) -> [[UInt8]] {
        [Array("BRL1".utf8), Sample.idFrame, Array(outcome.utf8), Array(body.utf8)]
    }

    private func code(_ action: Flows.Action?) -> String? {
        guard case .answer(let frames, _) = action else { return nil }
        #expect(frames[1] == Sample.idFrame, "the client's id, not the flow's")
        return String(decoding: frames[2], as: UTF8.self)
    }

    @Test func aLogInIsResolvedStretchedAndForwarded() throws {
        var flows = flows()
        guard case .resolve(let question, let tag) = try begin(&flows, .authLogin, 1) else {
            Issue.record("a log-in asks who is meant")
            return
        }
        #expect(question.count == 6 && question[1] == Array("auth.resolve".utf8))
        #expect(
            try JSON.decode(InternalResolve.self, from: question[5]) == InternalResolve(user: "tom")
        )
        guard
            case .stretch(let stretchings, tag) = flows.resolved(
                tag, reply("ok", #"{"user": "tom"}"#))
        else {
            Issue.record("then it is stretched")
            return
        }
        #expect(stretchings == [.init(secret: "xyzzy-secret", user: "tom")])
        guard case .forward(let forward, let route) = flows.stretched(tag, ["v"]) else {
            Issue.record("then it goes on")
            return
        }
        #expect(route == "route 1" && forward.id == Sample.idFrame)
        #expect(
            try JSON.decode(InternalLogin.self, from: forward.body)
                == InternalLogin(user: "tom", verifier: "v"))
        #expect(flows.count == 0)
    }

    @Test func whatNamesItsUserIsStretchedAtOnce() throws {
        var flows = flows()
        guard case .stretch = try begin(&flows, .staffAdd, 1) else {
            Issue.record("nothing to resolve")
            return
        }
        #expect(flows.count == 1)
    }

    @Test func oneMoreThanThereIsRoomForIsToldBusy() throws {
        var flows = flows(capacity: 2)
        _ = try begin(&flows, .authLogin, 1)
        _ = try begin(&flows, .staffAdd, 2)
        #expect(code(try begin(&flows, .authLogin, 3)) == "busy")
        #expect(flows.count == 2)
    }

    @Test func workersWithoutRoomMeanBusy() throws {
        var flows = flows()
        _ = try begin(&flows, .staffAdd, 1)
        #expect(code(flows.stretched(1, nil)) == "busy")
        #expect(flows.count == 0)
    }

    @Test func theLedgersRefusalIsTheAnswer() throws {
        var flows = flows()
        _ = try begin(&flows, .authLogin, 1)
        let action = flows.resolved(1, reply("busy", #"{"message": "m"}"#))
        #expect(code(action) == "busy")
        #expect(flows.count == 0)
    }

    @Test func aLedgerThatDoesNotAnswerIsUnavailable() throws {
        var flows = flows()
        _ = try begin(&flows, .authLogin, 1)
        _ = try begin(&flows, .staffAdd, 2)
        #expect(flows.expire(now: Sample.now.adding(.milliseconds(1_999))).isEmpty)
        let actions = flows.expire(now: Sample.now.adding(.seconds(2)))
        #expect(actions.count == 1, "what is being stretched goes on")
        #expect(code(actions.first) == "unavailable")
        #expect(flows.resolved(1, reply("ok", #"{"user": "tom"}"#)) == nil)
        #expect(flows.count == 1)
    }

    @Test func nonsenseForAnAnswerIsUnavailableAndAStrangersIsIgnored() throws {
        var flows = flows()
        _ = try begin(&flows, .authLogin, 1)
        #expect(flows.resolved(9, reply("ok", "{}")) == nil)
        #expect(flows.stretched(9, ["v"]) == nil)
        #expect(code(flows.resolved(1, reply("ok", "nonsense"))) == "unavailable")
        _ = try begin(&flows, .authLogin, 2)
        #expect(code(flows.resolved(2, [])) == "unavailable")
    }
}
